import type { RequestContext } from './request-context.ts';

export function hasVariables(text: string): boolean {
  return text.includes('${');
}

/**
 * Policy variables: `${aws:PrincipalArn}`, `${aws:username, 'nobody'}`, and `${*}`, `${?}`, `${$}` for the characters
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html).
 *
 * @returns undefined where the request lacks one, which then matches nothing
 */
export function substitute(text: string, context: RequestContext): string | undefined {
  let missing = false;
  const result = text.replace(/\$\{([^}]*)\}/g, (_all, inside: string) => {
    if (inside === '*' || inside === '?' || inside === '$') return inside;
    const [, key = '', fallback] = /^\s*([^,]*?)\s*(?:,\s*'([^']*)'\s*)?$/.exec(inside) ?? [];
    const value = context.values(key.toLowerCase())?.[0] ?? fallback;
    missing ||= value === undefined;
    return value ?? '';
  });
  return missing ? undefined : result;
}

import type { Caller } from '../service.ts';

/** How a `Principal` element names a caller: itself, only its whole account, or not at all. */
export type Naming = 'itself' | 'account' | 'not';

/**
 * Reads a `Principal` element. An account, by number or root ARN, hands the decision on to the identity policies of
 * everyone in it (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html).
 */
export function compilePrincipal(given: unknown): (caller: Caller) => Naming {
  if (given === '*') return () => 'itself';
  const kinds = (given ?? {}) as Readonly<Record<string, unknown>>;
  const names = (kind: string): string[] => [kinds[kind] ?? []].flat().map(String);
  const [aws, services] = [new Set(names('AWS')), new Set(names('Service'))];
  if (aws.has('*')) return () => 'itself';
  const accounts = new Set([...aws].map(accountOf).filter((account) => account !== undefined));
  return ({ principal }) => {
    if (!principal.startsWith('arn:')) return services.has(principal) ? 'itself' : 'not';
    if (aws.has(principal)) return 'itself';
    return accounts.has(principal.split(':')[4]!) ? 'account' : 'not';
  };
}

/** `123456789012` and `arn:aws:iam::123456789012:root` stand for an account. */
function accountOf(name: string): string | undefined {
  return /^(?:arn:[\w-]+:iam::)?(\d{12})(?::root)?$/.exec(name)?.[1];
}

import type { TemplateParameter } from './template.ts';

/** A parameter's value, or the reason why it has none: reported only if something reads it. */
export type ParameterValue = { readonly value: string | number | readonly string[] } | { readonly missing: string };

/** @param systemParameter reads the SSM parameter store; `undefined` for a name it does not hold */
export function resolveParameter(
  declared: TemplateParameter,
  given: string | undefined,
  systemParameter: (name: string) => string | undefined,
): ParameterValue {
  const stored = /^AWS::SSM::Parameter::Value<(.+)>$/.exec(declared.Type)?.[1];
  const raw = given ?? declared.Default;
  if (raw === undefined) return { missing: 'it has no default and no value was given' };
  if (stored === undefined) return { value: typed(declared.Type, String(raw)) };
  const value = systemParameter(String(raw));
  if (value === undefined) return { missing: `the SSM parameter ${raw} is not known here` };
  return { value: typed(stored, value) };
}

/**
 * Whether a value keeps to the parameter's constraints.
 *
 * @returns one sentence per broken constraint
 */
export function parameterFaults(declared: TemplateParameter, value: string | number | readonly string[]): string[] {
  const entries = typeof value === 'object' ? value : [String(value)];
  const faults = entries.flatMap((entry) => entryFaults(declared, entry));
  const hint = declared.ConstraintDescription;
  return faults.map((fault) => (hint === undefined ? fault : `${fault} (${hint})`));
}

function entryFaults(declared: TemplateParameter, entry: string): string[] {
  const faults: string[] = [];
  const allowed = declared.AllowedValues?.map(String);
  if (allowed !== undefined && !allowed.includes(entry)) {
    faults.push(`must be one of ${allowed.join(', ')}, got ${entry}`);
  }
  const pattern = declared.AllowedPattern;
  if (pattern !== undefined && !new RegExp(`^(?:${pattern})$`).test(entry)) {
    faults.push(`must match ${pattern}, got ${entry}`);
  }
  if (/Number/.test(declared.Type) && !(entry.trim() !== '' && Number.isFinite(Number(entry)))) {
    faults.push(`must be a number, got ${entry}`);
  }
  const within = (what: string, actual: number, least?: number | string, most?: number | string): void => {
    if (least !== undefined && actual < Number(least)) faults.push(`${what} must be at least ${least}, got ${actual}`);
    if (most !== undefined && actual > Number(most)) faults.push(`${what} must be at most ${most}, got ${actual}`);
  };
  within('its length', entry.length, declared.MinLength, declared.MaxLength);
  within('it', Number(entry), declared.MinValue, declared.MaxValue);
  return faults;
}

function typed(type: string, text: string): string | number | readonly string[] {
  if (type === 'CommaDelimitedList' || /^List<.+>$/.test(type)) return text.split(',').map((entry) => entry.trim());
  if (type === 'Number' && text.trim() !== '' && Number.isFinite(Number(text))) return Number(text);
  return text;
}

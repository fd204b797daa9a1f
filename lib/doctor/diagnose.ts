import type { DoctorRule, Violation } from './rule.ts';
import { doctorRules } from './rules.ts';
import type { Template } from './template.ts';

export interface Finding extends Violation {
  readonly rule: DoctorRule;
}

/**
 * What will break or lose messages in production, as far as a synthesized template can show it. What a template takes
 * from elsewhere (imports, parameters, literal ARNs) is not judged.
 *
 * @param acknowledged ids of rules to leave out
 * @returns findings in the order of the rules, errors and warnings
 */
export function diagnose(template: Template, acknowledged: readonly string[] = []): Finding[] {
  const { Resources } = template;
  if (typeof Resources !== 'object' || Resources === null) throw new Error('a template has Resources; this has none');
  return doctorRules
    .filter(({ id }) => !acknowledged.includes(id))
    .flatMap((rule) => rule.violations(template).map((found) => ({ ...found, rule })));
}

import type { Template } from './template.ts';

/** Where a template breaks a rule. */
export interface Violation {
  /** Logical id of the resource to mend. */
  readonly resource: string;
  /** What is wrong with it, as a predicate: `allows 1 receive`. */
  readonly what: string;
}

/** One thing that a template can show to be wrong, numbered as in the project's list of footguns. */
export interface TemplateRule {
  readonly number: number;
  /** What holds where the rule is kept. */
  readonly title: string;
  readonly violations: (template: Template) => Violation[];
}

/** A rule that applies to any template with queues, and tells whoever broke it what will happen and what to do. */
export interface DoctorRule extends TemplateRule {
  /** Stable name, for acknowledgements: `visibility-covers-attempts`. */
  readonly id: string;
  /** `error`: messages are lost, or never flow. `warning`: it hurts under load or failure. */
  readonly severity: 'error' | 'warning';
  readonly consequence: string;
  readonly fix: string;
  /** The AWS page that says so. */
  readonly source: string;
}

export const violation = (resource: string, what: string): Violation => ({ resource, what });

import type { TemplateRule } from '../../lib/doctor/rule.ts';
import { accessRules } from './house-rules/access.ts';
import { consumerRules } from './house-rules/consumers.ts';
import { operationRules } from './house-rules/operations.ts';
import { queueRules } from './house-rules/queues.ts';

/** What this stack promises beyond the doctor's rules, which apply to any template: stricter, or about our own names. */
export const houseRules: readonly TemplateRule[] = [
  ...queueRules,
  ...consumerRules,
  ...accessRules,
  ...operationRules,
].sort((a, b) => a.number - b.number);

import { accessRules } from './template-rules/access.ts';
import { consumerRules } from './template-rules/consumers.ts';
import { operationRules } from './template-rules/operations.ts';
import { queueRules } from './template-rules/queues.ts';
import type { TemplateRule } from './template-rules/template.ts';
import { topicRules } from './template-rules/topics.ts';

export type { Template, TemplateRule } from './template-rules/template.ts';

/** Every footgun that a synthesized template can show, in the order of their numbers. */
export const templateRules: readonly TemplateRule[] = [
  ...queueRules,
  ...consumerRules,
  ...topicRules,
  ...accessRules,
  ...operationRules,
].sort((a, b) => a.number - b.number);

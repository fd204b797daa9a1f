import type { DoctorRule } from './rule.ts';
import { alarmRules } from './rules/alarms.ts';
import { consumerRules } from './rules/consumers.ts';
import { edgeRules } from './rules/edges.ts';
import { queueRules } from './rules/queues.ts';
import { topicRules } from './rules/topics.ts';

/** What the doctor looks for, in the order of the footguns' numbers. */
export const doctorRules: readonly DoctorRule[] = [
  ...queueRules,
  ...consumerRules,
  ...topicRules,
  ...alarmRules,
  ...edgeRules,
].sort((a, b) => a.number - b.number);

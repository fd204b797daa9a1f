import { physicalIds, type Stack } from '../stack/stack.ts';

/** The stack's log groups, at most as many as one Logs Insights query takes. */
export function logGroups(stack: Stack): string[] {
  return physicalIds(stack, 'AWS::Logs::LogGroup').slice(0, mostGroups);
}

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_StartQuery.html */
const mostGroups = 50;

import type { Call } from '../../service.ts';
import type { Lambda } from '../lambda.ts';

export function getAccountSettings(lambda: Lambda, _input: object, call: Call): Record<string, unknown> {
  call.authorize({ action: 'lambda:GetAccountSettings', resource: '*' });
  const functions = [...lambda.store.functions.values()];
  return {
    AccountLimit: {
      TotalCodeSize: 80_530_636_800,
      CodeSizeUnzipped: 262_144_000,
      CodeSizeZipped: 52_428_800,
      ConcurrentExecutions: lambda.concurrency.accountLimit,
      UnreservedConcurrentExecutions: lambda.concurrency.unreservedLimit(),
    },
    AccountUsage: {
      TotalCodeSize: functions.reduce((sum, record) => sum + record.latest.codeSize, 0),
      FunctionCount: functions.length,
    },
  };
}

import { RemovalPolicy } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IConstruct } from 'constructs';
import { enforce, shapeLimits } from './limits.ts';

export type Stage = 'local' | 'dev' | 'prod';

/** The stage this stack is made for: context `stage`, `dev` unless given. */
export function stageOf(scope: IConstruct): Stage {
  const stage: unknown = scope.node.tryGetContext('stage') ?? 'dev';
  enforce(scope, shapeLimits.stage, stage);
  return stage as Stage;
}

/** Data outlives the stack in prod; a demo leaves nothing behind. */
export function removalPolicyOf(scope: IConstruct): RemovalPolicy {
  return stageOf(scope) === 'prod' ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
}

export const logLevels = ['DEBUG', 'INFO', 'WARN', 'ERROR'] as const;
export type LogLevel = (typeof logLevels)[number];

/** Lowest level that functions log: context `spillway:logLevel`, `INFO` unless given. */
export function logLevelOf(scope: IConstruct): LogLevel {
  const level: unknown = scope.node.tryGetContext('spillway:logLevel') ?? 'INFO';
  enforce(scope, shapeLimits.logLevel, { level, levels: logLevels });
  return level as LogLevel;
}

/** What CloudWatch Logs can be told to keep, by days. */
export const retentionByDays: ReadonlyMap<number, RetentionDays> = new Map(
  Object.values(RetentionDays)
    .filter((days): days is RetentionDays => typeof days === 'number' && days !== RetentionDays.INFINITE)
    .map((days) => [days, days]),
);

/** How long logs are kept: context `spillway:logRetentionDays`; unless given, three months in prod and one elsewhere. */
export function logRetentionOf(scope: IConstruct): RetentionDays {
  const given: unknown = scope.node.tryGetContext('spillway:logRetentionDays');
  if (given === undefined) return stageOf(scope) === 'prod' ? RetentionDays.THREE_MONTHS : RetentionDays.ONE_MONTH;
  enforce(scope, shapeLimits.logRetention, { days: Number(given), known: [...retentionByDays.keys()] });
  return retentionByDays.get(Number(given))!;
}

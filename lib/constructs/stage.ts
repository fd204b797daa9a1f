import { RemovalPolicy } from 'aws-cdk-lib';
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

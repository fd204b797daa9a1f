import { Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** An id for what belongs to a construct elsewhere: unique in the stack, and the same while that construct stays. */
export function pathInStack(construct: IConstruct): string {
  const stackPath = Stack.of(construct).node.path;
  return construct.node.path.slice(stackPath === '' ? 0 : stackPath.length + 1).replaceAll('/', '-');
}

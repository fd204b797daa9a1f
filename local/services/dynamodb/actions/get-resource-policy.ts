import { AwsError } from '../../aws-error.ts';
import { Constraints } from '../validation.ts';
import { requiredArn, taggedTable } from './tag-resource.ts';
import type { Call } from '../../service.ts';
import type { DynamoDb } from '../dynamodb.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GetResourcePolicy.html */
export function getResourcePolicy(
  db: DynamoDb,
  input: { readonly ResourceArn?: string },
  call: Call,
): { readonly Policy: string; readonly RevisionId: string } {
  new Constraints().required(input.ResourceArn, 'resourceArn').throwIfAny();
  requiredArn(input.ResourceArn);
  db.authorize(call, 'GetResourcePolicy', input.ResourceArn!);
  const { policy } = taggedTable(db, input.ResourceArn!).record;
  if (policy !== undefined) return { Policy: JSON.stringify(policy.document), RevisionId: policy.revision };
  throw new AwsError(
    'PolicyNotFoundException',
    `Resource-based policy not found for the provided ResourceArn: ${input.ResourceArn}`,
  );
}

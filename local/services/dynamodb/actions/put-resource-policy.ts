import { Constraints, validation } from '../validation.ts';
import { taggedTable } from './tag-resource.ts';
import type { Call, PolicyDocument } from '../../service.ts';
import type { DynamoDb } from '../dynamodb.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutResourcePolicy.html */
export function putResourcePolicy(
  db: DynamoDb,
  input: { readonly ResourceArn?: string; readonly Policy?: string },
  call: Call,
): { readonly RevisionId: string } {
  new Constraints().required(input.ResourceArn, 'resourceArn').required(input.Policy, 'policy').throwIfAny();
  db.authorize(call, 'PutResourcePolicy', input.ResourceArn!);
  const { record } = taggedTable(db, input.ResourceArn!);
  const revision = String(Math.max(db.surroundings.clock.now(), Number(record.policy?.revision ?? 0) + 1));
  db.configure({ ...record, policy: { document: parsePolicy(input.Policy!), revision } });
  return { RevisionId: revision };
}

/** @throws AwsError `ValidationException` */
export function parsePolicy(text: string): PolicyDocument {
  try {
    const document = JSON.parse(text) as PolicyDocument;
    if (typeof document === 'object' && document !== null && document.Statement !== undefined) return document;
  } catch (cause) {
    throw validation(`Invalid policy document: ${String(cause)}`);
  }
  throw validation('Invalid policy document: it has no Statement');
}

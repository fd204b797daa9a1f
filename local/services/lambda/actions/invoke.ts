import { AwsError, NotSimulated } from '../../aws-error.ts';
import { invalidMember } from '../errors.ts';
import { ASYNC_LIMIT_BYTES, SYNC_LIMIT_BYTES, type Completed } from '../failure.ts';
import { parseEvent, type Lambda } from '../lambda.ts';
import { functionPolicy } from '../policy.ts';
import { required } from '../required.ts';
import { refuseForeign } from '../target.ts';
import type { Call } from '../../service.ts';

export interface InvokeInput {
  readonly FunctionName?: string | undefined;
  readonly Qualifier?: string | undefined;
  readonly InvocationType?: string | undefined;
  readonly LogType?: string | undefined;
  readonly ClientContext?: string | undefined;
  readonly TraceHeader?: string | undefined;
  /** JSON text. */
  readonly Payload: string;
}

export interface InvokeOutput {
  readonly status: 200 | 202 | 204;
  readonly completed?: Completed;
}

export async function invoke(lambda: Lambda, input: InvokeInput, call: Call): Promise<InvokeOutput> {
  const reference = lambda.reference(required('functionName', input.FunctionName), input.Qualifier);
  refuseForeign(lambda, reference, 'lambda:InvokeFunction', call);
  const arn = lambda.functionArn(reference.name);
  const qualified = reference.qualifier === undefined ? arn : `${arn}:${reference.qualifier}`;
  call.authorize({
    action: 'lambda:InvokeFunction',
    resource: qualified,
    policy: functionPolicy(lambda.store.functions.get(reference.name), reference.qualifier),
  });
  const target = lambda.resolve(reference.name, reference.qualifier);
  const type = input.InvocationType ?? 'RequestResponse';
  if (type === 'DryRun') return { status: 204 };
  if (type !== 'RequestResponse' && type !== 'Event') {
    throw invalidMember('invocationType', type, 'satisfy enum value set: [Event, RequestResponse, DryRun]');
  }
  checkSize(input.Payload, type);
  const event = parseEvent(input.Payload);
  if (type === 'Event') {
    lambda.asyncQueue.accept(target, event, call.requestId, input.TraceHeader);
    return { status: 202 };
  }
  const completed = await lambda.run(target, event, {
    requestId: call.requestId,
    traceId: input.TraceHeader,
    clientContext: input.ClientContext,
    tail: input.LogType === 'Tail',
    source: call.caller.principal,
  });
  return { status: 200, completed };
}

/** @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
function checkSize(payload: string, type: 'RequestResponse' | 'Event'): void {
  const limit = type === 'Event' ? ASYNC_LIMIT_BYTES : SYNC_LIMIT_BYTES;
  const size = Buffer.byteLength(payload);
  if (size <= limit) return;
  throw new AwsError(
    'RequestTooLargeException',
    `${size} byte payload is too large for the ${type} invocation type (limit ${limit} bytes)`,
    { status: 413, fields: { Type: 'User' } },
  );
}

export function refuseStreaming(): never {
  throw new NotSimulated('lambda:InvokeWithResponseStream');
}

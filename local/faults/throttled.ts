import { AwsError } from '../services/aws-error.ts';
import { errorReply, replyIds } from '../services/s3/rest/reply.ts';
import type { Call, Service, WireRequest, WireResponse } from '../services/service.ts';

/** What each service says when it is asked too often. */
const errors: Readonly<Record<string, () => AwsError>> = {
  dynamodb: () =>
    new AwsError(
      'ProvisionedThroughputExceededException',
      'The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API.',
    ),
  lambda: () => new AwsError('TooManyRequestsException', 'Rate Exceeded.', { status: 429 }),
  scheduler: () => new AwsError('ThrottlingException', 'Rate exceeded', { status: 429 }),
  s3: () => new AwsError('SlowDown', 'Please reduce your request rate.', { status: 503 }),
  sns: () => new AwsError('Throttled', 'Rate exceeded', { status: 429 }),
  sqs: () =>
    new AwsError('RequestThrottled', 'The request was denied due to request throttling.', {
      status: 403,
      queryCode: 'RequestThrottled',
    }),
};

export function throttlingError(service: string): AwsError {
  return errors[service]?.() ?? new AwsError('ThrottlingException', 'Rate exceeded');
}

/** The refusal in the caller's protocol: the service encodes it as it would a lack of permission, before any effect. */
export async function throttled(service: Service, request: WireRequest, call: Call): Promise<WireResponse> {
  if (service.name === 's3') {
    request.stream?.resume();
    return errorReply(throttlingError('s3'), replyIds(call.requestId), request.method);
  }
  const authorize = (): never => {
    throw throttlingError(service.name);
  };
  return service.handle(request, { ...call, authorize });
}

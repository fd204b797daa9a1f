import { AwsError } from '../aws-error.ts';

/** `InvalidParameter`, which SNS answers to nearly every bad input. */
export function invalidParameter(reason: string, options?: ErrorOptions): AwsError {
  return new AwsError('InvalidParameter', `Invalid parameter: ${reason}`, options);
}

export function topicNotFound(): AwsError {
  return new AwsError('NotFound', 'Topic does not exist', { status: 404 });
}

export function subscriptionNotFound(): AwsError {
  return new AwsError('NotFound', 'Subscription does not exist', { status: 404 });
}

/** The tag actions word a missing topic their own way. */
export function resourceNotFound(): AwsError {
  return new AwsError('ResourceNotFound', 'Resource does not exist', { status: 404 });
}

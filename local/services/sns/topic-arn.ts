import { invalidParameter } from './errors.ts';

/**
 * Checks that a topic's ARN has the form of one.
 *
 * @throws AwsError `InvalidParameter`
 */
export function checkTopicArn(arn: string | undefined, region: string): string {
  const text = arn ?? '';
  const parts = text.split(':');
  if (parts.length < 6 || parts[0] !== 'arn') {
    throw invalidParameter(`TopicArn Reason: An ARN must have at least 6 elements, not ${parts.length}`);
  }
  if (parts[2] !== 'sns' || parts[3] !== region) throw invalidParameter('TopicArn');
  return text;
}

export function isFifoArn(arn: string): boolean {
  return arn.endsWith('.fifo');
}

/** Whether a text has the six parts of an ARN. */
export function isArn(text: string): boolean {
  return text.startsWith('arn:') && text.split(':').length >= 6;
}

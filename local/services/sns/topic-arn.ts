import { invalidParameter } from './errors.ts';

/**
 * Checks that an ARN of SNS has the form of one.
 *
 * @throws AwsError `InvalidParameter`
 */
export function checkTopicArn(arn: string | undefined, region: string, parameter = 'TopicArn'): string {
  const text = arn ?? '';
  const parts = text.split(':');
  if (parts.length < 6 || parts[0] !== 'arn') {
    throw invalidParameter(`${parameter} Reason: An ARN must have at least 6 elements, not ${parts.length}`);
  }
  if (parts[2] !== 'sns' || parts[3] !== region) throw invalidParameter(parameter);
  return text;
}

export function isFifoArn(arn: string): boolean {
  return arn.endsWith('.fifo');
}

/** Whether a text has the six parts of an ARN. */
export function isArn(text: string): boolean {
  return text.startsWith('arn:') && text.split(':').length >= 6;
}

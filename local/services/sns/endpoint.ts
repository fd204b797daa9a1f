import { AwsError, NotSimulated } from '../aws-error.ts';
import { invalidParameter } from './errors.ts';
import { isArn, isFifoArn } from './topic-arn.ts';
import type { TopicRecord } from './store.ts';

/**
 * Checks that an endpoint suits its protocol and its topic.
 *
 * @throws AwsError `InvalidParameter`, `NotFound` without an endpoint, `NotSimulated` for Firehose
 */
export function checkEndpoint(topic: TopicRecord, protocol: string, endpoint: string): void {
  if (endpoint === '') {
    throw new AwsError('NotFound', 'Endpoint not specified in subscription', { status: 404 });
  }
  switch (protocol) {
    case 'sqs':
      checkQueue(topic, endpoint);
      return;
    case 'lambda':
      if (!/^arn:[^:]+:lambda:[^:]+:\d{12}:function:.+$/.test(endpoint)) throw invalidParameter('Lambda endpoint ARN');
      break;
    case 'http':
    case 'https':
      if (!endpoint.startsWith(`${protocol}://`) || !URL.canParse(endpoint)) {
        throw invalidParameter('Endpoint must match the specified protocol');
      }
      break;
    case 'email':
    case 'email-json':
      if (!/^[^@\s]+@[^@\s]+$/.test(endpoint)) throw invalidParameter('Email address');
      break;
    case 'sms':
      if (!isPhone(endpoint)) {
        throw new AwsError('InvalidParameter', `Invalid SMS endpoint: ${endpoint}`);
      }
      break;
    case 'application':
      if (!isArn(endpoint) || !endpoint.includes(':endpoint/')) {
        throw invalidParameter('ApplicationEndpoint arn invalid');
      }
      break;
    case 'firehose':
      if (!isArn(endpoint)) throw invalidParameter('Endpoint Reason: firehose endpoints are ARNs');
      throw new NotSimulated('The SNS protocol firehose');
    default:
      throw invalidParameter(`Amazon SNS does not support this protocol string: ${protocol}`);
  }
  if (topic.fifo) {
    throw invalidParameter(`Invalid protocol type: ${protocol}`);
  }
}

/** E.164, where single dots, dashes and slashes may stand between digits. */
function isPhone(endpoint: string): boolean {
  return /^\+?[1-9]\d*(?:[./-]\d+)*$/.test(endpoint) && /^\D*(?:\d\D*){2,15}$/.test(endpoint);
}

function checkQueue(topic: TopicRecord, endpoint: string): void {
  if (!/^arn:[^:]+:sqs:[^:]+:\d+:[^:]+$/.test(endpoint)) throw invalidParameter('SQS endpoint ARN');
  if (!topic.fifo && isFifoArn(endpoint)) {
    // AWS says it twice.
    throw invalidParameter(
      'Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics',
    );
  }
}

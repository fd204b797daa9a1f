import type { Outgoing, Way } from './side.ts';

/** A call in the JSON protocol. */
export function json(service: 'sqs' | 'dynamodb', action: string, input: object): Outgoing {
  const target = { sqs: 'AmazonSQS', dynamodb: 'DynamoDB_20120810' }[service];
  return {
    headers: {
      ...signed(service),
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `${target}.${action}`,
    },
    body: JSON.stringify(input),
  };
}

/** A call in the query protocol. */
export function query(Action: string, input: Readonly<Record<string, string>>): Outgoing {
  return {
    headers: { ...signed('sns'), 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ Action, Version: '2010-03-31', ...input }).toString(),
  };
}

export async function createQueue(way: Way, QueueName: string): Promise<string> {
  return (JSON.parse(await way(json('sqs', 'CreateQueue', { QueueName }))) as { QueueUrl: string }).QueueUrl;
}

/** A topic with subscribed queues; the queues' URLs. */
export async function createTopic(way: Way, name: string, subscribers: number): Promise<[string, string[]]> {
  const created = await way(query('CreateTopic', { Name: name }));
  const arn = /<TopicArn>(.*)<\/TopicArn>/.exec(created)![1]!;
  const urls: string[] = [];
  for (let index = 0; index < subscribers; index++) {
    const url = await createQueue(way, `${name}-${index}`);
    urls.push(url);
    const Endpoint = `arn:aws:sqs:us-east-1:000000000000:${name}-${index}`;
    const Policy = JSON.stringify({
      Statement: {
        Effect: 'Allow',
        Principal: { Service: 'sns.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: Endpoint,
        Condition: { ArnEquals: { 'aws:SourceArn': arn } },
      },
    });
    await way(json('sqs', 'SetQueueAttributes', { QueueUrl: url, Attributes: { Policy } }));
    await way(query('Subscribe', { TopicArn: arn, Protocol: 'sqs', Endpoint }));
  }
  return [arn, urls];
}

export async function visible(way: Way, QueueUrl: string): Promise<number> {
  const AttributeNames = ['ApproximateNumberOfMessages'];
  const answer = await way(json('sqs', 'GetQueueAttributes', { QueueUrl, AttributeNames }));
  const { Attributes } = JSON.parse(answer) as { Attributes: { ApproximateNumberOfMessages: string } };
  return Number(Attributes.ApproximateNumberOfMessages);
}

/** None of the contenders looks at the signature itself. */
function signed(service: string): Record<string, string> {
  const scope = `test/20260101/us-east-1/${service}/aws4_request`;
  return {
    host: '127.0.0.1',
    'x-amz-date': '20260101T000000Z',
    authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host;x-amz-date, Signature=${'0'.repeat(64)}`,
  };
}

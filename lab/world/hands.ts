import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { eventTypeAttribute } from '../../contracts/event-types.ts';
import type { Cloud } from '../../local/services/cloud.ts';
import { putItem } from '../../local/services/dynamodb/actions/put-item.ts';
import type { Call } from '../../local/services/service.ts';
import { deleteObject } from '../../local/services/s3/actions/delete-object.ts';
import { putObject } from '../../local/services/s3/actions/put-object.ts';
import { readAttributes } from '../../local/services/s3/rest/attributes.ts';
import { invoke } from '../../local/services/lambda/actions/invoke.ts';
import { publish } from '../../local/services/sns/actions/publish.ts';
import { startMessageMoveTask } from '../../local/services/sqs/actions/start-message-move-task.ts';
import { sendMessage } from '../../local/services/sqs/actions/send-message.ts';

/** Acts on the account from outside of every function, as its root. */
export class Hands {
  readonly #cloud: Cloud;
  #sent = 0;

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
  }

  /** @param group message group, of a FIFO queue; no two messages have the same deduplication id */
  send(queueUrl: string, body: string, group?: string): void {
    this.#sent += 1;
    const input = {
      QueueUrl: queueUrl,
      MessageBody: body,
      ...(group !== undefined && {
        MessageGroupId: group,
        MessageDeduplicationId: String(this.#sent),
      }),
    };
    sendMessage(this.#cloud.sqs, input, this.#call);
  }

  /** Invokes the function of an entry as an HTTP API does, with as much of the event as its handler reads. */
  async invoke(service: string, event: object): Promise<{ readonly statusCode: number; readonly body: string }> {
    const { lambda } = this.#cloud;
    const found = [...lambda.store.functions.values()].find(
      ({ latest }) => latest.environment['POWERTOOLS_SERVICE_NAME'] === service,
    );
    const input = { FunctionName: found!.latest.functionArn, Payload: JSON.stringify(event) };
    const { completed } = await invoke(lambda, input, this.#call);
    return JSON.parse(completed!.payload) as { statusCode: number; body: string };
  }

  publish(topicArn: string, type: string, body: string): void {
    const MessageAttributes = { [eventTypeAttribute]: { DataType: 'String', StringValue: type } };
    publish(this.#cloud.sns, { TopicArn: topicArn, Message: body, MessageAttributes }, this.#call);
  }

  put(tableName: string, item: Readonly<Record<string, unknown>>): void {
    putItem(this.#cloud.dynamodb, { TableName: tableName, Item: marshall(item) }, this.#call);
  }

  /** A table's items as they stand. */
  items<Item>(tableName: string): Item[] {
    return [...this.#cloud.dynamodb.table(tableName).rows.values()].map(
      ({ item }) => unmarshall(item as Record<string, AttributeValue>) as Item,
    );
  }

  /** A queue's messages, in whatever state. Looking changes nothing. */
  messages(queueUrl: string) {
    return this.#cloud.sqs.browse(this.#queueArn(queueUrl));
  }

  /** Sends what was set aside back to the queue it came from, as the console's redrive does. */
  redrive(deadLetterQueueUrl: string, queueUrl: string): void {
    const input = { SourceArn: this.#queueArn(deadLetterQueueUrl), DestinationArn: this.#queueArn(queueUrl) };
    startMessageMoveTask(this.#cloud.sqs, input, this.#call);
  }

  /** Keys of a bucket's objects. */
  keys(bucket: string): string[] {
    return [...this.#cloud.s3.bucket(bucket).keys.from('')];
  }

  async store(bucket: string, key: string, text: string): Promise<void> {
    async function* bytes() {
      yield Buffer.from(text);
    }
    const { s3 } = this.#cloud;
    const attributes = readAttributes({}, s3.bucket(bucket).record);
    await putObject(s3, { bucket, key, upload: { bytes: bytes() }, attributes }, this.#call);
  }

  remove(bucket: string, key: string): void {
    deleteObject(this.#cloud.s3, { bucket, key }, this.#call);
  }

  #queueArn(queueUrl: string): string {
    return this.#cloud.sqs.arnOf(queueUrl.split('/').at(-1)!);
  }

  get #call(): Call {
    return { caller: this.#cloud.iam.root, requestId: 'lab', authorize: () => undefined };
  }
}

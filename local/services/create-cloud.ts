import { HttpApis, type HttpApiOptions } from './apigateway/http-apis.ts';
import { CloudWatch } from './cloudwatch/cloudwatch.ts';
import { DynamoDb } from './dynamodb/dynamodb.ts';
import { Iam } from './iam/iam.ts';
import { invoke } from './lambda/actions/invoke.ts';
import { Lambda, type LambdaOptions } from './lambda/lambda.ts';
import { QueueSourceOfSqs } from './lambda/sources/sqs-source.ts';
import { StreamSourceOfDynamoDb } from './lambda/sources/dynamodb-source.ts';
import { Logs } from './logs/logs.ts';
import { memoryBlobs, type BlobStore } from './s3/bodies/blob-store.ts';
import { S3 } from './s3/s3.ts';
import { Scheduler } from './scheduler/scheduler.ts';
import { publish } from './sns/actions/publish.ts';
import { Sns } from './sns/sns.ts';
import { Sqs } from './sqs/sqs.ts';
import type { MessageAttributeValue } from '@aws-sdk/client-sqs';
import type { Cloud } from './cloud.ts';
import type { EnvironmentFactory } from './lambda/execution-environment.ts';
import type { QueueSource } from './lambda/mappings/queue-source.ts';
import type { StreamSource } from './lambda/mappings/stream-source.ts';
import type { QueueMessage } from './scheduler/ports.ts';
import type { Call, Caller, Journal, Surroundings } from './service.ts';

export interface CloudPorts {
  readonly environments: EnvironmentFactory;
  /** GETs a JSON document of a token issuer. */
  readonly fetchJson?: (url: string) => Promise<unknown>;
  /** POSTs to an HTTP subscriber on this machine and answers the status. */
  readonly postHttp?: (url: string, headers: Readonly<Record<string, string>>, body: string) => Promise<number>;
  /** Where the bodies of S3 objects lie; in memory unless told. */
  readonly blobs?: BlobStore;
  /** Puts something between queues and their mappings, such as faults. */
  readonly aroundQueues?: (source: QueueSource) => QueueSource;
  /** May refuse an invocation with `TooManyRequestsException`. */
  readonly admit?: (functionName: string) => void;
  readonly aroundStreams?: (source: StreamSource) => StreamSource;
  readonly lambda?: LambdaOptions;
  readonly httpApis?: HttpApiOptions;
}

/** One account with every engine, each reaching the others only through its ports and on its caller's rights. */
export function createCloud(outside: Surroundings, ports: CloudPorts): Cloud {
  // Metrics live off the journal, and what alarms do is in the journal too.
  let observe: Journal = () => {};
  const surroundings: Surroundings = {
    ...outside,
    journal: (entry) => {
      outside.journal(entry);
      observe(entry);
    },
  };
  const iam = new Iam(surroundings);
  const logs = new Logs(surroundings);
  const sqs = new Sqs(surroundings);
  const dynamodb = new DynamoDb(surroundings);
  const callAs = (caller: Caller): Call => ({
    caller,
    requestId: surroundings.random.uuid(),
    authorize: iam.authorizerFor(caller),
  });
  const callOf = (role: string): Call => callAs({ principal: role });

  const sns: Sns = new Sns(surroundings, {
    sendToQueue: (queueArn, message, caller) => sqs.send(queueArn, toQueue(message), callAs(caller)).MessageId,
    invokeFunction: (functionArn, payload, caller) => invokeAsync(functionArn, payload, caller),
    postHttp: ports.postHttp ?? (() => Promise.reject(new Error('HTTP subscribers are not served here'))),
  });
  const queues = new QueueSourceOfSqs(sqs, callOf);
  const streams = new StreamSourceOfDynamoDb(dynamodb, callOf);
  const lambda: Lambda = new Lambda(
    surroundings,
    {
      environments: ports.environments,
      queues: ports.aroundQueues?.(queues) ?? queues,
      streams: ports.aroundStreams?.(streams) ?? streams,
      admit: ports.admit,
      destinations: {
        send: async (arn, { body, attributes }, sourceArn, role) => {
          const call = callAs({ principal: role, sourceArn });
          if (arn.includes(':sns:'))
            publish(sns, { TopicArn: arn, Message: body, MessageAttributes: attributes }, call);
          else sqs.send(arn, { MessageBody: body, MessageAttributes: attributes }, call);
        },
      },
    },
    ports.lambda,
  );
  const invokeAsync = async (
    functionArn: string,
    payload: string,
    caller: Caller,
    traceHeader?: string,
  ): Promise<void> => {
    const input = { FunctionName: functionArn, InvocationType: 'Event', Payload: payload, TraceHeader: traceHeader };
    await invoke(lambda, input, callAs(caller));
  };
  const s3For = (bucketArn: string): Caller => ({ principal: 's3.amazonaws.com', sourceArn: bucketArn });
  const s3 = new S3(surroundings, {
    blobs: ports.blobs ?? memoryBlobs(),
    topic: (arn, message, { bucketArn, traceHeader }) => {
      const input = { TopicArn: arn, Subject: 'Amazon S3 Notification', Message: message, traceHeader };
      publish(sns, input, callAs(s3For(bucketArn)));
    },
    queue: (arn, message, { bucketArn, traceHeader }) => {
      sqs.send(arn, { MessageBody: message, traceHeader }, callAs(s3For(bucketArn)));
    },
    function: (arn, message, { bucketArn, traceHeader }) => invokeAsync(arn, message, s3For(bucketArn), traceHeader),
    exists: (arn) => sqs.queueByArn(arn) !== undefined || sns.store.topics.has(arn),
    mayInvoke: async (arn, { bucketArn }) => {
      await invoke(lambda, { FunctionName: arn, InvocationType: 'DryRun', Payload: '' }, callAs(s3For(bucketArn)));
    },
    secretOf: (accessKeyId) => iam.secretOf(accessKeyId),
    callAs: (accessKeyId, { requestId, traceHeader }) => ({
      ...callAs(iam.callerFor(accessKeyId)),
      requestId,
      traceHeader,
    }),
  });
  const scheduler = new Scheduler(surroundings, {
    invoke: (functionArn, payload, caller) => invokeAsync(functionArn, JSON.stringify(payload), caller),
    sendMessage: async (queueArn, message, caller) => {
      sqs.send(queueArn, scheduledMessage(message), callAs(caller));
    },
    publish: async (topicArn, message, caller) => {
      publish(sns, { TopicArn: topicArn, Message: message }, callAs(caller));
    },
    mayAssume: (roleArn, caller) => iam.mayAssume(roleArn, caller),
  });
  const cloudwatch = new CloudWatch(surroundings, {
    publish: (topicArn, subject, message, alarmArn) => {
      const caller = { principal: 'cloudwatch.amazonaws.com', sourceArn: alarmArn };
      publish(sns, { TopicArn: topicArn, Subject: subject, Message: message }, callAs(caller));
    },
    queues: () => sqs.queues(),
  });
  observe = (entry) => cloudwatch.observe(entry);
  logs.listen((group, line) => cloudwatch.ingestLogLine(group, line));
  const httpApis = new HttpApis(
    surroundings,
    {
      fetchJson: ports.fetchJson ?? (() => Promise.reject(new Error('Token issuers are not reached from here'))),
      signingKey: (accessKeyId) => iam.signingKey(accessKeyId),
      authorizerFor: (caller) => iam.authorizerFor(caller),
      identityOf: (caller) => iam.identityOf(caller),
      log: (group, line) => logs.write(group, line),
      async invoke(functionArn, event, caller) {
        const input = { FunctionName: functionArn, Payload: JSON.stringify(event) };
        const { completed } = await invoke(lambda, input, callAs(caller));
        return { payload: completed!.payload, failed: completed!.functionError !== undefined };
      },
    },
    ports.httpApis,
  );
  return { cloudwatch, dynamodb, httpApis, iam, lambda, logs, s3, scheduler, sns, sqs };
}

function toQueue(message: Parameters<ConstructorParameters<typeof Sns>[1]['sendToQueue']>[1]) {
  return {
    MessageBody: message.body,
    MessageAttributes: message.messageAttributes,
    ...(message.messageGroupId !== undefined && { MessageGroupId: message.messageGroupId }),
    ...(message.messageDeduplicationId !== undefined && { MessageDeduplicationId: message.messageDeduplicationId }),
    traceHeader: message.traceHeader,
  };
}

function scheduledMessage({ body, messageGroupId, attributes = {} }: QueueMessage) {
  const texts = Object.entries(attributes).map(([name, value]) => [name, { DataType: 'String', StringValue: value }]);
  return {
    MessageBody: body,
    ...(messageGroupId !== undefined && { MessageGroupId: messageGroupId }),
    ...(texts.length > 0 && { MessageAttributes: Object.fromEntries(texts) as Record<string, MessageAttributeValue> }),
  };
}

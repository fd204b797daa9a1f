import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterEach, describe, expect, test } from 'vitest';
import { VirtualClock } from '../../local/clock/virtual-clock.ts';
import { seededRandom } from '../../local/clock/random.ts';
import { createCloud } from '../../local/services/create-cloud.ts';
import { Gateway } from '../../local/services/gateway.ts';
import { listen, type HttpServer } from '../../local/services/http-server.ts';
import { SqsService } from '../../local/services/sqs/sqs-service.ts';
import { StsService } from '../../local/services/sts/sts-service.ts';
import { provision } from '../../local/template/provision.ts';
import { resourceTypes } from '../../local/template/resource-types.ts';
import type { Cloud } from '../../local/services/cloud.ts';
import type { JournalEntry } from '../../local/services/service.ts';

const account = { accountId: '123456789012', region: 'us-east-1' };
const servers: HttpServer[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

const att = (name: string, attribute = 'Arn') => ({ 'Fn::GetAtt': [name, attribute] });
const trust = (Service: string) => ({
  Statement: { Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole' },
});
const role = (service: string, ...Statement: object[]) => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: trust(service),
    Policies: Statement.length === 0 ? [] : [{ PolicyName: 'own', PolicyDocument: { Statement } }],
  },
});
const allow = (Action: string, Resource: unknown) => ({ Effect: 'Allow', Action, Resource });

/** An account with these resources, whose functions answer with their event's route. */
async function deploy(Resources: object, outputs: Record<string, unknown> = {}) {
  const clock = new VirtualClock();
  const journal: JournalEntry[] = [];
  const random = seededRandom(1);
  const surroundings = {
    ...account,
    clock,
    random,
    endpoint: 'http://127.0.0.1:4566',
    journal: (entry: JournalEntry) => journal.push(entry),
  };
  const cloud = createCloud(surroundings, {
    environments: () => ({
      invoke: async (event) => ({ kind: 'ok', payload: JSON.stringify((event as { routeKey?: string }).routeKey) }),
      stop: () => undefined,
    }),
  });
  const Outputs = Object.fromEntries(Object.entries(outputs).map(([name, Value]) => [name, { Value }]));
  const options = { stackName: 'Shop', ...account, assets: new Map([['code.zip', '/code']]) };
  const stack = await provision({ Resources, Outputs } as never, cloud, resourceTypes, options);
  const events = (service: string): string[] =>
    journal.filter((entry) => entry.service === service).map(({ event }) => event);
  return { cloud, clock, journal, events, outputs: stack.outputs };
}

async function awsPort(cloud: Cloud): Promise<string> {
  const gateway = new Gateway([new SqsService(cloud.sqs), new StsService(cloud.iam)], {
    callerOf: (accessKeyId) => cloud.iam.callerFor(accessKeyId),
    authorizerFor: (caller) => cloud.iam.authorizerFor(caller),
    nextRequestId: () => 'r',
  });
  const server = await listen(0, (request) => gateway.handle(request));
  servers.push(server);
  return `http://127.0.0.1:${server.port}`;
}

const queue = { Type: 'AWS::SQS::Queue', Properties: {} };

describe('a role', () => {
  const stack = (...statements: object[]) =>
    deploy(
      { Queue: queue, Role: role('lambda.amazonaws.com', ...statements) },
      { Url: { Ref: 'Queue' }, Role: att('Role') },
    );

  async function send({ cloud, outputs }: Awaited<ReturnType<typeof stack>>) {
    const endpoint = await awsPort(cloud);
    const credentials = cloud.iam.credentialsFor(outputs['Role']!);
    const sqs = new SQSClient({ region: 'us-east-1', endpoint, credentials, maxAttempts: 1 });
    const QueueUrl = outputs['Url']!.replace('http://127.0.0.1:4566', endpoint);
    return sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'm' })).finally(() => sqs.destroy());
  }

  test('may do what its policies allow, through a stock client', async () => {
    expect((await send(await stack(allow('sqs:SendMessage', att('Queue'))))).MessageId).toBeDefined();
  });

  test('is told principal, action and resource of what they do not', async () => {
    const setting = await stack(allow('sqs:ReceiveMessage', att('Queue')));
    const refused = send(setting);
    await expect(refused).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });
    const { iam } = setting.cloud;
    const { arn } = iam.identityOf(iam.callerFor(iam.credentialsFor(setting.outputs['Role']!).accessKeyId));
    await expect(refused).rejects.toThrow(`User: ${arn} is not authorized to perform: sqs:sendmessage on resource:`);
    expect(setting.events('iam')).toEqual(['denied']);
  });

  test('can ask who it is', async () => {
    const { cloud, outputs } = await stack();
    const credentials = cloud.iam.credentialsFor(outputs['Role']!);
    const sts = new STSClient({ region: 'us-east-1', endpoint: await awsPort(cloud), credentials });
    const { Arn } = await sts.send(new GetCallerIdentityCommand()).finally(() => sts.destroy());
    expect(Arn).toMatch(/^arn:aws:sts::123456789012:assumed-role\/Shop-Role-/);
  });
});

describe('an HTTP API', () => {
  const ApiId = { Ref: 'Api' };
  const permission = {
    Permission: {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        Action: 'lambda:InvokeFunction',
        FunctionName: att('Function'),
        Principal: 'apigateway.amazonaws.com',
        SourceArn: { 'Fn::Sub': 'arn:aws:execute-api:us-east-1:123456789012:${Api}/*/*/orders/{id}' },
      },
    },
  };

  async function status(permissions: object) {
    const { cloud, outputs, journal } = await deploy(
      {
        Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'Api', ProtocolType: 'HTTP' } },
        Stage: { Type: 'AWS::ApiGatewayV2::Stage', Properties: { ApiId, StageName: '$default' } },
        Role: role('lambda.amazonaws.com'),
        Function: {
          Type: 'AWS::Lambda::Function',
          Properties: {
            Code: { S3Bucket: 'assets', S3Key: 'code.zip' },
            Handler: 'index.handler',
            Role: att('Role'),
            Runtime: 'nodejs24.x',
          },
        },
        Integration: {
          Type: 'AWS::ApiGatewayV2::Integration',
          Properties: {
            ApiId,
            IntegrationType: 'AWS_PROXY',
            IntegrationUri: att('Function'),
            PayloadFormatVersion: '2.0',
          },
        },
        Route: {
          Type: 'AWS::ApiGatewayV2::Route',
          Properties: {
            ApiId,
            RouteKey: 'GET /orders/{id}',
            Target: { 'Fn::Join': ['/', ['integrations', { Ref: 'Integration' }]] },
          },
        },
        ...permissions,
      },
      { Id: ApiId },
    );
    const request = {
      method: 'GET',
      path: '/orders/7',
      query: new URLSearchParams(),
      headers: {},
      body: Buffer.alloc(0),
    };
    const response = await cloud.httpApis.handle(outputs['Id']!, request);
    return {
      status: response.status,
      body: response.body,
      answered: journal.find(({ event }) => event === 'answered'),
    };
  }

  test('invokes a function that lets it', async () => {
    expect(await status(permission)).toMatchObject({ status: 200, body: 'GET /orders/{id}' });
  });

  test('fails inside where the function does not let it, and the journal says why', async () => {
    const { status: code, answered } = await status({});
    expect([code, answered!['integrationError']]).toEqual([500, expect.stringContaining("doesn't have permissions")]);
  });
});

describe('a schedule', () => {
  const schedule = (...statements: object[]) =>
    deploy(
      {
        Queue: queue,
        Role: role('scheduler.amazonaws.com', ...statements),
        Schedule: {
          Type: 'AWS::Scheduler::Schedule',
          Properties: {
            ScheduleExpression: 'rate(1 minute)',
            FlexibleTimeWindow: { Mode: 'OFF' },
            Target: { Arn: att('Queue'), RoleArn: att('Role'), Input: 'tick' },
          },
        },
      },
      { Queue: att('Queue') },
    );

  test('sends on the rights of its role', async () => {
    const { clock, events, outputs, cloud } = await schedule(allow('sqs:SendMessage', att('Queue')));
    await clock.advance(60_000);
    expect(events('scheduler')).toEqual(['created', 'fired', 'delivered']);
    expect(cloud.sqs.queues()).toMatchObject([{ visible: 1 }]);
    expect(outputs['Queue']).toContain(':sqs:');
  });

  test('loses its run where the role has none', async () => {
    const { clock, events } = await schedule();
    await clock.advance(60_000);
    expect(events('scheduler')).toEqual(['created', 'fired', 'failed', 'lost']);
  });

  test('cannot be deployed with a role that trusts somebody else', async () => {
    const Properties = {
      ScheduleExpression: 'rate(1 minute)',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: { Arn: att('Queue'), RoleArn: att('Role') },
    };
    const resources = { Queue: queue, Role: role('lambda.amazonaws.com') };
    await expect(deploy({ ...resources, Schedule: { Type: 'AWS::Scheduler::Schedule', Properties } })).rejects.toThrow(
      'must allow AWS EventBridge Scheduler to assume the role',
    );
  });
});

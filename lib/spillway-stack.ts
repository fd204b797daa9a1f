import { Aspects, CfnOutput, Size, Stack, type StackProps } from 'aws-cdk-lib';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import { readConfig, type Config } from './config.ts';
import { AlarmTopic } from './constructs/alarm-topic.ts';
import { EventTopic } from './constructs/event-topic.ts';
import { enforce, shapeLimits } from './constructs/limits.ts';
import { GithubDeployRole } from './constructs/github-deploy-role.ts';
import { FailureTable } from './constructs/failure-table.ts';
import { HttpEndpoints, type Authentication } from './constructs/http-endpoints.ts';
import { IdempotencyTable } from './constructs/idempotency-table.ts';
import { Outbox } from './constructs/outbox.ts';
import { QueueConsumer } from './constructs/queue-consumer.ts';
import { QueueMonitor } from './constructs/queue-monitor.ts';
import { LayerFfmpeg, ParameterFfmpeg, type Ffmpeg } from './ffmpeg.ts';
import { OrderPipeline } from './pipelines/order-pipeline.ts';
import { VideoPipeline } from './pipelines/video-pipeline.ts';
import { QuotePipeline } from './pipelines/quote-pipeline.ts';
import { UserPipeline } from './pipelines/user-pipeline.ts';
import { ConfiguredProviders, ParameterProviders, SandboxProviders, type Providers } from './providers.ts';

/** Executions of the account's quota that consumers leave to the functions of the API. */
const executionsOfApi = 100;

/** The whole application in one stack: what all pipelines share, and the pipelines. */
export class SpillwayStack extends Stack {
  readonly endpoints: HttpEndpoints;
  readonly events: EventTopic;
  readonly outbox: Outbox;
  readonly monitor: QueueMonitor;
  readonly failures: FailureTable;
  readonly orders: OrderPipeline;
  readonly videos: VideoPipeline;
  readonly users: UserPipeline;
  readonly quotes: QuotePipeline;

  constructor(scope: Construct, id: string, props?: StackProps) {
    const config = readConfig(scope.node);
    super(scope, id, {
      description: 'Spillway: queue-driven serverless pipelines',
      terminationProtection: config.stage === 'prod',
      ...props,
    });
    const alarms = new AlarmTopic(this, 'Alarms');
    if (config.alarmEmail !== undefined) alarms.topic.addSubscription(new EmailSubscription(config.alarmEmail));
    this.monitor = new QueueMonitor(this, 'Monitor', { alarmTopic: alarms.topic });
    this.endpoints = new HttpEndpoints(this, 'Api', {
      authentication: authenticationOf(config),
      ...(config.stage === 'local' && { throttle: { rateLimit: 10_000, burstLimit: 5000 } }),
      ...(config.allowedOrigins !== undefined && { allowedOrigins: config.allowedOrigins }),
      ...(config.callerLimit !== undefined && { callerLimit: config.callerLimit }),
    });
    this.events = new EventTopic(this, 'Events');
    this.outbox = new Outbox(this, 'Outbox', { destinations: { events: this.events.topic } });
    this.monitor.watchOutbox(this.outbox);
    this.failures = new FailureTable(this, 'Failures');
    const shared = {
      endpoints: this.endpoints,
      events: this.events,
      outbox: this.outbox,
      failures: this.failures,
      idempotency: new IdempotencyTable(this, 'Idempotency'),
      monitor: this.monitor,
      providers: providersOf(this, config),
    };
    this.orders = new OrderPipeline(this, 'Orders', shared);
    this.videos = new VideoPipeline(this, 'Videos', {
      ...shared,
      ffmpeg: ffmpegOf(this, config),
      uploadLimit: Size.mebibytes(config.uploadLimitMebibytes),
      ...(config.allowedOrigins !== undefined && { allowedOrigins: config.allowedOrigins }),
    });
    this.users = new UserPipeline(this, 'Users', shared);
    this.quotes = new QuotePipeline(this, 'Quotes', { ...shared, catalogue: this.orders.catalogue });
    this.outputs(alarms, config);
    Aspects.of(this).add({
      visit: (construct) => {
        if (construct === this) this.complete(config);
      },
    });
  }

  /** What concerns all functions is done at synth, so that it covers those that were added from outside. */
  private complete({ accountConcurrency }: Config): void {
    this.endpoints.deployGradually(this.monitor.watchFunctions());
    this.enforceConcurrency(accountConcurrency);
  }

  /** Functions share the account's executions: what consumers may take at once must leave room for the API. */
  private enforceConcurrency(quota: number): void {
    const consumers = this.node.findAll().filter((construct) => construct instanceof QueueConsumer);
    const sum = consumers.reduce((total, { maxConcurrency }) => total + maxConcurrency, 0);
    enforce(this, shapeLimits.accountConcurrency, { sum, most: quota - executionsOfApi });
  }

  private outputs(alarms: AlarmTopic, { github }: Config): void {
    const output = (name: string, value: string): CfnOutput => new CfnOutput(this, name, { value });
    output('ApiUrl', this.endpoints.url);
    output('TryIt', signedCall(this.endpoints.url, this.region));
    output('DashboardUrl', dashboardUrl(this, this.monitor.boards.overview.dashboard.dashboardName));
    if (github !== undefined)
      output('GithubDeployRoleArn', new GithubDeployRole(this, 'GithubDeploy', github).role.roleArn);
    output('OrdersTable', this.orders.orders.tableName);
    output('CatalogueTable', this.orders.catalogue.tableName);
    output('CustomersTable', this.orders.customers.tableName);
    output('SalesTable', this.orders.sales.tableName);
    output('PaymentBreakerTable', this.orders.paymentBreaker.table.tableName);
    output('VideosTable', this.videos.videos.tableName);
    output('UploadBucket', this.videos.uploads.bucket.bucketName);
    output('RenditionBucket', this.videos.renditions.bucketName);
    output('UsersTable', this.users.users.tableName);
    output('RegistrationsTable', this.users.registrations.tableName);
    output('RepliesTable', this.quotes.requestReply.table.tableName);
    output('EventsTopic', this.events.topic.topicArn);
    output('OutboxTable', this.outbox.table.tableName);
    output('FailureTable', this.failures.table.tableName);
    output('AlarmTopicArn', alarms.topic.topicArn);
  }
}

function authenticationOf(config: Config): Authentication {
  if (config.jwt !== undefined) return { kind: 'jwt', ...config.jwt };
  return { kind: config.stage === 'local' ? 'none' : 'iam' };
}

function providersOf(scope: Construct, config: Config): Providers {
  switch (config.stage) {
    case 'local':
      return new ParameterProviders(scope, 'Providers');
    case 'dev':
      return new SandboxProviders(scope, 'Providers');
    case 'prod':
      return new ConfiguredProviders(scope, 'Providers', config.providers);
  }
}

function ffmpegOf(scope: Construct, { stage, ffmpegFolder }: Config): Ffmpeg {
  if (stage === 'local') return new ParameterFfmpeg(scope, 'Ffmpeg');
  return new LayerFfmpeg(scope, 'Ffmpeg', { ...(ffmpegFolder !== undefined && { folder: ffmpegFolder }) });
}

/** A request that works as it is pasted into a shell with credentials of the account. */
function signedCall(url: string, region: string): string {
  return [
    `curl "${url}orders" --aws-sigv4 "aws:amz:${region}:execute-api"`,
    '--user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY" -H "x-amz-security-token: $AWS_SESSION_TOKEN"',
    "-H 'content-type: application/json' -H 'idempotency-key: first'",
    `-d '{"customerId":"ada","items":[{"sku":"tea","quantity":2}]}'`,
  ].join(' ');
}

function dashboardUrl({ region }: Stack, name: string): string {
  return `https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}#dashboards/dashboard/${name}`;
}

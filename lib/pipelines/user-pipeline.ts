import { Duration } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { table } from '../constructs/table.ts';
import { Consumers, type Consumption, type PipelineConsumerProps, type PipelineProps } from './consumers.ts';

/** Users from `POST /users` to every subscriber of `user.registered`: welcome mail, analytics, notification. */
export class UserPipeline extends Construct {
  readonly users: Table;
  readonly emails: Table;
  readonly registrations: Table;
  private readonly props: PipelineProps;
  private readonly consumers: Consumers;

  constructor(scope: Construct, id: string, props: PipelineProps) {
    super(scope, id);
    this.props = props;
    this.consumers = new Consumers(this, props);
    this.users = table(this, 'Users', { partitionKey: 'userId' });
    this.emails = table(this, 'Emails', { partitionKey: 'email' });
    this.registrations = table(this, 'Registrations', { partitionKey: 'eventId' });
    this.api();
    this.welcomeMails();
    this.analytics();
    this.notifications();
  }

  /** Adds a subscriber of `user.registered`. */
  subscribe(name: string, props: PipelineConsumerProps): Consumption {
    return this.consumers.subscribe(name, ['user.registered'], props);
  }

  private api(): void {
    const register = this.props.endpoints.add('POST', '/users', { entry: 'lambdas/users/register.ts' });
    register.setEnvironment('usersTable', this.users.tableName);
    register.setEnvironment('userEmailsTable', this.emails.tableName);
    register.allow(['dynamodb:PutItem'], this.users.tableArn, this.emails.tableArn);
    this.props.outbox.connect(register);
  }

  private welcomeMails(): void {
    const { idempotency, providers } = this.props;
    const { queue, consumer } = this.subscribe('WelcomeMails', {
      entry: 'lambdas/users/send-welcome.ts',
      maxConcurrency: 4,
    });
    idempotency.connect(consumer.function, queue);
    providers.connect(consumer.function, 'mailUrl');
    consumer.function.setEnvironment('usersTable', this.users.tableName);
    consumer.function.allow(['dynamodb:GetItem'], this.users.tableArn);
  }

  /** Nobody waits for analytics, so a batch may fill for a while: one request then writes 25 rows. */
  private analytics(): void {
    const { consumer } = this.subscribe('Registrations', {
      entry: 'lambdas/users/record-registrations.ts',
      maxConcurrency: 2,
      batchSize: 100,
      batchingWindow: Duration.seconds(5),
    });
    consumer.function.setEnvironment('registrationsTable', this.registrations.tableName);
    consumer.function.allow(['dynamodb:BatchWriteItem'], this.registrations.tableArn);
  }

  private notifications(): void {
    const { idempotency, providers } = this.props;
    const { queue, consumer } = this.subscribe('UserNotifications', {
      entry: 'lambdas/users/notify-user.ts',
      maxConcurrency: 4,
    });
    idempotency.connect(consumer.function, queue);
    providers.connect(consumer.function, 'pushUrl');
  }
}

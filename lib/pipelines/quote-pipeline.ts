import { Duration } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { counted } from '../constructs/queue-metrics.ts';
import { RequestReply } from '../constructs/request-reply.ts';
import type { PipelineProps } from './consumers.ts';

export interface QuotePipelineProps extends Pick<PipelineProps, 'endpoints' | 'outbox' | 'failures' | 'monitor'> {
  /** What things cost. */
  readonly catalogue: ITable;
}

/** Quotes from `POST /quotes` to their answer: request queue → server → reply queue → collector → the caller that waits. */
export class QuotePipeline extends Construct {
  readonly requestReply: RequestReply;

  constructor(scope: Construct, id: string, props: QuotePipelineProps) {
    super(scope, id);
    const { endpoints, monitor, catalogue } = props;
    this.requestReply = new RequestReply(this, 'Replies', props);
    const server = this.requestReply.serve('Requests', {
      entry: 'lambdas/quotes/answer.ts',
      destination: 'quote-requests',
      maxConcurrency: 4,
    });
    server.consumer.function.setEnvironment('catalogueTable', catalogue.tableName);
    server.consumer.function.allow(['dynamodb:BatchGetItem'], catalogue.tableArn);
    const timeout = this.requestReply.callerTimeout;
    this.requestReply.connectCaller(endpoints.add('POST', '/quotes', { entry: 'lambdas/quotes/request.ts', timeout }));
    this.requestReply.connectReader(endpoints.add('GET', '/quotes/{id}', { entry: 'lambdas/quotes/get.ts' }));

    monitor.watch(server.queue, { name: 'quote requests', ageSlo: Duration.minutes(1) });
    monitor.watch(this.requestReply.replies, { name: 'replies', ageSlo: Duration.minutes(1) });
    monitor.chart(
      this,
      'Replies taken and dropped',
      ['RepliesTaken', 'RepliesLate', 'RepliesDuplicate', 'RepliesForeign'].map((name) =>
        counted(this.requestReply.collector.function, name),
      ),
    );
  }
}

import { Duration, Stack, Token } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { HttpMethods, type Bucket, type CfnBucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { enforce, shapeLimits } from './limits.ts';
import { objectBucket } from './object-bucket.ts';
import { subscribeQueue, type EventSubscription } from './queue-subscription.ts';
import type { WorkQueue } from './work-queue.ts';

export interface UploadBucketProps {
  /** Keys whose creation is announced: `raw/`. */
  readonly prefix: string;
  /**
   * Origins whose pages may upload.
   *
   * @default - none: browsers are refused
   */
  readonly allowedOrigins?: readonly string[];
  /**
   * How long uploads are kept.
   *
   * @default Duration.days(7)
   */
  readonly keep?: Duration;
}

/**
 * A bucket that takes uploads and says so on a topic, whose queues get S3's event as it is. Versioned, so that work can
 * be pinned to what was there when it was planned. The notification is part of the bucket itself; CDK's own
 * `addEventNotification` would add a custom resource.
 */
export class UploadBucket extends Construct {
  readonly bucket: Bucket;
  readonly topic: Topic;

  constructor(scope: Construct, id: string, props: UploadBucketProps) {
    super(scope, id);
    const { prefix, allowedOrigins = [], keep = Duration.days(7) } = props;
    // Not under the key of SNS: S3 may not use it.
    this.topic = new Topic(this, 'Topic', { enforceSSL: true });
    const bucketName = this.bucketName();
    this.letBucketPublish(bucketName);
    this.bucket = objectBucket(this, 'Bucket', {
      bucketName,
      versioned: true,
      lifecycleRules: [
        {
          expiration: keep,
          noncurrentVersionExpiration: Duration.days(1),
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
      ],
      ...(allowedOrigins.length > 0 && {
        cors: [{ allowedOrigins: [...allowedOrigins], allowedMethods: [HttpMethods.POST], allowedHeaders: ['*'] }],
      }),
    });
    const resource = this.bucket.node.defaultChild as CfnBucket;
    resource.notificationConfiguration = {
      topicConfigurations: [
        {
          topic: this.topic.topicArn,
          event: 's3:ObjectCreated:*',
          filter: { s3Key: { rules: [{ name: 'prefix', value: prefix }] } },
        },
      ],
    };
    // S3 sends a test event when it is configured, and refuses a topic that will not take it.
    this.bucket.node.addDependency(this.topic.node.findChild('Policy'));
  }

  /** Sends every announcement to a queue. No filter: S3 sets no message attributes. */
  deliverTo(queue: WorkQueue): EventSubscription {
    return subscribeQueue(this, { topic: this.topic, fifo: false, queue });
  }

  /** This bucket of this account alone: bucket ARNs carry no account, so the account is asked for as well. */
  private letBucketPublish(bucketName: string): void {
    const stack = Stack.of(this);
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('s3.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
        conditions: {
          ArnEquals: { 'aws:SourceArn': `arn:${stack.partition}:s3:::${bucketName}` },
          StringEquals: { 'aws:SourceAccount': stack.account },
        },
      }),
    );
  }

  /** Physical, because the topic's policy must name the bucket before the bucket, which needs the topic, exists. */
  private bucketName(): string {
    const { stackName, account, region } = Stack.of(this);
    const name = Token.isUnresolved(stackName) ? 'spillway' : stackName.toLowerCase();
    enforce(this, shapeLimits.bucketName, name);
    return `${name}-up-${account}-${region}`;
  }
}

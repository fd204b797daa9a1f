import { Duration } from 'aws-cdk-lib';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { claimPrefix } from '../../contracts/claims.ts';
import { enforce, shapeLimits } from './limits.ts';
import type { NodeFunction } from './node-function.ts';
import { objectBucket } from './object-bucket.ts';
import type { WorkQueue } from './work-queue.ts';

export interface ClaimCheckProps {
  /**
   * How long deposited data is kept, in whole days. It must outlive every message that claims it: the retention of its
   * queue and of the dead-letter queue together.
   *
   * @default Duration.days(30)
   */
  readonly keep?: Duration;
}

/**
 * A bucket for data too large for its messages. Producers may write and not read, consumers read and not write; nobody
 * deletes, because another subscriber may still need what one has worked off: the lifecycle cleans.
 *
 * @example
 * const claims = new ClaimCheck(this, 'Claims');
 * claims.connectProducer(importer);
 * claims.connectConsumer(worker, queue);
 */
export class ClaimCheck extends Construct {
  readonly bucket: Bucket;
  readonly keep: Duration;

  constructor(scope: Construct, id: string, { keep = Duration.days(30) }: ClaimCheckProps = {}) {
    super(scope, id);
    this.keep = keep;
    this.bucket = objectBucket(this, 'Bucket', {
      lifecycleRules: [{ expiration: keep, abortIncompleteMultipartUploadAfter: Duration.days(1) }],
    });
  }

  /** Lets a function deposit data. */
  connectProducer(fn: NodeFunction): void {
    fn.allow(['s3:PutObject'], this.bucket.arnForObjects(`${claimPrefix}*`));
    fn.setEnvironment('claimBucket', this.bucket.bucketName);
  }

  /**
   * Lets a function redeem claims.
   *
   * @param queues those whose messages carry them
   */
  connectConsumer(fn: NodeFunction, ...queues: readonly WorkQueue[]): void {
    for (const queue of queues) {
      enforce(this, shapeLimits.claimLife, {
        given: this.keep,
        bound: queue.retention.plus(queue.deadLetterRetention),
      });
    }
    fn.allow(['s3:GetObject'], this.bucket.arnForObjects(`${claimPrefix}*`));
    // Without it S3 answers 403 for what is not there: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
    fn.allow(['s3:ListBucket'], this.bucket.bucketArn);
    fn.setEnvironment('claimBucket', this.bucket.bucketName);
  }
}

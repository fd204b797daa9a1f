import { Duration, Size } from 'aws-cdk-lib';
import { AttributeType, type Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { addDeadlineIndex, allowSweeping } from '../constructs/deadline-index.ts';
import { enforce, shapeLimits } from '../constructs/limits.ts';
import { NodeFunction } from '../constructs/node-function.ts';
import { objectBucket } from '../constructs/object-bucket.ts';
import { PriorityLanes } from '../constructs/priority-lanes.ts';
import { QueueConsumer, type QueueConsumerProps } from '../constructs/queue-consumer.ts';
import { Schedule } from '../constructs/schedule.ts';
import { table } from '../constructs/table.ts';
import { UploadBucket } from '../constructs/upload-bucket.ts';
import { WorkQueue } from '../constructs/work-queue.ts';
import type { Ffmpeg } from '../ffmpeg.ts';
import type { PipelineProps } from './consumers.ts';

export interface VideoPipelineProps extends PipelineProps {
  readonly ffmpeg: Ffmpeg;
  /**
   * Largest upload, 1 MiB to 5 GB; functions get room in /tmp for it and what is made of it.
   *
   * @default Size.gibibytes(1)
   */
  readonly uploadLimit?: Size;
  /**
   * Origins whose pages may upload.
   *
   * @default - none: browsers are refused
   */
  readonly allowedOrigins?: readonly string[];
}

/** Uploads lie below this prefix; lambdas/videos writes it into upload forms. */
const uploadPrefix = 'raw/';

/** The preview's lane and that of everything larger. */
const lanes = { high: { maxConcurrency: 4 }, standard: { maxConcurrency: 4 } };

/** An outage of an hour, and all the attempts around it, fit well into this. After it the sweeper ends the video. */
const videoDeadline = Duration.hours(12);

const consumerTimeout = Duration.seconds(20);
const planTimeout = Duration.minutes(3);
/** The most that Lambda gives; media limits keep a rendition below it. */
const transcodeTimeout = Duration.minutes(15);

/** x264 holds frames, not files, so this is about speed: as many cores as an account may use before it asks for more. */
const transcodeMemory = 3008;

/**
 * Videos from `POST /videos` to a notice with links:
 * upload → topic → plan → outbox → lanes → transcode → outbox → topic → tracker → outbox → topic → notice.
 */
export class VideoPipeline extends Construct {
  readonly videos: Table;
  readonly uploads: UploadBucket;
  readonly renditions: Bucket;
  readonly lanes: PriorityLanes<keyof typeof lanes>;
  private readonly props: VideoPipelineProps;
  private readonly uploadLimit: Size;

  constructor(scope: Construct, id: string, props: VideoPipelineProps) {
    super(scope, id);
    this.props = props;
    this.uploadLimit = props.uploadLimit ?? Size.gibibytes(1);
    enforce(this, shapeLimits.uploadLimit, this.uploadLimit);
    this.videos = this.videosTable();
    this.uploads = new UploadBucket(this, 'Uploads', {
      prefix: uploadPrefix,
      allowedOrigins: props.allowedOrigins ?? [],
    });
    // A bucket apart: what is made can never set off its own making.
    this.renditions = objectBucket(this, 'Renditions', {
      lifecycleRules: [{ abortIncompleteMultipartUploadAfter: Duration.days(1) }],
    });
    this.api();
    this.plan();
    this.lanes = this.work();
    this.tracker();
    this.notices();
    this.sweeper();
  }

  private videosTable(): Table {
    const videos = table(this, 'Videos', {
      partitionKey: 'videoId',
      sortKey: { name: 'part', type: AttributeType.STRING },
    });
    addDeadlineIndex(videos);
    return videos;
  }

  private api(): void {
    const { endpoints, outbox } = this.props;
    const create = endpoints.add('POST', '/videos', { entry: 'lambdas/videos/create.ts' });
    this.connectStore(create);
    outbox.connect(create, 'read');
    create.allow(['dynamodb:PutItem'], this.videos.tableArn);
    create.allow(['s3:PutObject'], this.uploads.bucket.arnForObjects(`${uploadPrefix}*`));
    create.setEnvironment('uploadBucket', this.uploads.bucket.bucketName);
    create.setEnvironment('uploadLimitBytes', String(this.uploadLimit.toBytes()));

    const get = endpoints.add('GET', '/videos/{id}', { entry: 'lambdas/videos/get.ts' });
    const file = endpoints.add('GET', '/videos/{id}/files/{name}', { entry: 'lambdas/videos/file.ts' });
    for (const reader of [get, file]) {
      reader.setEnvironment('videosTable', this.videos.tableName);
      reader.allow(['dynamodb:Query'], this.videos.tableArn);
    }
    file.allow(['s3:GetObject'], this.renditions.arnForObjects('*'));
    file.setEnvironment('renditionBucket', this.renditions.bucketName);
  }

  /** Batches of one, as everywhere that FFmpeg runs: an execution environment has one work folder. */
  private plan(): void {
    const { monitor, failures } = this.props;
    const queue = new WorkQueue(this, 'Plans', { consumerTimeout: planTimeout });
    const consumer = new QueueConsumer(queue, 'Consumer', {
      entry: 'lambdas/videos/plan.ts',
      queue,
      failures,
      maxConcurrency: 4,
      batchSize: 1,
      timeout: planTimeout,
      memory: 1024,
      ephemeralStorage: this.room(1),
    });
    this.connectMoves(consumer.function);
    consumer.function.allow(['dynamodb:PutItem'], this.videos.tableArn);
    this.connectUploads(consumer.function);
    // Without it S3 answers 403 for an object that is not there.
    consumer.function.allow(['s3:ListBucket'], this.uploads.bucket.bucketArn);
    consumer.function.allow(['s3:GetObject'], this.uploads.bucket.arnForObjects(`${uploadPrefix}*`));
    const subscription = this.uploads.deliverTo(queue);
    monitor.watchSubscription(subscription, { name: 'uploads → plans' });
    monitor.watch(queue, { name: 'video plans', ageSlo: Duration.minutes(5) });
  }

  private work(): PriorityLanes<keyof typeof lanes> {
    const { outbox, failures, monitor } = this.props;
    const priorityLanes = new PriorityLanes(this, 'Lanes', {
      lanes,
      visibilityTimeout: transcodeTimeout.plus(Duration.minutes(1)),
    });
    const consumers = priorityLanes.consume({
      entry: 'lambdas/videos/transcode.ts',
      failures,
      batchSize: 1,
      timeout: transcodeTimeout,
      memory: transcodeMemory,
      ephemeralStorage: this.room(2),
      shortVisibility: {
        reason: 'One rendition takes up to 15 minutes: six attempts would hide a lost task for an hour and a half',
      },
    });
    for (const lane of ['high', 'standard'] as const) {
      const [queue, fn] = [priorityLanes.queues[lane], consumers[lane].function];
      this.connectMoves(fn);
      this.connectUploads(fn);
      fn.allow(['s3:PutObject', 's3:AbortMultipartUpload'], this.renditions.arnForObjects('*'));
      fn.setEnvironment('renditionBucket', this.renditions.bucketName);
      outbox.deliverTo(`transcode-${lane}`, queue.queue);
      monitor.watch(queue, { name: `transcodes ${lane}`, ageSlo: Duration.minutes(lane === 'high' ? 15 : 60) });
    }
    return priorityLanes;
  }

  private tracker(): void {
    const { queue, consumer } = this.subscriber('Tracker', 'lambdas/videos/track.ts');
    this.connectMoves(consumer.function);
    // What is set aside fails its video, which is looked up for that.
    consumer.function.allow(['dynamodb:GetItem'], this.videos.tableArn);
    const subscription = this.props.events.subscribe(queue, { types: ['video.transcoded'] });
    this.props.monitor.watchSubscription(subscription, { name: 'video.transcoded → tracker' });
  }

  private notices(): void {
    const { endpoints, events, idempotency, monitor, providers } = this.props;
    const { queue, consumer } = this.subscriber('Notices', 'lambdas/videos/notify-owner.ts');
    idempotency.connect(consumer.function, queue);
    providers.connect(consumer.function, 'pushUrl');
    consumer.function.setEnvironment('apiUrl', endpoints.url);
    const subscription = events.subscribe(queue, { types: ['video.ready', 'video.failed'] });
    monitor.watchSubscription(subscription, { name: 'video.ready, video.failed → notices' });
  }

  private subscriber(name: string, entry: QueueConsumerProps['entry']) {
    const { failures, monitor } = this.props;
    const queue = new WorkQueue(this, name, { consumerTimeout });
    const props = { entry, queue, failures, maxConcurrency: 4, timeout: consumerTimeout };
    const consumer = new QueueConsumer(queue, 'Consumer', props);
    monitor.watch(queue, { name: `video ${name.toLowerCase()}`, ageSlo: Duration.minutes(10) });
    return { queue, consumer };
  }

  private sweeper(): void {
    const sweeper = new NodeFunction(this, 'Expire', {
      entry: 'lambdas/videos/expire.ts',
      timeout: Duration.minutes(1),
    });
    this.connectStore(sweeper);
    this.props.outbox.connect(sweeper);
    sweeper.allow(['dynamodb:UpdateItem'], this.videos.tableArn);
    allowSweeping(sweeper, this.videos);
    new Schedule(this, 'ExpireSchedule', { function: sweeper, every: Duration.minutes(5) });
  }

  private connectStore(fn: NodeFunction): void {
    fn.setEnvironment('videosTable', this.videos.tableName);
    fn.setEnvironment('videoDeadlineSeconds', String(videoDeadline.toSeconds()));
  }

  /** Moving a video on, together with the messages about it. */
  private connectMoves(fn: NodeFunction): void {
    this.connectStore(fn);
    fn.allow(['dynamodb:UpdateItem'], this.videos.tableArn);
    this.props.outbox.connect(fn);
  }

  /** Reading a video and its pinned upload, and the programs that look into that. */
  private connectUploads(fn: NodeFunction): void {
    fn.allow(['dynamodb:GetItem'], this.videos.tableArn);
    fn.allow(['s3:GetObjectVersion'], this.uploads.bucket.arnForObjects(`${uploadPrefix}*`));
    fn.setEnvironment('uploadBucket', this.uploads.bucket.bucketName);
    fn.setEnvironment('uploadLimitBytes', String(this.uploadLimit.toBytes()));
    this.props.ffmpeg.connect(fn);
  }

  /** Room in /tmp for so many files as large as an upload may be. */
  private room(files: number): Size {
    return Size.mebibytes(Math.ceil(files * (this.uploadLimit.toBytes() / 1024 ** 2)) + 512);
  }
}

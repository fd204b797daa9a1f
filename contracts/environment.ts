/** Names of the environment variables through which the stack tells its functions where things are. */
export const environment = {
  /** The queue a consumer reads: needed to change a message's visibility. */
  queueUrl: 'QUEUE_URL',
  deadLetterQueueUrl: 'DEAD_LETTER_QUEUE_URL',
  /** Receives after which SQS itself moves a message to the dead-letter queue. */
  maxReceiveCount: 'MAX_RECEIVE_COUNT',
  backoffBaseSeconds: 'BACKOFF_BASE_SECONDS',
  backoffCapSeconds: 'BACKOFF_CAP_SECONDS',
  failureTable: 'FAILURE_TABLE',
  idempotencyTable: 'IDEMPOTENCY_TABLE',
  /** How long an idempotency record lives: longer than source and dead-letter retention together. */
  idempotencySeconds: 'IDEMPOTENCY_SECONDS',
  outboxTable: 'OUTBOX_TABLE',
  /** JSON object: destination name → queue URL or topic ARN. */
  outboxDestinations: 'OUTBOX_DESTINATIONS',
  /** Bucket of data too large for their messages. */
  claimBucket: 'CLAIM_BUCKET',
  /** JSON object: `DelayedDelivery`. */
  delayedMessages: 'DELAYED_MESSAGES',
  /** Holds the one row that is the breaker's state. */
  breakerTable: 'BREAKER_TABLE',
  /** Name of the downstream that the breaker stands for: the row's key. */
  breakerName: 'BREAKER_NAME',
  /** JSON object: `BreakerPolicy`. */
  breakerPolicy: 'BREAKER_POLICY',
  /** JSON array of `ProtectedMapping`: what the controller closes. */
  breakerMappings: 'BREAKER_MAPPINGS',
  ordersTable: 'ORDERS_TABLE',
  catalogueTable: 'CATALOGUE_TABLE',
  customersTable: 'CUSTOMERS_TABLE',
  salesTable: 'SALES_TABLE',
  usersTable: 'USERS_TABLE',
  /** Which user an e-mail address belongs to: what makes addresses unique. */
  userEmailsTable: 'USER_EMAILS_TABLE',
  registrationsTable: 'REGISTRATIONS_TABLE',
  /** Requests that wait for their reply. */
  replyTable: 'REPLY_TABLE',
  /** JSON object: name of a reply queue → its URL. */
  replyQueues: 'REPLY_QUEUES',
  /** How long a caller waits for its reply. */
  replyWaitSeconds: 'REPLY_WAIT_SECONDS',
  /** How long a reply is of use. */
  replyDeadlineSeconds: 'REPLY_DEADLINE_SECONDS',
  /** How long an order may stay unfinished before the sweeper parks it. */
  orderDeadlineSeconds: 'ORDER_DEADLINE_SECONDS',
  videosTable: 'VIDEOS_TABLE',
  /** Takes raw uploads; another bucket than the one of renditions, so that none sets off another. */
  uploadBucket: 'UPLOAD_BUCKET',
  renditionBucket: 'RENDITION_BUCKET',
  /** Largest upload that the stack was sized for. */
  uploadLimitBytes: 'UPLOAD_LIMIT_BYTES',
  /** How long a video may stay unfinished, its upload included. */
  videoDeadlineSeconds: 'VIDEO_DEADLINE_SECONDS',
  /** Where the API is, for links in messages to people. */
  apiUrl: 'API_URL',
  ffmpegPath: 'FFMPEG_PATH',
  ffprobePath: 'FFPROBE_PATH',
  /** `iam`, `jwt` or `none`: who names the customer, the body or the token. */
  apiAuthentication: 'API_AUTHENTICATION',
  /** Table that counts each caller's requests, where callers are limited. */
  callerLimitTable: 'CALLER_LIMIT_TABLE',
  callerLimitPerMinute: 'CALLER_LIMIT_PER_MINUTE',
  paymentUrl: 'PAYMENT_URL',
  mailUrl: 'MAIL_URL',
  pushUrl: 'PUSH_URL',
  /** How providers know us: `none`, `iam` (signed requests to a sandbox function's URL) or `secret` (an API key). */
  providerAuthentication: 'PROVIDER_AUTHENTICATION',
  /** Secrets Manager ARN of the API key, under `secret`. */
  providerSecretArn: 'PROVIDER_SECRET_ARN',
} as const;

export type EnvironmentKey = keyof typeof environment;

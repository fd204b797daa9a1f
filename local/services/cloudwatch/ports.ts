/** How deep a queue is, as far as its metrics tell. */
export interface QueueDepth {
  readonly name: string;
  readonly visible: number;
  readonly inFlight: number;
  readonly delayed: number;
  readonly oldestAgeSeconds: number;
}

export interface CloudWatchPorts {
  /**
   * Publishes an alarm's notice for the service principal `cloudwatch.amazonaws.com`, which acts for the alarm. Throws
   * or rejects when the topic refuses.
   */
  publish(topicArn: string, subject: string, message: string, alarmArn: string): unknown;
  /** Every queue, looked at once a minute. */
  queues(): readonly QueueDepth[];
}

/** How a function has messages delivered later: JSON in the variable `DELAYED_MESSAGES`. */
export interface DelayedDelivery {
  /** Schedule group: each waiting message is a schedule in it, named by the message's id. */
  readonly groupName: string;
  /** Role that the scheduler takes to send. */
  readonly roleArn: string;
  /** Where due messages go. */
  readonly queueUrl: string;
  readonly queueArn: string;
  /** Where those go that the queue does not take. */
  readonly deadLetterQueueArn: string;
  /** How long a due message is tried again. */
  readonly giveUpAfterSeconds: number;
}

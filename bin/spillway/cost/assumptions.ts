/** What cannot be counted in a simulation, and what is taken for it. */
export const assumptions = {
  /** Milliseconds billed for an invocation. No function has run on AWS yet; virtual time has no durations. */
  millisecondsPerInvocation: 100,
  /** Memory of a function of the naive design: as much as ours have. */
  gigabytes: 0.5,
  /** Bytes that Lambda itself writes about an invocation, and the line of its metrics. */
  logBytesPerInvocation: 700,
  /**
   * Pollers of an event source mapping that finds nothing, and how long each waits:
   * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html and long polling's longest wait.
   */
  idlePollers: 5,
  pollSeconds: 20,
  /** A month of 730 hours, as AWS's calculator has it. */
  monthSeconds: 730 * 3600,
} as const;

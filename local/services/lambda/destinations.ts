/** A message for a destination: an on-success or on-failure record, or a dead letter. */
export interface DestinationMessage {
  /** JSON text. */
  readonly body: string;
  /** Message attributes; dead letters carry RequestID, ErrorCode and ErrorMessage. */
  readonly attributes: Readonly<
    Record<string, { readonly DataType: 'String' | 'Number'; readonly StringValue: string }>
  >;
}

/**
 * Port to the services a function may report to. SQS queues and SNS topics get the message as it is; functions are
 * invoked by the engine itself.
 */
export interface DestinationSender {
  /**
   * @param sourceArn the function that reports
   * @param role its execution role, on whose rights the message is sent
   */
  send(destinationArn: string, message: DestinationMessage, sourceArn: string, role: string): Promise<void>;
}

/**
 * The record that asynchronous invocations send to their destinations.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
 */
export function destinationRecord(record: {
  readonly now: number;
  readonly requestId: string;
  /** With version or alias. */
  readonly functionArn: string;
  readonly condition: 'Success' | 'RetriesExhausted' | 'EventAgeExceeded' | 'ZeroReservedConcurrency';
  readonly invokeCount: number;
  readonly request: unknown;
  readonly executedVersion: string;
  readonly functionError?: string | undefined;
  readonly response: unknown;
}): string {
  const ran = record.response !== undefined;
  return JSON.stringify({
    version: '1.0',
    timestamp: new Date(record.now).toISOString(),
    requestContext: {
      requestId: record.requestId,
      functionArn: record.functionArn,
      condition: record.condition,
      approximateInvokeCount: record.invokeCount,
    },
    requestPayload: record.request,
    ...(ran && {
      responseContext: {
        statusCode: 200,
        executedVersion: record.executedVersion,
        ...(record.functionError !== undefined && { functionError: record.functionError }),
      },
      responsePayload: record.response,
    }),
  });
}

/** Attributes of a dead letter. https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html#invocation-dlq */
export function deadLetterAttributes(requestId: string, error: string): DestinationMessage['attributes'] {
  return {
    RequestID: { DataType: 'String', StringValue: requestId },
    ErrorCode: { DataType: 'Number', StringValue: '200' },
    ErrorMessage: { DataType: 'String', StringValue: error.slice(0, 1024) || 'Unknown' },
  };
}

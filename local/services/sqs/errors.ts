import { AwsError, type AwsErrorOptions } from '../aws-error.ts';

/** Errors as SQS names them: the shape's name for the JSON protocol, the older code for the query protocol. */
function error(shape: string, queryCode: string, message: string, options: AwsErrorOptions = {}): AwsError {
  return new AwsError(shape, message, { ...options, queryCode });
}

/** A parameter that AWS words one way for a request and another way for an entry of a batch of messages. */
export class InvalidParameter extends AwsError {
  readonly ofEntry: string;

  constructor(message: string, ofEntry = message, options: AwsErrorOptions = {}) {
    super('InvalidParameterValueException', message, { ...options, queryCode: 'InvalidParameterValue' });
    this.ofEntry = ofEntry;
  }
}

export function invalidParameter(message: string, options?: AwsErrorOptions): AwsError {
  return new InvalidParameter(message, message, options);
}

export function invalidValue(parameter: string, value: unknown, reason: string): AwsError {
  const message = `Value ${String(value)} for parameter ${parameter} is invalid. Reason: ${reason}`;
  return new InvalidParameter(message, reason.replace(/\.$/, ''));
}

export function messageTooLong(limit: number): AwsError {
  const reason = `Reason: Message must be shorter than ${limit} bytes.`;
  return new InvalidParameter(
    `One or more parameters are invalid. ${reason}`,
    `One or more parameters cannot be validated. ${reason}`,
  );
}

export function missingParameter(name: string): AwsError {
  const message = `The request must contain the parameter ${name}.`;
  return error('MissingRequiredParameterException', 'MissingParameter', message);
}

export function serializationError(message: string, options?: AwsErrorOptions): AwsError {
  return error('SerializationException', 'MalformedInput', message, options);
}

export function queueNameMissing(): AwsError {
  return invalidParameter('Value for parameter QueueName is invalid. Reason: Must specify a queue name.');
}

export function queueDoesNotExist(): AwsError {
  const message = 'The specified queue does not exist.';
  return error('QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue', message);
}

export function invalidAddress(url: string): AwsError {
  return new AwsError('InvalidAddress', `The address ${url} is not valid for this endpoint.`, { status: 404 });
}

export function queueNameExists(attribute: string): AwsError {
  const message = `A queue already exists with the same name and a different value for attribute ${attribute}`;
  return error('QueueNameExists', 'QueueAlreadyExists', message);
}

export function queueDeletedRecently(): AwsError {
  const message = 'You must wait 60 seconds after deleting a queue before you can create another with the same name.';
  return error('QueueDeletedRecently', 'AWS.SimpleQueueService.QueueDeletedRecently', message);
}

export function purgeInProgress(name: string): AwsError {
  const message = `Only one PurgeQueue operation on ${name} is allowed every 60 seconds.`;
  return error('PurgeQueueInProgress', 'AWS.SimpleQueueService.PurgeQueueInProgress', message, { status: 403 });
}

export function unknownAttribute(name: string): AwsError {
  return new AwsError('InvalidAttributeName', `Unknown Attribute ${name}.`);
}

export function fifoAttribute(name: string): AwsError {
  const message = `You can specify the ${name} only when FifoQueue is set to true.`;
  return new AwsError('InvalidAttributeName', message);
}

export function invalidAttributeValue(name: string, reason?: string): AwsError {
  const why = reason === undefined ? '' : ` Reason: ${reason}`;
  return new AwsError('InvalidAttributeValue', `Invalid value for the parameter ${name}.${why}`);
}

export function invalidMessageContents(): AwsError {
  return new AwsError(
    'InvalidMessageContents',
    'Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF and #xE000 to #xFFFD and #x10000 to #x10FFFF.',
  );
}

export function overLimit(message: string): AwsError {
  return new AwsError('OverLimit', message, { status: 403 });
}

export function receiptHandleIsInvalid(message: string, options: AwsErrorOptions = {}): AwsError {
  return new AwsError('ReceiptHandleIsInvalid', message, { ...options, status: 404 });
}

export function resourceNotFound(message: string): AwsError {
  return new AwsError('ResourceNotFoundException', message, { status: 404 });
}

export function unsupportedOperation(message: string): AwsError {
  return error('UnsupportedOperation', 'AWS.SimpleQueueService.UnsupportedOperation', message);
}

export function batchError(
  shape:
    | 'BatchEntryIdsNotDistinct'
    | 'BatchRequestTooLong'
    | 'EmptyBatchRequest'
    | 'InvalidBatchEntryId'
    | 'TooManyEntriesInBatchRequest',
  message: string,
): AwsError {
  return error(shape, `AWS.SimpleQueueService.${shape}`, message);
}

import { AwsError } from '../aws-error.ts';

export interface FunctionReference {
  readonly name: string;
  readonly qualifier?: string | undefined;
  /** Where an ARN says the function is. */
  readonly region?: string | undefined;
  /** Of an ARN, whole or partial: twelve digits. */
  readonly accountId?: string | undefined;
}

const ARN = /^arn:aws[\w-]*:lambda:([\w-]+):(\d{12}):function:([\w-]+)(?::(\$LATEST|[\w-]+))?$/;
const PARTIAL = /^(?:(\d{12}):)?(?:function:)?([\w-]{1,140})(?::(\$LATEST|[\w-]+))?$/;
const QUALIFIER = /^[\w$-]*$/;

/**
 * Reads a function's name as the API takes it: name, partial ARN or ARN, each with or without a qualifier.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */
export function functionReference(text: string | undefined, qualifier?: string): FunctionReference {
  const arn = ARN.exec(text ?? '');
  const [, accountId, name, own] = arn?.slice(1) ?? PARTIAL.exec(text ?? '') ?? [];
  if (name === undefined) {
    throw new AwsError(
      'ValidationException',
      `1 validation error detected: Value '${text ?? ''}' at 'functionName' failed to satisfy constraint: Member must satisfy regular expression pattern: (arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}((-gov)|(-iso(b?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?`,
    );
  }
  if (qualifier !== undefined && !QUALIFIER.test(qualifier)) {
    throw new AwsError(
      'ValidationException',
      `1 validation error detected: Value '${qualifier}' at 'qualifier' failed to satisfy constraint: Member must satisfy regular expression pattern: (|[a-zA-Z0-9$_-]+)`,
    );
  }
  if (own !== undefined && qualifier !== undefined && own !== qualifier) {
    throw new AwsError(
      'InvalidParameterValueException',
      'The derived qualifier from the function name does not match the specified qualifier.',
    );
  }
  return { name, qualifier: own ?? (qualifier || undefined), region: arn?.[1], accountId };
}

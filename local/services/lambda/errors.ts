import { AwsError } from '../aws-error.ts';

/** A parameter that Lambda understood and does not take. */
export function invalidParameter(message: string, options: ErrorOptions = {}): AwsError {
  return new AwsError('InvalidParameterValueException', message, { ...options, fields: { Type: 'User' } });
}

export function resourceNotFound(message: string): AwsError {
  return new AwsError('ResourceNotFoundException', message, { status: 404, fields: { Type: 'User' } });
}

/** @param constraint what the member must do: `satisfy enum value set: [ALL]` */
export function invalidMember(name: string, value: string | number, constraint: string): AwsError {
  return new AwsError(
    'ValidationException',
    `1 validation error detected: Value '${value}' at '${name}' failed to satisfy constraint: Member must ${constraint}`,
  );
}

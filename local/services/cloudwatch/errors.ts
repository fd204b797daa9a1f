import { AwsError } from '../aws-error.ts';

export function invalidValue(message: string, options?: ErrorOptions): AwsError {
  return new AwsError('InvalidParameterValueException', message, { ...options, queryCode: 'InvalidParameterValue' });
}

export function invalidCombination(message: string): AwsError {
  return new AwsError('InvalidParameterCombinationException', message, { queryCode: 'InvalidParameterCombination' });
}

export function missingParameter(name: string): AwsError {
  return new AwsError('MissingRequiredParameterException', `The parameter ${name} is required.`, {
    queryCode: 'MissingParameter',
  });
}

export function validationError(message: string, options?: ErrorOptions): AwsError {
  return new AwsError('ValidationException', message, { ...options, queryCode: 'ValidationError' });
}

export function resourceNotFound(message: string): AwsError {
  return new AwsError('ResourceNotFound', message, { status: 404 });
}

export function invalidNextToken(): AwsError {
  return new AwsError('InvalidNextToken', 'The token is not one of this list');
}

import { NotSimulated } from '../aws-error.ts';
import { invalidMember, invalidParameter } from './errors.ts';
import { functionReference } from './function-arn.ts';
import type { Lambda } from './lambda.ts';
import type { Target } from './target.ts';
import type { DestinationConfig, PutFunctionEventInvokeConfigRequest } from '@aws-sdk/client-lambda';

const ARN = /^$|^arn:aws[a-zA-Z0-9-]*:([a-zA-Z0-9-]+):([a-z]{2}(-gov|-isob?)?-[a-z]+-\d)?:(\d{12})?:.*$/;

/**
 * Checks what the settings of asynchronous invocation are asked to be.
 *
 * @throws AwsError `InvalidParameterValueException`, `ValidationException`
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionEventInvokeConfig.html
 */
export function checkAsyncInput(
  lambda: Lambda,
  target: Target,
  input: Partial<PutFunctionEventInvokeConfigRequest>,
): void {
  const { MaximumRetryAttempts, MaximumEventAgeInSeconds, DestinationConfig: destinations } = input;
  if (MaximumRetryAttempts === undefined && MaximumEventAgeInSeconds === undefined && destinations === undefined) {
    throw invalidParameter('You must specify at least one of error handling or destination setting.');
  }
  for (const side of ['OnSuccess', 'OnFailure'] as const) {
    const arn = destinations?.[side]?.Destination;
    if (arn !== undefined && arn !== '') checkDestination(lambda, target, side, arn, destinations!);
  }
}

function checkDestination(
  lambda: Lambda,
  target: Target,
  side: 'OnSuccess' | 'OnFailure',
  arn: string,
  all: DestinationConfig,
): void {
  const match = ARN.exec(arn);
  if (match === null) {
    const name = `destinationConfig.${side === 'OnSuccess' ? 'onSuccess' : 'onFailure'}.destination`;
    throw invalidMember(
      name,
      arn,
      `satisfy regular expression pattern: ^$|arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\\-])+:([a-z]{2}((-gov)|(-iso(b?)))?-[a-z]+-\\d{1})?:(\\d{12})?:(.*)`,
    );
  }
  const [, service] = match;
  if (service === 'events' || service === 's3') throw new NotSimulated(`A destination of ${service}`);
  if (service === 'sqs' || service === 'sns') return;
  if (service !== 'lambda') throw invalidParameter(`The provided destination config ${shown(all)} is invalid.`);
  const { name } = functionReference(arn);
  if (name === target.settings.functionName) {
    throw invalidParameter("You can't specify the function as a destination for itself.");
  }
  if (!lambda.store.functions.has(name)) throw invalidParameter(`The destination ARN ${arn} is invalid.`);
}

/** As Lambda prints what it was given. */
function shown({ OnSuccess, OnFailure }: DestinationConfig): string {
  const side = (name: string, given: DestinationConfig['OnFailure']): string =>
    given === undefined ? 'null' : `${name}(destination=${given.Destination ?? 'null'})`;
  return `DestinationConfig(onSuccess=${side('OnSuccess', OnSuccess)}, onFailure=${side('OnFailure', OnFailure)})`;
}

import { AwsError, NotSimulated } from '../aws-error.ts';
import { queryError, queryInput, queryOutput, queryParameters } from '../protocol/aws-query.ts';
import { traced } from '../protocol/traced.ts';
import { ACTIONS, OTHER_ACTIONS } from './action-table.ts';
import { readInput } from './wire.ts';
import { toXml } from './wire-output.ts';
import type { Call, Service, WireRequest, WireResponse } from '../service.ts';
import type { Sns } from './sns.ts';

const NAMESPACE = 'http://sns.amazonaws.com/doc/2010-03-31/';

const PUBLISHES = new Set(['Publish', 'PublishBatch']);

/** SNS over AWS query, the only protocol it speaks. `GET` serves the links in messages to HTTP(S) endpoints. */
export class SnsService implements Service {
  readonly name = 'sns';
  readonly #sns: Sns;

  constructor(sns: Sns) {
    this.#sns = sns;
  }

  handle(request: WireRequest, call: Call): WireResponse {
    let action = '';
    try {
      const parameters = queryParameters(request);
      action = parameters.get('Action') ?? '';
      const run = ACTIONS[action] ?? unknown(action);
      const input = readInput(queryInput(parameters));
      const output = run(this.#sns, PUBLISHES.has(action) ? traced(input, request) : input, call);
      return queryOutput(action, NAMESPACE, output === undefined ? undefined : toXml(output), call.requestId);
    } catch (error) {
      return queryError(this.#wireError(error, action), NAMESPACE, call.requestId);
    }
  }

  #wireError(error: unknown, action: string): AwsError {
    if (error instanceof AwsError) {
      if (error.code !== 'AccessDenied') return error;
      return new AwsError('AuthorizationError', error.message, { status: 403, cause: error });
    }
    this.#sns.surroundings.journal({ service: 'sns', event: 'fault', resource: action, error });
    return new AwsError('InternalFailure', 'The simulator failed; its journal says how', { status: 500, cause: error });
  }
}

function unknown(action: string): never {
  if (action === '') {
    throw new AwsError('MissingAction', 'The request must contain the parameter Action');
  }
  if (OTHER_ACTIONS.has(action)) throw new NotSimulated(`The SNS action ${action}`);
  throw new AwsError('InvalidAction', `The action ${action} is not valid for this endpoint.`);
}

import { AwsError } from '../aws-error.ts';
import { jsonAction, jsonError, jsonInput, jsonOutput } from '../protocol/aws-json.ts';
import { queryOutput } from '../protocol/aws-query.ts';
import { traced } from '../protocol/traced.ts';
import { children } from '../protocol/xml.ts';
import { ACTIONS, type Action } from './actions.ts';
import { checkJsonInput } from './json-input.ts';
import { readQuery, writeQuery } from './query-codec.ts';
import type { Call, Service, WireRequest, WireResponse } from '../service.ts';
import type { Sqs } from './sqs.ts';

const JSON_NAMESPACE = 'com.amazonaws.sqs';
/** Errors that AWS's framework throws rather than SQS itself. */
const FRAMEWORK_NAMESPACE = 'com.amazon.coral.service';
const OF_FRAMEWORK = new Set([
  'InvalidParameterValueException',
  'MissingRequiredParameterException',
  'SerializationException',
  'UnknownOperationException',
]);
const XML_NAMESPACE = 'http://queue.amazonaws.com/doc/2012-11-05/';

/** Actions that the URL of a queue does not know. */
const NOT_OF_A_QUEUE = new Set(['CreateQueue', 'ListQueues']);

const NO_ACTION: WireResponse = {
  status: 404,
  headers: { 'content-type': 'text/xml' },
  body: '<UnknownOperationException/>',
};

/** SQS over the JSON protocol of today's SDKs and the query protocol of older ones. */
export class SqsService implements Service {
  readonly name = 'sqs';
  readonly #sqs: Sqs;

  constructor(sqs: Sqs) {
    this.#sqs = sqs;
  }

  handle(request: WireRequest, call: Call): Promise<WireResponse> {
    return jsonAction(request) === undefined ? this.#query(request, call) : this.#json(request, call);
  }

  async #json(request: WireRequest, call: Call): Promise<WireResponse> {
    const name = jsonAction(request)!;
    try {
      const action = ACTIONS[name];
      if (action === undefined) {
        const message = `The requested operation ${name} is not recognized by the service.`;
        throw new AwsError('UnknownOperationException', message);
      }
      const output = await action(this.#sqs, traced(checkJsonInput(jsonInput(request)), request), call);
      return jsonOutput(output, call.requestId);
    } catch (cause) {
      const error = this.#awsError(cause, name);
      const answer = jsonError(
        error,
        call.requestId,
        OF_FRAMEWORK.has(error.code) ? FRAMEWORK_NAMESPACE : JSON_NAMESPACE,
      );
      const queryError = { 'x-amzn-query-error': `${error.queryCode};${error.fault}` };
      return { ...answer, headers: { ...answer.headers, ...queryError } };
    }
  }

  async #query(request: WireRequest, call: Call): Promise<WireResponse> {
    let name = '';
    try {
      const { action: given, input } = readQuery(request);
      if (given === undefined) return NO_ACTION;
      name = given;
      const action: Action | undefined = ACTIONS[name];
      if (action === undefined || (NOT_OF_A_QUEUE.has(name) && request.path.length > 1)) {
        throw new AwsError('InvalidAction', `The action ${name} is not valid for this endpoint.`);
      }
      const output = await action(this.#sqs, traced(input, request), call);
      return queryOutput(
        name,
        XML_NAMESPACE,
        output === undefined ? undefined : writeQuery(name, { ...output }),
        call.requestId,
      );
    } catch (cause) {
      return queryFailure(this.#awsError(cause, name), call.requestId);
    }
  }

  #awsError(error: unknown, action: string): AwsError {
    if (error instanceof AwsError) return error;
    this.#sqs.surroundings.journal({ service: 'sqs', event: 'fault', resource: action, error });
    const message = 'We encountered an internal error. Please try again.';
    return new AwsError('InternalFailure', message, { status: 500, cause: error });
  }
}

function queryFailure(error: AwsError, requestId: string): WireResponse {
  // The query protocol words this one differently.
  const message =
    error.code === 'QueueDoesNotExist' ? 'The specified queue does not exist for this wsdl version.' : error.message;
  const body = children({
    Error: { Type: error.fault, Code: error.queryCode, Message: message, Detail: '' },
    RequestId: requestId,
  });
  return {
    status: error.status,
    headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId },
    body: `<?xml version="1.0"?><ErrorResponse xmlns="${XML_NAMESPACE}">${body}</ErrorResponse>`,
  };
}

import { AwsError, NotSimulated } from '../aws-error.ts';
import { jsonError, jsonInput, jsonOutput } from '../protocol/aws-json.ts';
import { actions, streamActions, type Action } from './action-table.ts';
import { checkMembers } from './check-shape.ts';
import { requestShapes } from './request-shapes.ts';
import type { DynamoDb } from './dynamodb.ts';
import type { Call, Service, WireRequest, WireResponse } from '../service.ts';

const NAMESPACE = 'com.amazonaws.dynamodb.v20120810';
/** Errors that come from AWS's service framework rather than from DynamoDB. */
const FRAMEWORK: Readonly<Record<string, string>> = {
  ValidationException: 'com.amazon.coral.validate',
  SerializationException: 'com.amazon.coral.service',
  UnknownOperationException: 'com.amazon.coral.service',
  AccessDeniedException: 'com.amazon.coral.service',
};

/** DynamoDB and DynamoDB Streams over AWS JSON 1.0: they share a signing name and differ in `X-Amz-Target`. */
export class DynamoDbService implements Service {
  readonly name = 'dynamodb';
  readonly #db: DynamoDb;

  constructor(db: DynamoDb) {
    this.#db = db;
  }

  handle(request: WireRequest, call: Call): WireResponse {
    try {
      const { name, action } = actionFor(request.headers['x-amz-target']);
      const input = jsonInput(request);
      checkMembers(requestShapes[name]!, input);
      return jsonOutput(action(this.#db, input, call), call.requestId);
    } catch (error) {
      return this.#failed(error, call);
    }
  }

  #failed(error: unknown, call: Call): WireResponse {
    if (error instanceof AwsError) {
      return jsonError(error, call.requestId, FRAMEWORK[error.code] ?? NAMESPACE);
    }
    this.#db.surroundings.journal({ service: 'dynamodb', event: 'fault', resource: '*', error });
    const fault = new AwsError('InternalServerError', 'The request processing has failed because of an unknown error', {
      status: 500,
      cause: error,
    });
    return jsonError(fault, call.requestId, NAMESPACE);
  }
}

function actionFor(target = ''): { readonly name: string; readonly action: Action } {
  const dot = target.indexOf('.');
  const service = target.slice(0, Math.max(dot, 0));
  const name = target.slice(dot + 1);
  const table = service === 'DynamoDBStreams_20120810' ? streamActions : actions;
  if (table === actions && service !== 'DynamoDB_20120810') throw unknown();
  const action = Object.hasOwn(table, name) ? table[name] : undefined;
  if (action === undefined) throw unknown();
  if (action === 'not simulated') throw new NotSimulated(`dynamodb:${name}`);
  return { name, action };
}

function unknown(): AwsError {
  return new AwsError('UnknownOperationException', 'The operation requested is unknown');
}

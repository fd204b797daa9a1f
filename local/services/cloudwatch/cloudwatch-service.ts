import { gunzipSync } from 'node:zlib';
import { AwsError, NotSimulated } from '../aws-error.ts';
import { jsonAction, jsonError, jsonInput, jsonOutput } from '../protocol/aws-json.ts';
import { ACTIONS, isOtherAction } from './action-table.ts';
import { readTimes, writeTimes } from './wire.ts';
import type { Call, Service, WireRequest, WireResponse } from '../service.ts';
import type { CloudWatch } from './cloudwatch.ts';

/** CloudWatch over AWS JSON 1.0, as its SDK speaks it. Signed as `monitoring`. */
export class CloudWatchService implements Service {
  readonly name = 'monitoring';
  readonly #cloudwatch: CloudWatch;

  constructor(cloudwatch: CloudWatch) {
    this.#cloudwatch = cloudwatch;
  }

  handle(request: WireRequest, call: Call): WireResponse {
    const action = jsonAction(request) ?? '';
    try {
      const run = ACTIONS[action] ?? unknown(action);
      const input = readTimes(jsonInput(unpacked(request)));
      const output = run(this.#cloudwatch, input as object, call);
      return jsonOutput(writeTimes(output ?? {}), call.requestId);
    } catch (error) {
      return jsonError(this.#wireError(error, action), call.requestId, 'com.amazonaws.cloudwatch');
    }
  }

  #wireError(error: unknown, action: string): AwsError {
    if (error instanceof AwsError) return error;
    this.#cloudwatch.surroundings.journal({ service: 'cloudwatch', event: 'fault', resource: action, error });
    return new AwsError('InternalServiceFault', 'The simulator failed; its journal says how', {
      status: 500,
      queryCode: 'InternalServiceError',
      cause: error,
    });
  }
}

/** The SDK compresses PutMetricData above 10 KB. */
function unpacked(request: WireRequest): WireRequest {
  if (request.headers['content-encoding'] !== 'gzip') return request;
  try {
    return { ...request, body: gunzipSync(request.body) };
  } catch (cause) {
    throw new AwsError('SerializationException', 'The request body is not valid gzip', { cause });
  }
}

function unknown(action: string): never {
  if (isOtherAction(action)) throw new NotSimulated(`The CloudWatch action ${action}`);
  throw new AwsError('UnknownOperationException', `The action ${action} is not an action of CloudWatch`);
}

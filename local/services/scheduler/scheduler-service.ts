import { AwsError } from '../aws-error.ts';
import { isObject } from '../json-object.ts';
import { createSchedule } from './actions/create-schedule.ts';
import { createScheduleGroup } from './actions/create-schedule-group.ts';
import { deleteSchedule } from './actions/delete-schedule.ts';
import { deleteScheduleGroup } from './actions/delete-schedule-group.ts';
import { getSchedule } from './actions/get-schedule.ts';
import { getScheduleGroup } from './actions/get-schedule-group.ts';
import { listScheduleGroups } from './actions/list-schedule-groups.ts';
import { listSchedules } from './actions/list-schedules.ts';
import { listTagsForResource, tagResource, untagResource } from './actions/tags.ts';
import { updateSchedule } from './actions/update-schedule.ts';
import type { Call, Service, WireRequest, WireResponse } from '../service.ts';
import type { Scheduler } from './scheduler.ts';

// The wire gives unchecked JSON; each action states and checks what it takes.
type Action = (scheduler: Scheduler, input: never, call: Call) => object;

/** By method and path, as in https://docs.aws.amazon.com/scheduler/latest/APIReference/API_Operations.html */
const routes: Readonly<Record<string, Action>> = {
  'GET /schedule-groups': listScheduleGroups,
  'POST /schedule-groups/{Name}': createScheduleGroup,
  'GET /schedule-groups/{Name}': getScheduleGroup,
  'DELETE /schedule-groups/{Name}': deleteScheduleGroup,
  'GET /schedules': listSchedules,
  'POST /schedules/{Name}': createSchedule,
  'GET /schedules/{Name}': getSchedule,
  'PUT /schedules/{Name}': updateSchedule,
  'DELETE /schedules/{Name}': deleteSchedule,
  'GET /tags/{ResourceArn}': listTagsForResource,
  'POST /tags/{ResourceArn}': tagResource,
  'DELETE /tags/{ResourceArn}': untagResource,
};

/** Names of the actions that are answered. */
export const schedulerActions: readonly string[] = Object.values(routes).map(nameOf);

/** EventBridge Scheduler's REST JSON protocol. */
export class SchedulerService implements Service {
  readonly name = 'scheduler';
  readonly #scheduler: Scheduler;

  constructor(scheduler: Scheduler) {
    this.#scheduler = scheduler;
  }

  actionOf(request: WireRequest): string | undefined {
    const action = route(request).action;
    return action === undefined ? undefined : nameOf(action);
  }

  handle(request: WireRequest, call: Call): WireResponse {
    try {
      const { action, input } = read(request);
      return json(200, action(this.#scheduler, input as never, call), call.requestId);
    } catch (error) {
      if (error instanceof AwsError) return json(error.status, { Message: error.message }, call.requestId, error.code);
      const { journal } = this.#scheduler.surroundings;
      journal({ service: 'scheduler', event: 'fault', resource: request.path, error });
      const Message = 'Unexpected error encountered while processing the request.';
      return json(500, { Message }, call.requestId, 'InternalServerException');
    }
  }
}

function nameOf({ name }: Action): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** What method and path ask for, and of which resource. */
function route({ method, path }: WireRequest) {
  const [, collection = '', rest] = path.replace(/\/$/, '').split(/^\/([\w-]+)(?:\/|$)/);
  const parameter = collection === 'tags' ? 'ResourceArn' : 'Name';
  const pattern = rest === '' || rest === undefined ? `/${collection}` : `/${collection}/{${parameter}}`;
  return { action: routes[`${method} ${pattern}`], parameter, rest };
}

function read(request: WireRequest): { readonly action: Action; readonly input: Readonly<Record<string, unknown>> } {
  const { action, parameter, rest } = route(request);
  if (action === undefined)
    throw new AwsError('UnknownOperationException', `Unknown operation: ${request.method} ${request.path}`, {
      status: 404,
    });
  return {
    action,
    input: { ...body(request), ...query(request), ...(rest && { [parameter]: decodeURIComponent(rest) }) },
  };
}

function body(request: WireRequest): Readonly<Record<string, unknown>> {
  if (request.body.length === 0) return {};
  try {
    const value: unknown = JSON.parse(request.body.toString('utf8'));
    if (isObject(value)) return value;
  } catch (cause) {
    throw new AwsError('SerializationException', 'The request body is not valid JSON', { cause });
  }
  throw new AwsError('SerializationException', 'The request body must be a JSON object');
}

/** Only two of the parameters are no single strings. */
function query(request: WireRequest): Readonly<Record<string, unknown>> {
  const input: Record<string, unknown> = {};
  for (const [name, value] of request.query) {
    if (name === 'MaxResults') input[name] = Number(value);
    else if (name === 'TagKeys') input[name] = request.query.getAll(name);
    else input[name === 'clientToken' ? 'ClientToken' : name] = value;
  }
  return input;
}

function json(status: number, value: object, requestId: string, errorType?: string): WireResponse {
  return {
    status,
    headers: {
      'content-type': 'application/json',
      'x-amzn-requestid': requestId,
      ...(errorType !== undefined && { 'x-amzn-errortype': errorType }),
    },
    body: JSON.stringify(value),
  };
}

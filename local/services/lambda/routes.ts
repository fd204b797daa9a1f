import { addPermission } from './actions/add-permission.ts';
import { createAlias } from './actions/create-alias.ts';
import { createEventSourceMapping } from './actions/create-event-source-mapping.ts';
import { createFunctionUrlConfig } from './actions/create-function-url-config.ts';
import { deleteAlias } from './actions/delete-alias.ts';
import { deleteEventSourceMapping } from './actions/delete-event-source-mapping.ts';
import { deleteFunctionConcurrency } from './actions/delete-function-concurrency.ts';
import { deleteFunctionEventInvokeConfig } from './actions/delete-function-event-invoke-config.ts';
import { deleteFunctionUrlConfig } from './actions/delete-function-url-config.ts';
import { deleteFunction } from './actions/delete-function.ts';
import { getAccountSettings } from './actions/get-account-settings.ts';
import { getAlias } from './actions/get-alias.ts';
import { getEventSourceMapping } from './actions/get-event-source-mapping.ts';
import { getFunctionConcurrency } from './actions/get-function-concurrency.ts';
import { getFunctionConfiguration } from './actions/get-function-configuration.ts';
import { getFunctionEventInvokeConfig } from './actions/get-function-event-invoke-config.ts';
import { getFunctionUrlConfig } from './actions/get-function-url-config.ts';
import { getFunction } from './actions/get-function.ts';
import { getPolicy } from './actions/get-policy.ts';
import { listAliases } from './actions/list-aliases.ts';
import { listEventSourceMappings } from './actions/list-event-source-mappings.ts';
import { listFunctionEventInvokeConfigs } from './actions/list-function-event-invoke-configs.ts';
import { listFunctionUrlConfigs } from './actions/list-function-url-configs.ts';
import { listFunctions } from './actions/list-functions.ts';
import { listTags } from './actions/list-tags.ts';
import { listVersionsByFunction } from './actions/list-versions-by-function.ts';
import { publishVersion } from './actions/publish-version.ts';
import { putFunctionConcurrency } from './actions/put-function-concurrency.ts';
import { putFunctionEventInvokeConfig } from './actions/put-function-event-invoke-config.ts';
import { removePermission } from './actions/remove-permission.ts';
import { tagResource } from './actions/tag-resource.ts';
import { untagResource } from './actions/untag-resource.ts';
import { updateAlias } from './actions/update-alias.ts';
import { updateEventSourceMapping } from './actions/update-event-source-mapping.ts';
import { updateFunctionConfiguration } from './actions/update-function-configuration.ts';
import { updateFunctionEventInvokeConfig } from './actions/update-function-event-invoke-config.ts';
import { updateFunctionUrlConfig } from './actions/update-function-url-config.ts';
import { REFUSED } from './refused-routes.ts';
import type { Call } from '../service.ts';
import type { Lambda } from './lambda.ts';

/** An action of the REST API. The wire gives unchecked JSON; each action states and checks what it takes. */
type Action = (lambda: Lambda, input: never, call: Call) => Record<string, unknown> | undefined;

export interface Route {
  readonly method: string;
  /** With parameters as `{Name}`, which hold no slash; `{Name+}` may. A query at its end tells it from its like. */
  readonly path: string;
  readonly name: string;
  readonly status: number;
  /** Undefined: on AWS, but not here. */
  readonly action?: Action;
}

const route = (method: string, path: string, name: string, status = 200, action?: Action): Route => ({
  method,
  path,
  name,
  status,
  ...(action !== undefined && { action }),
});

const FUNCTIONS = '/2015-03-31/functions';
const FUNCTION = `${FUNCTIONS}/{FunctionName}`;
const MAPPINGS = '/2015-03-31/event-source-mappings';
const MAPPING = `${MAPPINGS}/{UUID}`;
const CONCURRENCY = 'functions/{FunctionName}/concurrency';
const EVENT_INVOKE = '/2019-09-25/functions/{FunctionName}/event-invoke-config';
const URL_CONFIG = '/2021-10-31/functions/{FunctionName}/url';

/** Paths as in the SDK's model. https://docs.aws.amazon.com/lambda/latest/api/API_Operations.html */
export const ROUTES: readonly Route[] = [
  route('GET', '/2016-08-19/account-settings', 'GetAccountSettings', 200, getAccountSettings),
  route('GET', FUNCTIONS, 'ListFunctions', 200, listFunctions),
  route('GET', FUNCTION, 'GetFunction', 200, getFunction),
  route('DELETE', FUNCTION, 'DeleteFunction', 204, deleteFunction),
  route('GET', `${FUNCTION}/configuration`, 'GetFunctionConfiguration', 200, getFunctionConfiguration),
  route('PUT', `${FUNCTION}/configuration`, 'UpdateFunctionConfiguration', 200, updateFunctionConfiguration),
  route('PUT', `/2017-10-31/${CONCURRENCY}`, 'PutFunctionConcurrency', 200, putFunctionConcurrency),
  route('GET', `/2019-09-30/${CONCURRENCY}`, 'GetFunctionConcurrency', 200, getFunctionConcurrency),
  route('DELETE', `/2017-10-31/${CONCURRENCY}`, 'DeleteFunctionConcurrency', 204, deleteFunctionConcurrency),
  route('PUT', EVENT_INVOKE, 'PutFunctionEventInvokeConfig', 200, putFunctionEventInvokeConfig),
  route('POST', EVENT_INVOKE, 'UpdateFunctionEventInvokeConfig', 200, updateFunctionEventInvokeConfig),
  route('GET', EVENT_INVOKE, 'GetFunctionEventInvokeConfig', 200, getFunctionEventInvokeConfig),
  route('DELETE', EVENT_INVOKE, 'DeleteFunctionEventInvokeConfig', 204, deleteFunctionEventInvokeConfig),
  route('GET', `${EVENT_INVOKE}/list`, 'ListFunctionEventInvokeConfigs', 200, listFunctionEventInvokeConfigs),
  route('POST', MAPPINGS, 'CreateEventSourceMapping', 202, createEventSourceMapping),
  route('GET', MAPPINGS, 'ListEventSourceMappings', 200, listEventSourceMappings),
  route('GET', MAPPING, 'GetEventSourceMapping', 200, getEventSourceMapping),
  route('PUT', MAPPING, 'UpdateEventSourceMapping', 202, updateEventSourceMapping),
  route('DELETE', MAPPING, 'DeleteEventSourceMapping', 202, deleteEventSourceMapping),
  route('GET', `${FUNCTION}/policy`, 'GetPolicy', 200, getPolicy),
  route('POST', `${FUNCTION}/policy`, 'AddPermission', 201, addPermission),
  route('DELETE', `${FUNCTION}/policy/{StatementId}`, 'RemovePermission', 204, removePermission),
  route('GET', `${FUNCTION}/versions`, 'ListVersionsByFunction', 200, listVersionsByFunction),
  route('POST', `${FUNCTION}/versions`, 'PublishVersion', 201, publishVersion),
  route('GET', `${FUNCTION}/aliases`, 'ListAliases', 200, listAliases),
  route('POST', `${FUNCTION}/aliases`, 'CreateAlias', 201, createAlias),
  route('GET', `${FUNCTION}/aliases/{Name}`, 'GetAlias', 200, getAlias),
  route('PUT', `${FUNCTION}/aliases/{Name}`, 'UpdateAlias', 200, updateAlias),
  route('DELETE', `${FUNCTION}/aliases/{Name}`, 'DeleteAlias', 204, deleteAlias),
  route('POST', URL_CONFIG, 'CreateFunctionUrlConfig', 201, createFunctionUrlConfig),
  route('GET', URL_CONFIG, 'GetFunctionUrlConfig', 200, getFunctionUrlConfig),
  route('PUT', URL_CONFIG, 'UpdateFunctionUrlConfig', 200, updateFunctionUrlConfig),
  route('DELETE', URL_CONFIG, 'DeleteFunctionUrlConfig', 204, deleteFunctionUrlConfig),
  route('GET', '/2021-10-31/functions/{FunctionName}/urls', 'ListFunctionUrlConfigs', 200, listFunctionUrlConfigs),
  route('GET', '/2017-03-31/tags/{Resource+}', 'ListTags', 200, listTags),
  route('POST', '/2017-03-31/tags/{Resource+}', 'TagResource', 204, tagResource),
  route('DELETE', '/2017-03-31/tags/{Resource+}', 'UntagResource', 204, untagResource),
  ...REFUSED.map(([method, path, name]) => route(method, path, name)),
];

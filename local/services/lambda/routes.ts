import * as alias from './actions/alias.ts';
import * as eventInvokeConfig from './actions/event-invoke-config.ts';
import * as functionUrl from './actions/function-url-config.ts';
import * as permission from './actions/permission.ts';
import * as tags from './actions/tags.ts';
import * as version from './actions/version.ts';
import { createEventSourceMapping } from './actions/create-event-source-mapping.ts';
import { deleteEventSourceMapping } from './actions/delete-event-source-mapping.ts';
import { deleteFunction } from './actions/delete-function.ts';
import { deleteFunctionConcurrency } from './actions/delete-function-concurrency.ts';
import { getAccountSettings } from './actions/get-account-settings.ts';
import { getEventSourceMapping } from './actions/get-event-source-mapping.ts';
import { getFunction } from './actions/get-function.ts';
import { getFunctionConcurrency } from './actions/get-function-concurrency.ts';
import { getFunctionConfiguration } from './actions/get-function-configuration.ts';
import { listEventSourceMappings } from './actions/list-event-source-mappings.ts';
import { listFunctions } from './actions/list-functions.ts';
import { putFunctionConcurrency } from './actions/put-function-concurrency.ts';
import { updateEventSourceMapping } from './actions/update-event-source-mapping.ts';
import { updateFunctionConfiguration } from './actions/update-function-configuration.ts';
import type { Call } from '../service.ts';
import type { Lambda } from './lambda.ts';

/** An action of the REST API, on its input as path, query and body give it. */
// The wire gives unchecked JSON; each action states and checks what it takes.
type Action = (lambda: Lambda, input: never, call: Call) => Record<string, unknown> | undefined;

export interface Route {
  readonly method: string;
  /** With parameters as `{Name}`, which hold no slash; `{Name+}` may. */
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
const LAYERS = '/2018-10-31/layers';

/** Paths as in the SDK's model. https://docs.aws.amazon.com/lambda/latest/api/API_Operations.html */
export const ROUTES: readonly Route[] = [
  route('GET', '/2016-08-19/account-settings', 'GetAccountSettings', 200, getAccountSettings),
  route('GET', FUNCTIONS, 'ListFunctions', 200, listFunctions),
  route('POST', FUNCTIONS, 'CreateFunction'),
  route('GET', FUNCTION, 'GetFunction', 200, getFunction),
  route('DELETE', FUNCTION, 'DeleteFunction', 204, deleteFunction),
  route('GET', `${FUNCTION}/configuration`, 'GetFunctionConfiguration', 200, getFunctionConfiguration),
  route('PUT', `${FUNCTION}/configuration`, 'UpdateFunctionConfiguration', 200, updateFunctionConfiguration),
  route('PUT', `${FUNCTION}/code`, 'UpdateFunctionCode'),
  route('POST', '/2021-11-15/functions/{FunctionName}/response-streaming-invocations', 'InvokeWithResponseStream'),
  route('POST', '/2014-11-13/functions/{FunctionName}/invoke-async', 'InvokeAsync'),
  route('PUT', `/2017-10-31/${CONCURRENCY}`, 'PutFunctionConcurrency', 200, putFunctionConcurrency),
  route('GET', `/2019-09-30/${CONCURRENCY}`, 'GetFunctionConcurrency', 200, getFunctionConcurrency),
  route('DELETE', `/2017-10-31/${CONCURRENCY}`, 'DeleteFunctionConcurrency', 204, deleteFunctionConcurrency),
  route('PUT', EVENT_INVOKE, 'PutFunctionEventInvokeConfig', 200, eventInvokeConfig.putFunctionEventInvokeConfig),
  route('POST', EVENT_INVOKE, 'UpdateFunctionEventInvokeConfig', 200, eventInvokeConfig.updateFunctionEventInvokeConfig),
  route('GET', EVENT_INVOKE, 'GetFunctionEventInvokeConfig', 200, eventInvokeConfig.getFunctionEventInvokeConfig),
  route('DELETE', EVENT_INVOKE, 'DeleteFunctionEventInvokeConfig', 204, eventInvokeConfig.deleteFunctionEventInvokeConfig),
  route('GET', `${EVENT_INVOKE}/list`, 'ListFunctionEventInvokeConfigs'),
  route('POST', MAPPINGS, 'CreateEventSourceMapping', 202, createEventSourceMapping),
  route('GET', MAPPINGS, 'ListEventSourceMappings', 200, listEventSourceMappings),
  route('GET', MAPPING, 'GetEventSourceMapping', 200, getEventSourceMapping),
  route('PUT', MAPPING, 'UpdateEventSourceMapping', 202, updateEventSourceMapping),
  route('DELETE', MAPPING, 'DeleteEventSourceMapping', 202, deleteEventSourceMapping),
  route('GET', `${FUNCTION}/policy`, 'GetPolicy', 200, permission.getPolicy),
  route('POST', `${FUNCTION}/policy`, 'AddPermission', 201, permission.addPermission),
  route('DELETE', `${FUNCTION}/policy/{StatementId}`, 'RemovePermission', 204, permission.removePermission),
  route('GET', `${FUNCTION}/versions`, 'ListVersionsByFunction', 200, version.listVersionsByFunction),
  route('POST', `${FUNCTION}/versions`, 'PublishVersion', 201, version.publishVersion),
  route('GET', `${FUNCTION}/aliases`, 'ListAliases', 200, alias.listAliases),
  route('POST', `${FUNCTION}/aliases`, 'CreateAlias', 201, alias.createAlias),
  route('GET', `${FUNCTION}/aliases/{Name}`, 'GetAlias', 200, alias.getAlias),
  route('PUT', `${FUNCTION}/aliases/{Name}`, 'UpdateAlias', 200, alias.updateAlias),
  route('DELETE', `${FUNCTION}/aliases/{Name}`, 'DeleteAlias', 204, alias.deleteAlias),
  route('POST', URL_CONFIG, 'CreateFunctionUrlConfig', 201, functionUrl.createFunctionUrlConfig),
  route('GET', URL_CONFIG, 'GetFunctionUrlConfig', 200, functionUrl.getFunctionUrlConfig),
  route('PUT', URL_CONFIG, 'UpdateFunctionUrlConfig', 200, functionUrl.updateFunctionUrlConfig),
  route('DELETE', URL_CONFIG, 'DeleteFunctionUrlConfig', 204, functionUrl.deleteFunctionUrlConfig),
  route('GET', '/2021-10-31/functions/{FunctionName}/urls', 'ListFunctionUrlConfigs'),
  route('GET', '/2017-03-31/tags/{Resource+}', 'ListTags', 200, tags.listTags),
  route('POST', '/2017-03-31/tags/{Resource+}', 'TagResource', 204, tags.tagResource),
  route('DELETE', '/2017-03-31/tags/{Resource+}', 'UntagResource', 204, tags.untagResource),
  route('GET', LAYERS, 'ListLayers'),
  route('GET', `${LAYERS}/{LayerName}/versions`, 'ListLayerVersions'),
  route('POST', `${LAYERS}/{LayerName}/versions`, 'PublishLayerVersion'),
  route('GET', `${LAYERS}/{LayerName}/versions/{VersionNumber}`, 'GetLayerVersion'),
  route('DELETE', `${LAYERS}/{LayerName}/versions/{VersionNumber}`, 'DeleteLayerVersion'),
  route('GET', '/2024-08-31/functions/{FunctionName}/recursion-config', 'GetFunctionRecursionConfig'),
  route('PUT', '/2024-08-31/functions/{FunctionName}/recursion-config', 'PutFunctionRecursionConfig'),
  route('GET', '/2019-09-30/functions/{FunctionName}/provisioned-concurrency', 'GetProvisionedConcurrencyConfig'),
  route('PUT', '/2019-09-30/functions/{FunctionName}/provisioned-concurrency', 'PutProvisionedConcurrencyConfig'),
  route('DELETE', '/2019-09-30/functions/{FunctionName}/provisioned-concurrency', 'DeleteProvisionedConcurrencyConfig'),
];

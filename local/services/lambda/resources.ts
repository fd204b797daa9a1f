import { alias } from './resources/alias.ts';
import { eventInvokeConfig } from './resources/event-invoke-config.ts';
import { eventSourceMapping } from './resources/event-source-mapping.ts';
import { functionUrl } from './resources/function-url.ts';
import { lambdaFunction } from './resources/function.ts';
import { layerVersion } from './resources/layer-version.ts';
import { permission } from './resources/permission.ts';
import { version } from './resources/version.ts';
import type { ResourceType } from '../../template/resource-type.ts';

export const lambdaResources: Readonly<Record<string, ResourceType>> = {
  'AWS::Lambda::Alias': alias,
  'AWS::Lambda::EventInvokeConfig': eventInvokeConfig,
  'AWS::Lambda::EventSourceMapping': eventSourceMapping,
  'AWS::Lambda::Function': lambdaFunction,
  'AWS::Lambda::LayerVersion': layerVersion,
  'AWS::Lambda::Permission': permission,
  'AWS::Lambda::Url': functionUrl,
  'AWS::Lambda::Version': version,
};

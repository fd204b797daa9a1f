import { settledMapping } from './get-event-source-mapping.ts';
import { mappingArn, mappingOutput } from '../mappings/mapping-output.ts';
import { mappedFunction } from '../mappings/mapped-function.ts';
import { withSettings } from '../mappings/mapping-settings.ts';
import type { UpdateEventSourceMappingRequest } from '@aws-sdk/client-lambda';
import type { Call } from '../../service.ts';
import type { Lambda } from '../lambda.ts';

export function updateEventSourceMapping(
  lambda: Lambda,
  input: UpdateEventSourceMappingRequest,
  call: Call,
): Record<string, unknown> {
  call.authorize({
    action: 'lambda:UpdateEventSourceMapping',
    resource: mappingArn(lambda, input.UUID ?? ''),
  });
  const mapping = settledMapping(lambda, input.UUID, 'update');
  const moved = input.FunctionName === undefined ? undefined : mappedFunction(lambda, input.FunctionName);
  const pointed =
    moved === undefined
      ? mapping
      : {
          ...mapping,
          functionName: moved.settings.functionName,
          qualifier: moved.qualifier === '$LATEST' ? undefined : moved.qualifier,
          functionArn: moved.invokedArn,
        };
  return mappingOutput(lambda, lambda.mappings.update(withSettings(lambda, pointed, input), input.Enabled));
}

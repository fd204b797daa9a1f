import { settledMapping } from './get-event-source-mapping.ts';
import { mappingArn, mappingOutput } from '../mappings/mapping-output.ts';
import type { DeleteEventSourceMappingRequest } from '@aws-sdk/client-lambda';
import type { Call } from '../../service.ts';
import type { Lambda } from '../lambda.ts';

export function deleteEventSourceMapping(
  lambda: Lambda,
  input: DeleteEventSourceMappingRequest,
  call: Call,
): Record<string, unknown> {
  call.authorize({ action: 'lambda:DeleteEventSourceMapping', resource: mappingArn(lambda, input.UUID ?? '') });
  const mapping = settledMapping(lambda, input.UUID, 'delete');
  return mappingOutput(lambda, lambda.mappings.delete(mapping));
}

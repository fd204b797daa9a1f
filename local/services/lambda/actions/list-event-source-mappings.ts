import { mappingOutput } from '../mappings/mapping-output.ts';
import { page } from '../page.ts';
import type { ListEventSourceMappingsRequest } from '@aws-sdk/client-lambda';
import type { Call } from '../../service.ts';
import type { Lambda } from '../lambda.ts';

export function listEventSourceMappings(
  lambda: Lambda,
  input: ListEventSourceMappingsRequest,
  call: Call,
): Record<string, unknown> {
  call.authorize({ action: 'lambda:ListEventSourceMappings', resource: '*' });
  const functionArn = input.FunctionName === undefined ? undefined : lambda.resolve(input.FunctionName).invokedArn;
  const found = [...lambda.store.mappings.values()].filter(
    (mapping) =>
      (functionArn === undefined || mapping.functionArn === functionArn) &&
      (input.EventSourceArn === undefined || mapping.eventSourceArn === input.EventSourceArn),
  );
  const { items, next } = page(found, (mapping) => mapping.uuid, input.Marker, input.MaxItems, 100);
  return {
    EventSourceMappings: items.map((mapping) => mappingOutput(lambda, mapping)),
    ...(next !== undefined && { NextMarker: next }),
  };
}

import { AwsError } from '../../aws-error.ts';
import { resourceNotFound } from '../errors.ts';
import { mappingArn, mappingOutput } from '../mappings/mapping-output.ts';
import type { GetEventSourceMappingRequest } from '@aws-sdk/client-lambda';
import type { Call } from '../../service.ts';
import type { Lambda } from '../lambda.ts';
import type { MappingRecord } from '../mappings/mapping-record.ts';

export function getEventSourceMapping(
  lambda: Lambda,
  input: GetEventSourceMappingRequest,
  call: Call,
): Record<string, unknown> {
  call.authorize({ action: 'lambda:GetEventSourceMapping', resource: mappingArn(lambda, input.UUID ?? '') });
  return mappingOutput(lambda, knownMapping(lambda, input.UUID));
}

/** A mapping that may be changed. @throws AwsError `ResourceInUseException` while it is on its way to another state */
export function settledMapping(lambda: Lambda, uuid: string | undefined, verb: 'update' | 'delete'): MappingRecord {
  const mapping = knownMapping(lambda, uuid);
  if (mapping.state === 'Enabled' || mapping.state === 'Disabled') return mapping;
  throw new AwsError('ResourceInUseException', `Cannot ${verb} the event source mapping because it is in use.`, {
    fields: { Type: 'User' },
  });
}

/** @throws AwsError `ResourceNotFoundException` */
export function knownMapping(lambda: Lambda, uuid: string | undefined): MappingRecord {
  const mapping = lambda.store.mappings.get(uuid ?? '');
  if (mapping !== undefined) return mapping;
  throw resourceNotFound('The resource you requested does not exist.');
}

import { isDeepStrictEqual } from 'node:util';
import { AwsError } from '../../aws-error.ts';
import { invalidParameter } from '../errors.ts';
import { checkPlatformArn, findApplication, findDevice } from '../platform-arn.ts';
import { pageOf } from '../page.ts';
import type { Call } from '../../service.ts';
import type { Sns } from '../sns.ts';
import type { DeviceRecord } from '../store.ts';
import type {
  CreateEndpointResponse,
  CreatePlatformEndpointInput,
  DeleteEndpointInput,
  GetEndpointAttributesInput,
  GetEndpointAttributesResponse,
  ListEndpointsByPlatformApplicationInput,
  ListEndpointsByPlatformApplicationResponse,
  SetEndpointAttributesInput,
} from '@aws-sdk/client-sns';

const MOST_USER_DATA_BYTES = 2048;

/** @see https://docs.aws.amazon.com/sns/latest/api/API_CreatePlatformEndpoint.html */
export function createPlatformEndpoint(
  sns: Sns,
  input: CreatePlatformEndpointInput,
  call: Call,
): CreateEndpointResponse {
  call.authorize({ action: 'sns:CreatePlatformEndpoint', resource: '*' });
  const application = findApplication(sns, input.PlatformApplicationArn);
  const { Token: token = '', CustomUserData: userData, Attributes: given = {} } = input;
  if (token === '') throw required('token');
  const own = readAttributes({ ...(userData !== undefined && { CustomUserData: userData }), ...given });
  const attributes = { Enabled: 'true', ...own, Token: token };
  const existing = withToken(sns, application.arn, token);
  if (existing !== undefined) {
    if (!isDeepStrictEqual(existing.attributes, attributes)) throw tokenTaken(existing);
    return { EndpointArn: existing.arn };
  }
  const arn = `${application.arn.replace(':app/', ':endpoint/')}/${sns.random.uuid()}`;
  sns.store.apply({ kind: 'device', device: { arn, applicationArn: application.arn, attributes } });
  sns.surroundings.journal({ service: 'sns', event: 'endpoint-created', resource: arn, attributes });
  return { EndpointArn: arn };
}

/** @see https://docs.aws.amazon.com/sns/latest/api/API_GetEndpointAttributes.html */
export function getEndpointAttributes(
  sns: Sns,
  input: GetEndpointAttributesInput,
  call: Call,
): GetEndpointAttributesResponse {
  call.authorize({ action: 'sns:GetEndpointAttributes', resource: '*' });
  return { Attributes: { ...findDevice(sns, input.EndpointArn).attributes } };
}

/** @see https://docs.aws.amazon.com/sns/latest/api/API_SetEndpointAttributes.html */
export function setEndpointAttributes(sns: Sns, input: SetEndpointAttributesInput, call: Call): void {
  call.authorize({ action: 'sns:SetEndpointAttributes', resource: '*' });
  const device = findDevice(sns, input.EndpointArn);
  const given = readAttributes(input.Attributes ?? {});
  const holder = given['Token'] === undefined ? device : withToken(sns, device.applicationArn, given['Token']);
  if (holder !== undefined && holder.arn !== device.arn) throw tokenTaken(holder);
  const attributes = { ...device.attributes, ...given };
  sns.store.apply({ kind: 'device', device: { ...device, attributes } });
}

/** @see https://docs.aws.amazon.com/sns/latest/api/API_ListEndpointsByPlatformApplication.html */
export function listEndpointsByPlatformApplication(
  sns: Sns,
  input: ListEndpointsByPlatformApplicationInput,
  call: Call,
): ListEndpointsByPlatformApplicationResponse {
  call.authorize({ action: 'sns:ListEndpointsByPlatformApplication', resource: '*' });
  const { arn } = findApplication(sns, input.PlatformApplicationArn);
  const { items, nextToken } = pageOf(sns.store.devicesOf(arn), input.NextToken);
  return { Endpoints: items.map(listed), NextToken: nextToken };
}

/**
 * Deleting what is not there is no error. Subscriptions of the endpoint stay.
 *
 * @see https://docs.aws.amazon.com/sns/latest/api/API_DeleteEndpoint.html
 */
export function deleteEndpoint(sns: Sns, input: DeleteEndpointInput, call: Call): void {
  call.authorize({ action: 'sns:DeleteEndpoint', resource: '*' });
  const arn = checkPlatformArn(sns, 'EndpointArn', input.EndpointArn);
  if (sns.store.devices.has(arn)) sns.store.apply({ kind: 'device-deleted', arn });
}

function listed({ arn, attributes }: DeviceRecord) {
  return { EndpointArn: arn, Attributes: { ...attributes } };
}

/** A token has one endpoint of an application. */
function withToken(sns: Sns, applicationArn: string, token: string): DeviceRecord | undefined {
  for (const device of sns.store.devicesOf(applicationArn)) if (device.attributes['Token'] === token) return device;
  return undefined;
}

function tokenTaken({ arn }: DeviceRecord): AwsError {
  return invalidParameter(
    `Token Reason: Endpoint ${arn} already exists with the same Token, but different attributes.`,
  );
}

function readAttributes(given: Readonly<Record<string, string>>): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const [name, value] of Object.entries(given)) {
    attributes[name] = readAttribute(name, value);
  }
  return attributes;
}

function readAttribute(name: string, value: string): string {
  switch (name) {
    case 'Token':
      if (value !== '') return value;
      throw invalidParameter(`Attributes Reason: Invalid value for attribute: ${name}: must not be empty`);
    case 'CustomUserData':
      if (Buffer.byteLength(value) <= MOST_USER_DATA_BYTES) return value;
      throw invalidParameter(
        `Attributes Reason: Invalid value for attribute: ${name}: must be at most 2048 bytes long in UTF-8 encoding`,
      );
    case 'Enabled':
      if (/^(true|false)$/i.test(value)) return value.toLowerCase();
      throw invalidParameter(`Attributes Reason: Invalid value for attribute: ${name}: must be true or false`);
    default:
      throw invalidParameter(`Attributes Reason: Invalid attribute name: ${name}`);
  }
}

function required(member: string): AwsError {
  return new AwsError(
    'ValidationError',
    `1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`,
  );
}

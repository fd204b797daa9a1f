import { createHash } from 'node:crypto';
import type { Resource } from '../../../template/resource-type.ts';

/** Ten letters and digits, as API Gateway's ids are; the same ones for a resource in every run. */
export function identifier(resource: Resource): string {
  const digest = createHash('sha256').update(resource.physicalName(255)).digest('hex');
  return BigInt(`0x${digest}`).toString(36).slice(0, 10);
}

/** A required string. */
export function text({ logicalId, properties }: Resource, name: string): string {
  const value = properties[name];
  if (typeof value === 'string') return value;
  throw new Error(`${logicalId}: ${name} is required and must be a string, got ${JSON.stringify(value)}`);
}

export function optionalText(resource: Resource, name: string): string | undefined {
  return resource.properties[name] === undefined ? undefined : text(resource, name);
}

/** A list, empty where the property is left out. */
export function list(value: unknown): string[] {
  return (value as string[] | undefined) ?? [];
}

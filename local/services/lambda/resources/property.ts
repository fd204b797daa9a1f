import type { Resource } from '../../../template/resource-type.ts';

/** A required string. */
export function text(resource: Resource, name: string): string {
  const value = resource.properties[name];
  if (typeof value === 'string') return value;
  throw new Error(`${resource.logicalId}: ${name} is required and must be a string, got ${JSON.stringify(value)}`);
}

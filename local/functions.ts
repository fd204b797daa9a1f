import type { Cloud } from './services/cloud.ts';

/** What people call a function: its service name, else its physical name; anything else stays as it is. */
export function functionName(cloud: Cloud, resource: string): string {
  const record = cloud.lambda.store.functions.get(resource.split(':function:').at(-1)!);
  return record?.latest.environment['POWERTOOLS_SERVICE_NAME'] ?? record?.latest.functionName ?? resource;
}

/** Every function has a role of its own. */
export function functionOfRole(cloud: Cloud, role: string): string | undefined {
  for (const [name, { latest }] of cloud.lambda.store.functions) if (latest.role === role) return name;
  return undefined;
}

export function logGroupOf(cloud: Cloud, functionName: string): string {
  return cloud.lambda.record(functionName).latest.logging.LogGroup ?? `/aws/lambda/${functionName}`;
}

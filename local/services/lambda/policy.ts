import type { PolicyDocument } from '../service.ts';
import type { FunctionRecord } from './function-record.ts';

/** The resource policy of a function, version or alias; undefined where nobody was granted anything. */
export function functionPolicy(record: FunctionRecord | undefined, qualifier?: string): PolicyDocument | undefined {
  const statements = record?.policies[qualifier ?? '$LATEST'];
  if (statements === undefined || statements.length === 0) return undefined;
  return { Version: '2012-10-17', Statement: statements };
}

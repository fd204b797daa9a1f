import type { FunctionSettings } from './function-record.ts';
import type { Lambda } from './lambda.ts';

/** Freezes `$LATEST` as a version; unchanged since the last one, that one is it. */
export function publish(lambda: Lambda, functionName: string, description?: string): FunctionSettings {
  const record = lambda.record(functionName);
  const last = record.versions[String(record.published)];
  if (last !== undefined && last.revisionId === record.latest.revisionId) return last;
  const number = String(record.published + 1);
  const version = { ...record.latest, version: number, description: description ?? record.latest.description };
  lambda.putFunction({
    ...record,
    published: record.published + 1,
    versions: { ...record.versions, [number]: version },
  });
  return version;
}

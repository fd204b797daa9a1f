import { AwsError } from '../../aws-error.ts';
import { staleRevision } from './update-function-configuration.ts';
import { targetOf } from './target-of.ts';
import { configurationOutput } from '../function-output.ts';
import { page } from '../page.ts';
import type { ListVersionsByFunctionRequest, PublishVersionRequest } from '@aws-sdk/client-lambda';
import type { Call } from '../../service.ts';
import type { FunctionSettings } from '../function-record.ts';
import type { Lambda } from '../lambda.ts';

export function publishVersion(lambda: Lambda, input: PublishVersionRequest, call: Call): Record<string, unknown> {
  const { settings } = targetOf(lambda, { FunctionName: input.FunctionName }, call, 'lambda:PublishVersion');
  if (input.RevisionId !== undefined && input.RevisionId !== settings.revisionId) throw staleRevision();
  if (input.CodeSha256 !== undefined && input.CodeSha256 !== settings.codeSha256) {
    throw new AwsError(
      'InvalidParameterValueException',
      `CodeSHA256 (${input.CodeSha256}) is different from current CodeSHA256 in $LATEST (${settings.codeSha256}). Please try again with the CodeSHA256 in $LATEST.`,
    );
  }
  return configurationOutput(publish(lambda, settings.functionName, input.Description));
}

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

export function listVersionsByFunction(
  lambda: Lambda,
  input: ListVersionsByFunctionRequest,
  call: Call,
): Record<string, unknown> {
  const { record } = targetOf(lambda, { FunctionName: input.FunctionName }, call, 'lambda:ListVersionsByFunction');
  const all = [record.latest, ...Object.values(record.versions)];
  const { items, next } = page(all, (version) => version.version, input.Marker, input.MaxItems, 50);
  return { Versions: items.map(configurationOutput), ...(next !== undefined && { NextMarker: next }) };
}

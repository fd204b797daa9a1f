import { AwsError } from '../../aws-error.ts';
import { configurationOutput } from '../function-output.ts';
import { publish } from '../versions.ts';
import { staleRevision } from '../target.ts';
import { targetOf } from './target-of.ts';
import type { Call } from '../../service.ts';
import type { Lambda } from '../lambda.ts';
import type { PublishVersionRequest } from '@aws-sdk/client-lambda';

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

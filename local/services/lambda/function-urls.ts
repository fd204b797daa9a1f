import { AwsError, NotSimulated } from '../aws-error.ts';
import { invalidMember, resourceNotFound } from './errors.ts';
import { required } from './required.ts';
import type { FunctionUrl } from './function-record.ts';
import type { Lambda } from './lambda.ts';
import type { Target } from './target.ts';
import type { CreateFunctionUrlConfigRequest } from '@aws-sdk/client-lambda';

type Input = Partial<CreateFunctionUrlConfigRequest>;

/** The URL is noted and shown; requests to it are not served. */
export function addFunctionUrl(lambda: Lambda, input: Input): Record<string, unknown> {
  const target = lambda.resolve(required('functionName', input.FunctionName), input.Qualifier);
  if (input.InvokeMode === 'RESPONSE_STREAM') throw new NotSimulated('A function URL with InvokeMode RESPONSE_STREAM');
  if (target.record.urls[target.qualifier] !== undefined) {
    throw new AwsError(
      'ResourceConflictException',
      `Failed to create function url config for [functionArn = ${target.invokedArn}]. Error message:  FunctionUrlConfig exists for this Lambda function`,
      { status: 409, fields: { Type: 'User' } },
    );
  }
  const { clock, random, region } = lambda.surroundings;
  const now = new Date(clock.now()).toISOString();
  return saveFunctionUrl(lambda, target, {
    url: `https://${random.hex(32)}.lambda-url.${region}.on.aws/`,
    authType: required('authType', input.AuthType),
    cors: input.Cors,
    createdAt: now,
    lastModified: now,
  });
}

export function knownFunctionUrl(target: Target): FunctionUrl {
  const url = target.record.urls[target.qualifier];
  if (url !== undefined) return url;
  throw noFunctionUrl();
}

export function noFunctionUrl(): AwsError {
  return resourceNotFound('The resource you requested does not exist.');
}

export function noUrlFunction(): AwsError {
  return resourceNotFound('Function does not exist');
}

/** A function and its aliases have URLs, versions have none; and the ways to call one are two. */
export function checkUrlInput({ Qualifier, AuthType }: Input): void {
  if (Qualifier !== undefined && !/^(?!\d+$)[0-9a-zA-Z-_]+$/.test(Qualifier)) {
    throw invalidMember('qualifier', Qualifier, 'satisfy regular expression pattern: ((?!^\\d+$)^[0-9a-zA-Z-_]+$)');
  }
  if (AuthType !== undefined && AuthType !== 'AWS_IAM' && AuthType !== 'NONE') {
    throw invalidMember('authType', AuthType, 'satisfy enum value set: [NONE, AWS_IAM]');
  }
}

export function saveFunctionUrl(lambda: Lambda, target: Target, url: FunctionUrl): Record<string, unknown> {
  lambda.putFunction({ ...target.record, urls: { ...target.record.urls, [target.qualifier]: url } });
  return functionUrlOutput(target, url);
}

export function functionUrlOutput(target: Target, url: FunctionUrl): Record<string, unknown> {
  return {
    FunctionUrl: url.url,
    FunctionArn: target.invokedArn,
    AuthType: url.authType,
    ...(url.cors !== undefined && { Cors: url.cors }),
    CreationTime: url.createdAt,
    LastModifiedTime: url.lastModified,
    InvokeMode: 'BUFFERED',
  };
}

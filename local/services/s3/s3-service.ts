import { AwsError, NotSimulated } from '../aws-error.ts';
import { S3Error } from './errors.ts';
import { aclOperations } from './rest/acl-operations.ts';
import { bucketOperations } from './rest/bucket-operations.ts';
import { configurationOperations } from './rest/configuration-operations.ts';
import { Incoming } from './rest/incoming.ts';
import { listOperations } from './rest/list-operations.ts';
import { multipartOperations } from './rest/multipart-operations.ts';
import { objectLockOperations } from './rest/object-lock-operations.ts';
import { objectOperations } from './rest/object-operations.ts';
import { crossOriginHeaders, preflight } from './rest/preflight.ts';
import { errorReply, replyIds } from './rest/reply.ts';
import { withRequestConditions } from './rest/request-conditions.ts';
import { operationOf } from './rest/routes.ts';
import { restoreOperation } from './rest/restore-operation.ts';
import { settingListOperations } from './rest/setting-list-operations.ts';
import { settingOperations } from './rest/setting-operations.ts';
import { targetOf, type Target } from './rest/target.ts';
import { checkAuthorization } from './signing/authorization.ts';
import { checkPresigned, hoistedHeaders, isPresigned } from './signing/presigned.ts';
import { checkPresignedV2, hoistedV2, isPresignedV2 } from './signing/version-2.ts';
import type { Call, Service, WireRequest, WireResponse } from '../service.ts';
import type { Operations } from './rest/operation.ts';
import type { S3 } from './s3.ts';

const operations: Operations = {
  ...aclOperations,
  ...bucketOperations,
  ...configurationOperations,
  ...listOperations,
  ...multipartOperations,
  ...objectLockOperations,
  ...objectOperations,
  ...restoreOperation,
  ...settingListOperations,
  ...settingOperations,
};

/** Operations that can be asked for; any other is refused by its name. */
export const s3Operations: readonly string[] = Object.keys(operations);

/** S3 over its REST protocol, path-style and virtual-host style. */
export class S3Service implements Service {
  readonly name = 's3';
  readonly streaming = true;
  readonly #s3: S3;

  constructor(s3: S3) {
    this.#s3 = s3;
  }

  actionOf(request: WireRequest): string | undefined {
    try {
      return operationOf(request, targetOf(request));
    } catch {
      // What is no operation is refused by `handle`, in S3's own words.
      return undefined;
    }
  }

  async handle(request: WireRequest, caller: Call): Promise<WireResponse> {
    const call = { ...caller, traceHeader: request.headers['x-amzn-trace-id'] };
    const ids = replyIds(call.requestId);
    let target: Target = { bucket: undefined, key: undefined };
    let reply: WireResponse;
    try {
      target = targetOf(request);
      reply = await this.#answer(request, call, target);
    } catch (error) {
      reply = errorReply(this.#awsError(error, request), ids, request.method);
    }
    return { ...reply, headers: { ...ids, ...crossOriginHeaders(this.#s3, target.bucket, request), ...reply.headers } };
  }

  async #answer(request: WireRequest, call: Call, target: Target): Promise<WireResponse> {
    if (request.method === 'OPTIONS') return preflight(this.#s3, target, request);
    const name = operationOf(request, target);
    const operation = operations[name];
    if (operation === undefined) throw new NotSimulated(`S3 ${name}`);
    const signed = this.#signed(request, call);
    this.#checkOwner(signed.request);
    const asked = withRequestConditions(signed.call, signed.request.headers);
    return operation(new Incoming(this.#s3, signed.request, asked, target));
  }

  /** A presigned URL speaks for whoever signed it, and brings headers along in its query. */
  #signed(request: WireRequest, call: Call): { readonly request: WireRequest; readonly call: Call } {
    const old = isPresignedV2(request);
    const presigned = old || isPresigned(request);
    checkAuthorization(request, presigned);
    if (!presigned) return { request, call };
    const { secretOf, callAs } = this.#s3.ports;
    const check = old ? checkPresignedV2 : checkPresigned;
    const accessKeyId = check(request, secretOf, this.#s3.surroundings.clock.now());
    const hoisted = old ? hoistedV2(request.query) : hoistedHeaders(request.query);
    return {
      request: { ...request, headers: { ...hoisted, ...request.headers } },
      call: callAs?.(accessKeyId, call) ?? call,
    };
  }

  #checkOwner(request: WireRequest): void {
    const { accountId } = this.#s3.surroundings;
    for (const name of ['x-amz-expected-bucket-owner', 'x-amz-source-expected-bucket-owner']) {
      const owner = request.headers[name];
      if (owner !== undefined && owner !== accountId) throw new S3Error('AccessDenied');
    }
  }

  #awsError(error: unknown, request: WireRequest): AwsError {
    const { surroundings } = this.#s3;
    if (error instanceof AwsError) {
      const { method, path } = request;
      surroundings.journal({
        service: 's3',
        event: 'refused',
        resource: path,
        method,
        code: error.code,
        reason: error.message,
      });
      return error;
    }
    surroundings.journal({ service: 's3', event: 'fault', resource: request.path, error });
    const message = 'We encountered an internal error. Please try again.';
    return new AwsError('InternalError', message, { status: 500, cause: error });
  }
}

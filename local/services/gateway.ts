import { AwsError } from './aws-error.ts';
import { jsonError } from './protocol/aws-json.ts';
import type { Call, Caller, Demand, Service, WireRequest, WireResponse } from './service.ts';

export interface GatewayOptions {
  /** Who an access key belongs to; without one the caller is anonymous. */
  readonly callerOf: (accessKeyId: string | undefined) => Caller;
  /** What a caller may do: throws `AccessDenied`. */
  readonly authorizerFor: (caller: Caller) => (demand: Demand) => void;
  readonly nextRequestId: () => string;
}

const anonymous: Caller = { principal: 'anonymous' };

/** Prefixes of `X-Amz-Target`, for requests that carry no signature. */
const targets: Readonly<Record<string, string>> = {
  AmazonSQS: 'sqs',
  DynamoDB_20120810: 'dynamodb',
  DynamoDBStreams_20120810: 'dynamodb',
};

/** The AWS port: finds the service a request is for, and on whose behalf it comes. */
export class Gateway {
  readonly #services: ReadonlyMap<string, Service>;
  readonly #options: GatewayOptions;

  constructor(services: readonly Service[], options: GatewayOptions) {
    this.#services = new Map(services.map((service) => [service.name, service]));
    this.#options = options;
  }

  /** The service a request names, if it is simulated. */
  serviceOf(request: Omit<WireRequest, 'body'>): Service | undefined {
    return this.#services.get(serviceName(request) ?? '');
  }

  async handle(request: WireRequest): Promise<WireResponse> {
    const requestId = this.#options.nextRequestId();
    const service = this.serviceOf(request);
    if (service === undefined) return jsonError(unknownService(serviceName(request)), requestId);
    const key = credential(request)?.accessKeyId;
    // S3 serves strangers as far as a bucket policy or a signed form lets it, SNS those who hold a message's link.
    const caller = key === undefined && (service.name === 's3' || service.name === 'sns') ? anonymous : this.#options.callerOf(key);
    return service.handle(request, this.#call(caller, requestId));
  }

  #call(caller: Caller, requestId: string): Call {
    return { caller, requestId, authorize: this.#options.authorizerFor(caller) };
  }
}

function unknownService(name: string | undefined): AwsError {
  if (name === undefined)
    return new AwsError('UnknownService', 'The request names no AWS service: it is not signed', { status: 400 });
  return new AwsError('NotSimulated', `The service ${name} is not simulated`, { status: 501 });
}

function serviceName(request: Omit<WireRequest, 'body'>): string | undefined {
  const signed = credential(request)?.service;
  if (signed !== undefined) return signed;
  const target = request.headers['x-amz-target']?.split('.')[0];
  if (target !== undefined) return targets[target];
  // Links in SNS messages to HTTP subscribers.
  if (request.query.has('Action')) return 'sns';
  // Forms, preflights and public objects come unsigned, and are about a bucket.
  return request.path === '/' ? undefined : 's3';
}

/** `Credential=KEY/DATE/REGION/SERVICE/aws4_request`, in the header or, presigned, in the query. */
function credential({
  headers,
  query,
}: Omit<WireRequest, 'body'>): { accessKeyId: string; service: string } | undefined {
  const scope = /Credential=([^,\s]+)/.exec(headers['authorization'] ?? '')?.[1] ?? query.get('X-Amz-Credential');
  const [accessKeyId, , , service] = scope?.split('/') ?? [];
  return accessKeyId === undefined || service === undefined ? undefined : { accessKeyId, service };
}

import { AwsError, NotSimulated } from './aws-error.ts';
import { jsonError } from './protocol/aws-json.ts';
import { queryError } from './protocol/aws-query.ts';
import { signedBy, unsignedService } from './service-name.ts';
import type { Call, Caller, Demand, Service, WireRequest, WireResponse } from './service.ts';

/** A request on its way to its service, and the rest of that way. */
export interface Passage {
  readonly service: Service;
  readonly request: WireRequest;
  readonly call: Call;
  readonly accessKeyId: string | undefined;
}

export type Interceptor = (passage: Passage) => Promise<WireResponse> | WireResponse;

export interface GatewayOptions {
  /** Who an access key belongs to; undefined is a request without a signature. */
  readonly callerOf: (accessKeyId: string | undefined) => Caller;
  /** What a caller may do: throws `AccessDenied`. */
  readonly authorizerFor: (caller: Caller) => (demand: Demand) => void;
  readonly nextRequestId: () => string;
  /** Stands between requests and services, such as faults. */
  readonly around?: Interceptor;
}

const anonymous: Caller = { principal: 'anonymous' };

/** S3 serves strangers as far as a bucket policy or a signed form lets it, SNS those who hold a message's link. */
const openToStrangers = new Set(['s3', 'sns']);

/** The AWS port: finds the service a request is for, and on whose behalf it comes. */
export class Gateway {
  readonly #services: ReadonlyMap<string, Service>;
  readonly #options: GatewayOptions;

  constructor(services: readonly Service[], options: GatewayOptions) {
    this.#services = new Map(services.map((service) => [service.name, service]));
    this.#options = options;
  }

  /** The service a request names, if it is simulated; the body matters only for unsigned forms. */
  serviceOf(request: Omit<WireRequest, 'body'>): Service | undefined {
    return this.#services.get(signedBy(request)?.service ?? unsignedService(request) ?? '');
  }

  async handle(request: WireRequest): Promise<WireResponse> {
    const requestId = this.#options.nextRequestId();
    const signed = signedBy(request);
    const name = signed?.service ?? unsignedService(request);
    const service = this.#services.get(name ?? '');
    if (service === undefined) return refusal(request, requestId, name);
    const stranger = signed === undefined && openToStrangers.has(service.name);
    const caller = stranger ? anonymous : this.#options.callerOf(signed?.accessKeyId);
    const authorize = this.#options.authorizerFor(caller);
    const call = { caller, requestId, authorize, onHangUp: request.onHangUp };
    const { around } = this.#options;
    if (around === undefined) return service.handle(request, call);
    return around({ service, request, call, accessKeyId: signed?.accessKeyId });
  }
}

/** In the protocol that the caller speaks, so that its SDK shows the reason. */
function refusal(request: WireRequest, requestId: string, name: string | undefined): WireResponse {
  const error =
    name === undefined
      ? new AwsError('UnknownService', 'The request names no AWS service: it is not signed')
      : new NotSimulated(`The service ${name}`);
  if (request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true)
    return queryError(error, 'http://spillway.invalid/', requestId);
  const answer = jsonError(error, requestId);
  return { ...answer, headers: { ...answer.headers, 'x-amzn-errortype': error.code } };
}

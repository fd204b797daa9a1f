import { NodeHttpHandler } from '@smithy/node-http-handler';

/**
 * Every AWS client's settings: give up on one try after 3 seconds, try 3 times, so that a call ends well within a
 * function's timeout (https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html). The middleware of an
 * action is put together once and not for every request, which is a fifth of a request's CPU.
 */
export const clientConfig = {
  maxAttempts: 3,
  cacheMiddleware: true,
  requestHandler: new NodeHttpHandler({ connectionTimeout: 1000, requestTimeout: 3000, throwOnRequestTimeout: true }),
};

import { habitat } from './habitat.ts';

/** As much of an SDK client and its commands as is the same for every service. */
export interface SdkClient {
  readonly config: object;
  send(command: unknown): Promise<unknown>;
}

interface SdkCommand {
  readonly input: unknown;
  /** The operation's schema: kind, namespace, name, traits, input, output. */
  readonly schema: readonly [number, string, string, unknown, unknown, unknown];
}

interface Protocol {
  serializeRequest(operation: object, input: unknown, context: object): Promise<object>;
  deserializeResponse(operation: object, context: object, response: object): Promise<{ $metadata: object }>;
}

/** What the SDK keeps in a client about failed calls: each Lambda environment has its own. */
export interface RetryStrategy {
  acquireInitialRetryToken(scope: string): Promise<unknown>;
}

interface Config {
  readonly protocol: Protocol;
  retryStrategy(): Promise<RetryStrategy>;
}

type Handler = (args: { request: object }) => Promise<{ response: object; output: unknown }>;
type RetryMiddleware = (next: Handler, context: object) => Handler;

/** As in `lambdas/messaging/aws/client-config.ts`. */
const attempts = 3;

const endpoint = { protocol: 'http:', hostname: 'simulated.invalid', path: '/' };

/**
 * Sends a client's commands through the SDK's own serialiser, retries and error parser, and nothing else: signature,
 * endpoint rules, user agent and logging are most of a call's cost and change nothing here.
 *
 * @param address does for a request what endpoint rules would, where the service has more than one address
 */
export function direct<Client extends { readonly config: object }>(
  client: Client,
  send: SdkClient['send'],
  address: (request: object, input: unknown) => object = (request) => request,
): Client {
  const config = client.config as Config;
  const { protocol } = config;
  const retried = retriesOf(client);
  const operations = new Map<unknown, { readonly operation: object; readonly context: object }>();
  const known = ({ schema }: SdkCommand) => {
    let found = operations.get(schema);
    if (found === undefined) {
      const [, namespace, name, traits, input, output] = schema;
      const operation = { namespace, name, traits, input, output };
      found = { operation, context: { ...config, endpoint: async () => endpoint } };
      operations.set(schema, found);
    }
    return found;
  };
  const call = async (command: SdkCommand): Promise<unknown> => {
    const { operation, context } = known(command);
    const once: Handler = async ({ request }) => {
      const response = (await send(request)) as object;
      try {
        return { response, output: await protocol.deserializeResponse(operation, context, response) };
      } catch (error) {
        Object.defineProperty(error, '$response', { value: response });
        throw error;
      }
    };
    const request = await protocol.serializeRequest(operation, command.input, context);
    return (await retried(once, {})({ request: address(request, command.input) })).output;
  };
  return Object.assign(client, { send: call });
}

/** The SDK's retry middleware, with the calling environment's own retry tokens. */
function retriesOf(client: { readonly config: object }): RetryMiddleware {
  const config = client.config as Config;
  const shared = config.retryStrategy;
  let Strategy: (new (attempts: number) => RetryStrategy) | undefined;
  config.retryStrategy = async () => {
    Strategy ??= (await shared()).constructor as unknown as typeof Strategy;
    return habitat().retries(() => new Strategy!(attempts));
  };
  return middleware(client, 'retryMiddleware');
}

function middleware(client: object, name: string): RetryMiddleware {
  const { middlewareStack } = client as { middlewareStack: { applyToStack(stack: object): void } };
  let found: RetryMiddleware | undefined;
  const take = (entry: RetryMiddleware, options: { readonly name?: string }): void => {
    if (options.name === name) found = entry;
  };
  middlewareStack.applyToStack({ add: take, addRelativeTo: take, use: () => undefined });
  if (found === undefined) throw new Error(`The SDK has no ${name} any more`);
  return found;
}

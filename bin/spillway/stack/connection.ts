import { Clients, type ClientOptions } from './clients.ts';
import { fromCloudFormation, fromConsole, fromOutputs, type Stack } from './stack.ts';

export interface TargetOptions {
  readonly endpoint?: string;
  readonly region?: string;
  readonly profile?: string;
  readonly stack?: string;
  readonly outputs?: string;
}

/** A stack and the way to it. */
export interface Connection {
  readonly kind: 'embedded' | 'emulator' | 'aws';
  /** For people, and for every question before something is changed. */
  readonly where: string;
  readonly stack: Stack;
  readonly clients: Clients;
  /** The stack's own time, milliseconds since the epoch: the embedded runtime's clock can be turned. */
  readonly now: () => Promise<number>;
  /** A page of the embedded runtime's console; undefined elsewhere. */
  readonly console?: <Page>(path: string) => Promise<Page | undefined>;
}

export interface Connector {
  readonly connect: () => Promise<Connection>;
  readonly close: () => void;
}

const defaultStack = 'Spillway';
const defaultRuntime = 'http://127.0.0.1:4566';
/** Where nobody listens, this machine says so at once; a busy runtime is waited for, not taken for absent. */
const probeMilliseconds = 10_000;
const emulatorCredentials = { accessKeyId: 'test', secretAccessKey: 'test' };

/** Finds the stack once, at the first call. */
export function connectorOf(options: TargetOptions, env: NodeJS.ProcessEnv = process.env): Connector {
  let connection: Promise<Connection> | undefined;
  return {
    connect: () => (connection ??= connect(options, env)),
    close: () => {
      connection?.then(
        ({ clients }) => clients.close(),
        () => undefined,
      );
    },
  };
}

async function connect(options: TargetOptions, env: NodeJS.ProcessEnv): Promise<Connection> {
  const endpoint = (options.endpoint ?? env['AWS_ENDPOINT_URL'])?.replace(/\/$/, '');
  const meansAws = [options.region, options.profile, options.stack, options.outputs].some(
    (given) => given !== undefined,
  );
  if (endpoint !== undefined && endpoint !== '') {
    if (await isEmbedded(endpoint)) return embedded(endpoint);
    return described(options, 'emulator', {
      endpoint,
      region: options.region ?? env['AWS_REGION'] ?? 'us-east-1',
      forcePathStyle: true,
      ...(env['AWS_ACCESS_KEY_ID'] === undefined && { credentials: emulatorCredentials }),
    });
  }
  if (!meansAws && (await isEmbedded(defaultRuntime))) return embedded(defaultRuntime);
  const { region, profile } = options;
  return described(options, 'aws', {
    ...(region !== undefined && { region }),
    ...(profile !== undefined && { profile }),
  });
}

async function embedded(endpoint: string): Promise<Connection> {
  const page = async <Page>(path: string): Promise<Page | undefined> => {
    const answer = await fetch(`${endpoint}/_spillway/${path}`);
    if (answer.status === 404) return undefined;
    if (!answer.ok) throw new Error(`${endpoint}/_spillway/${path} answered ${answer.status}`);
    return (await answer.json()) as Page;
  };
  return {
    kind: 'embedded',
    where: `the embedded runtime at ${endpoint}`,
    stack: fromConsole(await page('stack'), endpoint),
    clients: new Clients({ endpoint, region: 'us-east-1', credentials: emulatorCredentials, forcePathStyle: true }),
    now: async () => Date.parse((await page<{ time: string }>('health'))!.time),
    console: page,
  };
}

async function described(
  options: TargetOptions,
  kind: 'emulator' | 'aws',
  clientOptions: ClientOptions,
): Promise<Connection> {
  const clients = new Clients(clientOptions);
  try {
    const stack =
      options.outputs === undefined
        ? await fromCloudFormation(await clients.get('cloudformation'), options.stack ?? defaultStack)
        : await fromOutputs(options.outputs, options.stack, await clients.get('sqs'));
    const region = await (await clients.get('sqs')).config.region();
    const where = kind === 'aws' ? `AWS ${region}` : `the emulator at ${clientOptions.endpoint}`;
    return { kind, where: `${where}, stack ${stack.name}`, stack, clients, now: async () => Date.now() };
  } catch (error) {
    await clients.close();
    throw error;
  }
}

/** Whether the embedded runtime answers there. */
async function isEmbedded(endpoint: string): Promise<boolean> {
  try {
    const answer = await fetch(`${endpoint}/_spillway/health`, { signal: AbortSignal.timeout(probeMilliseconds) });
    return answer.ok && ((await answer.json()) as { readonly status?: unknown }).status === 'ready';
  } catch (error) {
    if ((error as Error).name === 'TimeoutError') throw new Error(`${endpoint} does not answer`, { cause: error });
    // Nobody there, or somebody else: the command goes on to what else there is, and says what it found.
    return false;
  }
}

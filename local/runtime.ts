import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { awsGateway } from './aws-gateway.ts';
import { sleep, type TurnableClock } from './clock/clock.ts';
import { seededRandom } from './clock/random.ts';
import { clockPage } from './console/clock-page.ts';
import { Feed } from './console/feed.ts';
import { Journeys } from './console/journeys.ts';
import { consoleAnswer, type ConsoleRoute } from './console/routes.ts';
import { Timeline } from './console/timeline.ts';
import { faultsAroundGateway } from './faults/around-gateway.ts';
import { faultsAroundInvocations, throttledInvocations } from './faults/around-invocations.ts';
import { faultsAroundQueues } from './faults/around-queues.ts';
import { faultsPage } from './faults/console.ts';
import { Faults } from './faults/faults.ts';
import type { FaultRule } from './faults/rule.ts';
import { functionName, functionOfRole, logGroupOf } from './functions.ts';
import { fetchJson, postHttp } from './loopback.ts';
import { durableBlobs, openData } from './persistence/open-data.ts';
import { AwsError } from './services/aws-error.ts';
import type { Cloud } from './services/cloud.ts';
import { createCloud } from './services/create-cloud.ts';
import { listen, type HttpServer } from './services/http-server.ts';
import { MachineLoad } from './services/lambda/worker-host/machine-load.ts';
import { WorkerHost } from './services/lambda/worker-host/worker-host.ts';
import type { BlobStore } from './services/s3/bodies/blob-store.ts';
import { folderBlobs } from './services/s3/bodies/folder-blobs.ts';
import type { WireRequest, WireResponse } from './services/service.ts';
import { readAssembly } from './template/assembly.ts';
import { provisionAll, type Provisioned } from './template/provision.ts';
import { resourceTypes } from './template/resource-types.ts';

export interface RuntimeOptions {
  /** Folder of the synthesized cloud assembly. */
  readonly assembly: string;
  readonly clock: TurnableClock;
  /** Runtime seconds per real second, as given to the clock. */
  readonly speed: number;
  readonly seed: number;
  /** Port of the HTTP API, 0 for a free one. */
  readonly port: number;
  /** Port for AWS SDKs and the console, 0 for a free one. */
  readonly awsPort: number;
  /** Values of the template's parameters. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Scratch space: compile cache and temporary folders of functions. */
  readonly workFolder: string;
  /** Faults from the start on; `/_spillway/faults` changes them. */
  readonly faults?: readonly FaultRule[];
  /** Folder that the engines' state is kept in from run to run; in memory unless told. */
  readonly data?: string;
  /** The data folder cannot be written to any more: no request is answered from here on. */
  readonly onDataFailure?: (error: Error) => void;
  /** Told of every request to the AWS port. */
  readonly onRequest?: (request: WireRequest) => void;
  /** Further console pages by their first path segment. */
  readonly routes?: Readonly<Record<string, ConsoleRoute>>;
}

export interface Runtime {
  readonly cloud: Cloud;
  readonly timeline: Timeline;
  readonly journeys: Journeys;
  readonly stacks: readonly Provisioned[];
  /** Of the first HTTP API in the templates; undefined where they have none. */
  readonly apiUrl: string | undefined;
  readonly awsUrl: string;
  /** The name that people gave a function, for its physical name or ARN; other names stay as they are. */
  readonly nameOf: (resource: string) => string;
  /** Lets requests and invocations under way finish, up to ten seconds, and ends everything. */
  stop(): Promise<void>;
}

const accountId = '000000000000';
const region = 'us-east-1';
/** Runtime time that invocations under way get to finish. */
const drainMilliseconds = 10_000;
const drainStep = 50;

/** Runs a cloud assembly: its engines, its functions in worker threads, its API and the AWS port. */
export async function startRuntime(options: RuntimeOptions): Promise<Runtime> {
  const { clock, speed, workFolder } = options;
  mkdirSync(workFolder, { recursive: true });
  const data = options.data === undefined ? undefined : openData(options.data);
  const timeline = new Timeline(clock);
  const journeys = new Journeys();
  timeline.listen((entry) => journeys.record(entry));

  let answer: (request: WireRequest) => Promise<WireResponse> = unavailable;
  let streams: (request: Omit<WireRequest, 'body'>) => boolean = () => false;
  const awsServer = await listen(options.awsPort, (request) => answer(request), {
    streams: (request) => streams(request),
  });
  const awsUrl = `http://127.0.0.1:${awsServer.port}`;
  // Listens before there is an API, because functions are told its address when they are deployed.
  let answerApi: (request: WireRequest) => Promise<WireResponse> = unavailable;
  const apiServer = await listen(options.port, (request) => answerApi(request));
  const apiAddress = `http://127.0.0.1:${apiServer.port}`;
  const surroundings = {
    clock,
    // A life that goes on must not draw the ids again that it drew before.
    random: seededRandom(data === undefined ? options.seed : `${options.seed}/${data.life}`),
    accountId,
    region,
    endpoint: awsUrl,
    journal: timeline.journal,
  };

  const host = new WorkerHost({
    clock,
    region,
    endpoint: awsUrl,
    answer: (request) => answer(request),
    workFolder,
    speed,
    credentials: (roleArn, environment) => cloud.iam.credentialsFor(roleArn, environment),
    log: ({ functionName, line }) => {
      timeline.journal({ service: 'logs', event: 'line', resource: functionName, line });
      cloud.logs.write(logGroupOf(cloud, functionName), line);
      cloud.cloudwatch.ingestLogLine(functionName, line);
    },
  });
  const nameOf = (resource: string): string => functionName(cloud, resource);
  const feed = new Feed(timeline, journeys, nameOf);
  const faults = new Faults({ clock, journal: timeline.journal, seed: options.seed, nameOf }, options.faults);
  let committed = (): Promise<void> => Promise.resolve();
  const blobs =
    data === undefined
      ? scratchBlobs(join(workFolder, `objects-${awsServer.port}`))
      : durableBlobs(data.objects, () => committed());
  const cloud: Cloud = createCloud(surroundings, {
    environments: faultsAroundInvocations(faults, clock, host.environments),
    admit: throttledInvocations(faults),
    aroundQueues: faultsAroundQueues(faults, {
      clock,
      functionOf: (role) => functionOfRole(cloud, role),
      show: (queueArn, receiptHandle) => showAgain(cloud, queueArn, receiptHandle),
    }),
    blobs,
    postHttp,
    fetchJson,
    lambda: { saturated: new MachineLoad().saturated },
    httpApis: { endpoint: apiAddress },
  });
  const gateway = awsGateway(
    cloud,
    surroundings.random,
    faultsAroundGateway(faults, clock, (accessKeyId) => host.environmentOf(accessKeyId)),
  );
  const persistence = await data?.restore(cloud, clock, options.onDataFailure ?? rethrow);
  if (persistence !== undefined) committed = () => persistence.committed();
  const stacks = await provisionAll(readAssembly(options.assembly), cloud, resourceTypes, {
    accountId,
    region,
    parameters: options.parameters,
  });
  if (persistence !== undefined) {
    persistence.deployed(stacks.flatMap(({ resources }) => [...resources.values()]));
    resume(cloud);
  }
  await committed();
  const api = firstApi(cloud, () => committed());
  if (api === undefined) await apiServer.close();
  else answerApi = api;
  const apiUrl = api && apiAddress;
  const consoleOptions = {
    cloudwatch: cloud.cloudwatch,
    sqs: cloud.sqs,
    lambda: cloud.lambda,
    stacks,
    journeys,
    nameOf,
    health: () => ({
      status: 'ready',
      api: apiUrl,
      aws: awsUrl,
      time: new Date(clock.now()).toISOString(),
      region,
      accountId,
    }),
    routes: {
      feed: (_request: WireRequest, from: string) => feed.page(/^\d+$/.test(from) ? Number(from) : undefined),
      clock: (request: WireRequest) => clockPage(clock, speed, request),
      faults: (request: WireRequest) => faultsPage(faults, request),
      ...options.routes,
    },
  };
  streams = (request) => !request.path.startsWith('/_spillway') && gateway.serviceOf(request)?.streaming === true;
  answer = async (request) => {
    const page = await consoleAnswer(request, consoleOptions);
    if (page !== undefined) return page;
    options.onRequest?.(request);
    const response = await gateway.handle(request);
    await committed();
    return response;
  };
  return {
    cloud,
    timeline,
    journeys,
    stacks,
    apiUrl,
    awsUrl,
    nameOf,
    stop: async () => {
      await apiServer.close();
      await stop(cloud, host, awsServer);
      await persistence?.close();
    },
  };
}

/** Takes up what was under way when the last run ended. */
function resume({ lambda, s3, scheduler, sns }: Cloud): void {
  scheduler.resume();
  lambda.resume();
  s3.resume();
  sns.resume();
}

/** Bodies of objects that end with the process. */
function scratchBlobs(folder: string): BlobStore {
  rmSync(folder, { recursive: true, force: true });
  return folderBlobs(folder);
}

function rethrow(error: Error): never {
  throw error;
}

/** Ends a message's visibility timeout; nothing where it is done with. */
function showAgain(cloud: Cloud, queueArn: string, receiptHandle: string): void {
  const call = { caller: cloud.iam.root, requestId: 'faults', authorize: () => undefined };
  try {
    cloud.sqs.changeVisibility(queueArn, receiptHandle, 0, call);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
  }
}

async function unavailable(): Promise<WireResponse> {
  return { status: 503, headers: {}, body: '' };
}

/** The local runtime serves one API on its port: the stack's first. */
function firstApi(
  { httpApis }: Cloud,
  committed: () => Promise<void>,
): ((request: WireRequest) => Promise<WireResponse>) | undefined {
  const [apiId] = httpApis.apis.keys();
  if (apiId === undefined) return undefined;
  return async (request) => {
    const response = await httpApis.handle(apiId, request);
    await committed();
    return response;
  };
}

async function stop(cloud: Cloud, host: WorkerHost, awsServer: HttpServer): Promise<void> {
  cloud.lambda.mappings.stop();
  const { clock } = cloud.lambda.surroundings;
  for (let waited = 0; cloud.lambda.environments.busy > 0 && waited < drainMilliseconds; waited += drainStep) {
    await sleep(clock, drainStep);
  }
  cloud.cloudwatch.stop();
  cloud.scheduler.stop();
  cloud.lambda.stop();
  await awsServer.close();
  host.stop();
}

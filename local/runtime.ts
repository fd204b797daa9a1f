import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { TurnableClock } from './clock/clock.ts';
import { seededRandom } from './clock/random.ts';
import { clockPage } from './console/clock-page.ts';
import { Feed } from './console/feed.ts';
import { Journeys } from './console/journeys.ts';
import { consoleAnswer, type ConsoleRoute } from './console/routes.ts';
import { Timeline } from './console/timeline.ts';
import { Doors } from './doors.ts';
import { faultsAroundGateway } from './faults/around-gateway.ts';
import { faultsAroundInvocations, throttledInvocations } from './faults/around-invocations.ts';
import { faultsAroundQueues } from './faults/around-queues.ts';
import { faultsPage } from './faults/console.ts';
import { Faults } from './faults/faults.ts';
import type { FaultRule } from './faults/rule.ts';
import { functionName, functionOfRole, logGroupOf } from './functions.ts';
import { resume, stop } from './lifecycle.ts';
import { fetchJson, postHttp } from './loopback.ts';
import { durableBlobs, openData } from './persistence/open-data.ts';
import { AwsError } from './services/aws-error.ts';
import { awsServices } from './services/aws-services.ts';
import type { Cloud } from './services/cloud.ts';
import { createCloud } from './services/create-cloud.ts';
import { Gateway } from './services/gateway.ts';
import { MachineLoad } from './services/lambda/worker-host/machine-load.ts';
import { WorkerHost } from './services/lambda/worker-host/worker-host.ts';
import type { BlobStore } from './services/s3/bodies/blob-store.ts';
import { folderBlobs } from './services/s3/bodies/folder-blobs.ts';
import type { WireRequest } from './services/service.ts';
import { readAssembly, type StackArtifact } from './template/assembly.ts';
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

/**
 * Runs a cloud assembly: its engines, its functions in worker threads, its API and the AWS port.
 *
 * @throws Error in one line where it cannot; nothing listens then
 */
export async function startRuntime(options: RuntimeOptions): Promise<Runtime> {
  const assembly = readAssembly(options.assembly);
  const doors = await Doors.open(options.awsPort, hasApi(assembly) ? options.port : undefined);
  try {
    return await startBehind(doors, assembly, options);
  } catch (error) {
    await doors.close();
    throw error;
  }
}

async function startBehind(
  doors: Doors,
  assembly: readonly StackArtifact[],
  options: RuntimeOptions,
): Promise<Runtime> {
  const { clock, speed, workFolder } = options;
  const { apiUrl, awsUrl } = doors;
  mkdirSync(workFolder, { recursive: true });
  const data = options.data === undefined ? undefined : openData(options.data);
  const timeline = new Timeline(clock);
  const journeys = new Journeys();
  timeline.listen((entry) => journeys.record(entry));

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
    answer: (request) => doors.answer(request),
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
      ? scratchBlobs(join(workFolder, `objects-${doors.awsPort}`))
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
    httpApis: apiUrl === undefined ? {} : { endpoint: apiUrl },
  });
  const gateway = new Gateway(awsServices(cloud), {
    callerOf: (accessKeyId) => cloud.iam.callerFor(accessKeyId),
    authorizerFor: (caller) => cloud.iam.authorizerFor(caller),
    nextRequestId: () => surroundings.random.uuid(),
    around: faultsAroundGateway(faults, clock, (accessKeyId) => host.environmentOf(accessKeyId)),
  });
  const persistence = await data?.restore(cloud, clock, options.onDataFailure ?? rethrow);
  if (persistence !== undefined) committed = () => persistence.committed();
  const stacks = await provisionAll(assembly, cloud, resourceTypes, {
    accountId,
    region,
    parameters: options.parameters,
  });
  if (persistence !== undefined) {
    persistence.deployed(stacks.flatMap(({ resources }) => [...resources.values()]));
    resume(cloud);
  }
  await committed();
  doors.answerApi = firstApi(cloud, () => committed());
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
  doors.streams = (request) => !request.path.startsWith('/_spillway') && gateway.serviceOf(request)?.streaming === true;
  doors.answer = async (request) => {
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
      await stop(cloud, host, doors);
      await persistence?.close();
    },
  };
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

function hasApi(assembly: readonly StackArtifact[]): boolean {
  const types = assembly.flatMap(({ template }) => Object.values(template.Resources ?? {}).map(({ Type }) => Type));
  return types.includes('AWS::ApiGatewayV2::Api');
}

/** The local runtime serves one API on its port: the stack's first. */
function firstApi({ httpApis }: Cloud, committed: () => Promise<void>): Doors['answerApi'] {
  return async (request) => {
    const [apiId] = httpApis.apis.keys();
    const response = await httpApis.handle(apiId!, request);
    await committed();
    return response;
  };
}

import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { WorkerEnvironment } from './worker-environment.ts';
import type { Clock } from '../../../clock/clock.ts';
import type { WireRequest, WireResponse } from '../../service.ts';
import type { EnvironmentFactory } from '../execution-environment.ts';

export interface RoleCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** One line of output of a function. */
export interface LogLine {
  readonly functionName: string;
  /** Undefined while the code loads. */
  readonly requestId: string | undefined;
  /** `platform` for START, END and REPORT. */
  readonly stream: 'stdout' | 'stderr' | 'platform';
  readonly line: string;
}

/** What is particular to one environment. */
export interface WorkerOptions extends Omit<WorkerHostOptions, 'credentials'> {
  readonly credentials: RoleCredentials;
  /** A folder of its own, which exists; removed when the environment stops. */
  readonly temporary: string;
}

export interface WorkerHostOptions {
  readonly clock: Clock;
  readonly region: string;
  /** Base of the AWS port: `http://127.0.0.1:4566`. */
  readonly endpoint: string;
  /**
   * Answers requests to the endpoint that workers send without going through a socket.
   *
   * @default - they all go over HTTP
   */
  readonly answer?: (request: WireRequest) => Promise<WireResponse>;
  /** Holds compile cache and temporary folders; the latter are removed on stop. */
  readonly workFolder: string;
  /** Credentials that stand for a role, a session of its own for each execution environment. */
  readonly credentials: (roleArn: string, environment: string) => RoleCredentials;
  readonly log?: (line: LogLine) => void;
  /**
   * Whether START, END and REPORT lines are logged.
   *
   * @default false
   */
  readonly platformLines?: boolean;
  /**
   * Runtime seconds per real second, as given to the clock.
   *
   * @default 1
   */
  readonly speed?: number;
}

/** An execution environment as the signer of its requests. */
export interface LivingEnvironment {
  readonly functionName: string;
  readonly kill: () => void;
}

/** Runs real bundles: every execution environment is a worker thread of this process. */
export class WorkerHost {
  readonly #options: WorkerHostOptions;
  readonly #temporary: string;
  readonly #byKey = new Map<string, LivingEnvironment>();
  #started = 0;

  constructor(options: WorkerHostOptions) {
    this.#options = options;
    this.#temporary = join(options.workFolder, 'tmp');
    rmSync(this.#temporary, { recursive: true, force: true });
  }

  /** The port that the Lambda engine takes. */
  readonly environments: EnvironmentFactory = (settings) => {
    this.#started += 1;
    const name = `${settings.functionName}-${this.#started}`;
    const temporary = join(this.#temporary, name);
    mkdirSync(temporary, { recursive: true });
    const credentials = this.#options.credentials(settings.role, name);
    const environment = new WorkerEnvironment(settings, { ...this.#options, credentials, temporary }, () =>
      this.#byKey.delete(credentials.accessKeyId),
    );
    this.#byKey.set(credentials.accessKeyId, {
      functionName: settings.functionName,
      kill: () => environment.stop(),
    });
    return environment;
  };

  /** The living environment that signs with a key. Killing it fails what it runs as a crash does. */
  environmentOf(accessKeyId: string): LivingEnvironment | undefined {
    return this.#byKey.get(accessKeyId);
  }

  /** Removes what environments left in their temporary folders; stop the engine first. */
  stop(): void {
    rmSync(this.#temporary, { recursive: true, force: true });
  }
}

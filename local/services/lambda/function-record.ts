import type { AliasRoutingConfiguration, Cors, DestinationConfig, LoggingConfig } from '@aws-sdk/client-lambda';
import type { PolicyStatement } from '../service.ts';

/** Configuration and code of one version of a function: what an environment is made from. */
export interface FunctionSettings {
  readonly functionName: string;
  /** Unqualified. */
  readonly functionArn: string;
  /** `$LATEST` or a number. */
  readonly version: string;
  /** Folder that holds the handler's module; where code came as a file, that file. */
  readonly codePath: string;
  readonly codeSha256: string;
  readonly codeSize: number;
  /** `index.handler` */
  readonly handler: string;
  /** `nodejs24.x` */
  readonly runtime: string;
  /** ARN of the execution role. */
  readonly role: string;
  readonly description: string;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  readonly ephemeralStorageMb: number;
  readonly environment: Readonly<Record<string, string>>;
  /** ARNs of layer versions; noted, their content is not mounted. */
  readonly layers: readonly string[];
  readonly architectures: readonly string[];
  readonly logging: LoggingConfig;
  readonly tracingMode: 'Active' | 'PassThrough';
  readonly deadLetterArn?: string | undefined;
  /** ISO 8601 with `+0000`, as Lambda writes it. */
  readonly lastModified: string;
  /** Changes with every update; environments of an older revision serve no new invocation. */
  readonly revisionId: string;
}

export interface Alias {
  readonly name: string;
  readonly functionVersion: string;
  readonly description: string;
  readonly routing?: AliasRoutingConfiguration | undefined;
  readonly revisionId: string;
}

/** How asynchronous invocations of a function, version or alias are retried and reported. */
export interface AsyncSettings {
  /** Lambda's default where nobody said. */
  readonly maximumRetryAttempts?: number | undefined;
  readonly maximumEventAgeSeconds?: number | undefined;
  readonly destinations: DestinationConfig;
  /** Milliseconds since the epoch. */
  readonly lastModified: number;
}

export interface FunctionUrl {
  readonly url: string;
  readonly authType: 'AWS_IAM' | 'NONE';
  readonly cors?: Cors | undefined;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly lastModified: string;
}

/** A function with all that hangs on it. Maps keyed by qualifier use `$LATEST` for the unqualified function. */
export interface FunctionRecord {
  readonly latest: FunctionSettings;
  readonly versions: Readonly<Record<string, FunctionSettings>>;
  /** Number of the last published version. */
  readonly published: number;
  readonly aliases: Readonly<Record<string, Alias>>;
  readonly policies: Readonly<Record<string, readonly PolicyStatement[]>>;
  readonly asyncSettings: Readonly<Record<string, AsyncSettings>>;
  readonly urls: Readonly<Record<string, FunctionUrl>>;
  readonly reservedConcurrency?: number | undefined;
  readonly tags: Readonly<Record<string, string>>;
}

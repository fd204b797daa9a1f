import { CfnResource, Duration, type Size } from 'aws-cdk-lib';
import { Grant, Role, ServicePrincipal, type IGrantable, type IPrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { environment, type EnvironmentKey } from '../../contracts/environment.ts';
import { codeOf } from '../bundling/code.ts';
import { functionName } from '../bundling/entries.ts';
import { consumerLimits, enforce, shapeLimits } from './limits.ts';
import { logLevelOf, logRetentionOf, removalPolicyOf, type LogLevel } from './stage.ts';

export type FunctionEnvironment = Readonly<Partial<Record<EnvironmentKey, string>>>;

export interface NodeFunctionProps {
  /** Source of the handler, from the repository's root: `lambdas/orders/process.ts`. */
  readonly entry: string;
  /**
   * How long one invocation may run, 1 to 900 seconds.
   *
   * @default Duration.seconds(10)
   */
  readonly timeout?: Duration;
  /**
   * Memory in MB, 128 to 10240. CPU grows with it: below 512 a cold start takes visibly longer.
   *
   * @default 512
   */
  readonly memory?: number;
  /**
   * Room in /tmp, 512 MiB to 10 GiB.
   *
   * @default - 512 MiB
   */
  readonly ephemeralStorage?: Size;
  /**
   * Variables by the names of contracts/environment.ts.
   *
   * @default - none; what a function connects to sets its own
   */
  readonly environment?: FunctionEnvironment;
  /**
   * How long logs are kept.
   *
   * @default - context `spillway:logRetentionDays`, else three months in prod and one elsewhere
   */
  readonly logRetention?: RetentionDays;
  /**
   * Lowest level that is logged.
   *
   * @default - context `spillway:logLevel`, else `INFO`
   */
  readonly logLevel?: LogLevel;
}

/** Under this key the template names the source of each function, for tools that read the template alone. */
export const entryMetadata = 'Spillway::Entry';

/**
 * A Node 24 function on arm64 with a role and a log group of its own. The role may write that log group and nothing
 * else until something is granted.
 */
export class NodeFunction extends Construct implements IGrantable {
  readonly function: Function;
  readonly role: Role;
  readonly logGroup: LogGroup;
  readonly grantPrincipal: IPrincipal;
  readonly timeout: Duration;
  /** Where the function's own counters are in CloudWatch. */
  readonly metrics: { readonly namespace: string; readonly service: string };

  constructor(scope: Construct, id: string, props: NodeFunctionProps) {
    super(scope, id);
    this.timeout = props.timeout ?? Duration.seconds(10);
    this.metrics = { namespace: 'Spillway', service: functionName(props.entry) };
    const memorySize = props.memory ?? 512;
    enforce(this, shapeLimits.entry, props.entry);
    enforce(this, shapeLimits.memory, memorySize);
    enforce(this, consumerLimits.timeout, this.timeout);

    this.logGroup = new LogGroup(this, 'Logs', {
      retention: props.logRetention ?? logRetentionOf(this),
      removalPolicy: removalPolicyOf(this),
    });
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    this.grantPrincipal = this.role;
    this.logGroup.grantWrite(this.role);
    this.function = new Function(this, 'Function', {
      code: codeOf(this, props.entry),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      timeout: this.timeout,
      memorySize,
      ephemeralStorageSize: props.ephemeralStorage,
      role: this.role,
      logGroup: this.logGroup,
      environment: {
        NODE_OPTIONS: '--enable-source-maps',
        POWERTOOLS_SERVICE_NAME: this.metrics.service,
        POWERTOOLS_METRICS_NAMESPACE: this.metrics.namespace,
        POWERTOOLS_LOG_LEVEL: props.logLevel ?? logLevelOf(this),
      },
    });
    (this.function.node.defaultChild as CfnResource).addMetadata(entryMetadata, props.entry);
    for (const [key, value] of Object.entries(props.environment ?? {})) {
      this.setEnvironment(key as EnvironmentKey, value);
    }
  }

  /** Tells the function where something is, by a name of contracts/environment.ts. */
  setEnvironment(key: EnvironmentKey, value: string): void {
    this.function.addEnvironment(environment[key], value);
  }

  /** Allows the named actions on the named resources, and nothing beside or beneath them. */
  allow(actions: readonly string[], ...resourceArns: readonly string[]): void {
    Grant.addToPrincipal({ grantee: this, actions: [...actions], resourceArns: [...resourceArns] }).assertSuccess();
  }
}

import { CfnParameter, Fn } from 'aws-cdk-lib';
import { AttributeType } from 'aws-cdk-lib/aws-dynamodb';
import { FunctionUrlAuthType, type FunctionUrl } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { EnvironmentKey } from '../contracts/environment.ts';
import type { ProviderAddresses } from './config.ts';
import { NodeFunction } from './constructs/node-function.ts';
import { table } from './constructs/table.ts';

export type ProviderKey = Extract<EnvironmentKey, 'paymentUrl' | 'mailUrl' | 'pushUrl'>;

/** Where the outside world is, and how a function is allowed to reach it. */
export interface Providers {
  /** Tells a function the URL of one provider, with whatever it needs to call it. */
  connect(fn: NodeFunction, provider: ProviderKey): void;
}

/** Local stage: whoever runs the template says where the stand-ins listen. */
export class ParameterProviders extends Construct implements Providers {
  private readonly urls: Readonly<Record<ProviderKey, string>>;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const url = (name: string): string => {
      const parameter = new CfnParameter(this, name, {
        type: 'String',
        description: `Base URL of the ${name} stand-in`,
      });
      parameter.overrideLogicalId(name);
      return parameter.valueAsString;
    };
    this.urls = { paymentUrl: url('PaymentUrl'), mailUrl: url('MailUrl'), pushUrl: url('PushUrl') };
  }

  connect(fn: NodeFunction, provider: ProviderKey): void {
    fn.setEnvironment(provider, this.urls[provider]);
  }
}

/** Dev stage: the stand-ins as one function behind a URL that takes signed requests only. No money moves, no mail leaves. */
export class SandboxProviders extends Construct implements Providers {
  private readonly sandbox: NodeFunction;
  private readonly url: FunctionUrl;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const ledgers = table(this, 'Ledgers', {
      partitionKey: 'ledger',
      sortKey: { name: 'id', type: AttributeType.STRING },
      timeToLiveAttribute: 'expiration',
    });
    this.sandbox = new NodeFunction(this, 'Sandbox', { entry: 'stand-ins/sandbox.ts' });
    this.sandbox.function.addEnvironment('SANDBOX_TABLE', ledgers.tableName);
    this.sandbox.allow(['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'], ledgers.tableArn);
    this.url = this.sandbox.function.addFunctionUrl({ authType: FunctionUrlAuthType.AWS_IAM });
  }

  connect(fn: NodeFunction, provider: ProviderKey): void {
    const path = { paymentUrl: 'payment', mailUrl: 'mail', pushUrl: 'push' }[provider];
    // The URL ends in a slash.
    fn.setEnvironment(provider, Fn.join('', [this.url.url, path]));
    fn.setEnvironment('providerAuthentication', 'iam');
    // Both, for URLs made since October 2025: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
    fn.allow(['lambda:InvokeFunctionUrl', 'lambda:InvokeFunction'], this.sandbox.function.functionArn);
  }
}

/** Prod stage: real providers by URL, with an API key from Secrets Manager. */
export class ConfiguredProviders extends Construct implements Providers {
  private readonly addresses: ProviderAddresses;

  constructor(scope: Construct, id: string, addresses: ProviderAddresses) {
    super(scope, id);
    this.addresses = addresses;
  }

  connect(fn: NodeFunction, provider: ProviderKey): void {
    fn.setEnvironment(provider, this.addresses[provider]);
    fn.setEnvironment('providerAuthentication', 'secret');
    fn.setEnvironment('providerSecretArn', this.addresses.secretArn);
    fn.allow(['secretsmanager:GetSecretValue'], this.addresses.secretArn);
  }
}

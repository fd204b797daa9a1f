import { addFunction } from '../function-settings.ts';
import { inlineCode } from './inline-code.ts';
import { text } from './property.ts';
import type { LoggingConfig } from '@aws-sdk/client-lambda';
import type { Created, Resource, ResourceType } from '../../../template/resource-type.ts';
import type { Cloud } from '../../cloud.ts';

interface Properties {
  FunctionName?: string;
  Code: { S3Key?: string; ZipFile?: string; ImageUri?: string };
  Handler?: string;
  Runtime?: string;
  Role: string;
  Description?: string;
  Timeout?: number | string;
  MemorySize?: number | string;
  EphemeralStorage?: { Size: number };
  Environment?: { Variables?: Record<string, unknown> };
  Layers?: string[];
  Architectures?: string[];
  LoggingConfig?: LoggingConfig;
  TracingConfig?: { Mode?: 'Active' | 'PassThrough' };
  DeadLetterConfig?: { TargetArn?: string };
  ReservedConcurrentExecutions?: number | string;
  Tags?: { Key: string; Value: string }[];
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-function.html */
export const lambdaFunction: ResourceType = {
  properties: {
    Architectures: true,
    Code: true,
    CodeSigningConfigArn: 'signatures are checked when code is uploaded, and nothing is uploaded here',
    DeadLetterConfig: true,
    Description: true,
    Environment: true,
    EphemeralStorage: true,
    FunctionName: true,
    Handler: true,
    KmsKeyArn: 'encryption at rest cannot be seen from outside',
    Layers: true,
    LoggingConfig: true,
    MemorySize: true,
    PackageType: 'an image is refused for its code',
    RecursiveLoop: 'loops between functions and queues are not detected',
    ReservedConcurrentExecutions: true,
    Role: true,
    Runtime: true,
    RuntimeManagementConfig: 'there is one runtime: the Node.js that runs the simulator',
    SnapStart: 'Lambda does not offer it for Node.js',
    Tags: true,
    Timeout: true,
    TracingConfig: true,
    VpcConfig: 'there is no network to be in: everything is on the loopback interface',
  },
  create(resource: Resource, cloud: Cloud): Created {
    const properties = resource.properties as unknown as Properties;
    const functionName = properties.FunctionName ?? resource.physicalName(64);
    const settings = addFunction(
      cloud.lambda,
      {
        functionName,
        ...codeOf(resource, properties.Code),
        handler: text(resource, 'Handler'),
        runtime: text(resource, 'Runtime'),
        role: properties.Role,
        description: properties.Description ?? '',
        timeoutSeconds: number(properties.Timeout) ?? 3,
        memoryMb: number(properties.MemorySize) ?? 128,
        ephemeralStorageMb: number(properties.EphemeralStorage?.Size) ?? 512,
        environment: variables(properties),
        layers: properties.Layers ?? [],
        architectures: properties.Architectures ?? ['x86_64'],
        logging: properties.LoggingConfig ?? {},
        tracingMode: properties.TracingConfig?.Mode ?? 'PassThrough',
        deadLetterArn: properties.DeadLetterConfig?.TargetArn,
      },
      {
        reservedConcurrency: number(properties.ReservedConcurrentExecutions),
        tags: Object.fromEntries((properties.Tags ?? []).map(({ Key, Value }) => [Key, Value])),
      },
    );
    return { ref: functionName, attributes: { Arn: settings.functionArn } };
  },
};

function codeOf(resource: Resource, { S3Key, ZipFile, ...rest }: Properties['Code']) {
  if (S3Key !== undefined) return { codePath: resource.assetPath(S3Key), codeSha256: S3Key.replace(/\.zip$/, '') };
  if (ZipFile !== undefined) return inlineCode(ZipFile);
  throw new Error(
    `Code must be an asset (S3Bucket and S3Key) or inline (ZipFile), got ${Object.keys(rest).join(', ')}`,
  );
}

function variables(properties: Properties): Record<string, string> {
  const entries = Object.entries(properties.Environment?.Variables ?? {});
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
}

function number(value: number | string | undefined): number | undefined {
  return value === undefined ? value : Number(value);
}

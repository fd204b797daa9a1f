import type { FunctionSettings } from './function-record.ts';

/**
 * A function's configuration as the API shows it.
 *
 * @param functionArn as it was asked for; a version's own unless told
 */
export function configurationOutput(settings: FunctionSettings, functionArn?: string): Record<string, unknown> {
  return {
    ...listedConfiguration(settings, functionArn),
    State: 'Active',
    LastUpdateStatus: 'Successful',
  };
}

/** What lists show of it: all but the state. https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctions.html */
export function listedConfiguration(settings: FunctionSettings, functionArn?: string): Record<string, unknown> {
  const latest = settings.version === '$LATEST';
  return {
    FunctionName: settings.functionName,
    FunctionArn: functionArn ?? (latest ? settings.functionArn : `${settings.functionArn}:${settings.version}`),
    Runtime: settings.runtime,
    Role: settings.role,
    Handler: settings.handler,
    CodeSize: settings.codeSize,
    CodeSha256: settings.codeSha256,
    Description: settings.description,
    Timeout: settings.timeoutSeconds,
    MemorySize: settings.memoryMb,
    LastModified: settings.lastModified,
    Version: settings.version,
    ...(settings.deadLetterArn !== undefined && { DeadLetterConfig: { TargetArn: settings.deadLetterArn } }),
    ...(Object.keys(settings.environment).length > 0 && { Environment: { Variables: settings.environment } }),
    TracingConfig: { Mode: settings.tracingMode },
    RevisionId: settings.revisionId,
    ...(settings.layers.length > 0 && { Layers: settings.layers.map((arn) => ({ Arn: arn, CodeSize: 0 })) }),
    PackageType: 'Zip',
    Architectures: settings.architectures,
    EphemeralStorage: { Size: settings.ephemeralStorageMb },
    SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
    LoggingConfig: { LogFormat: 'Text', LogGroup: `/aws/lambda/${settings.functionName}`, ...settings.logging },
  };
}

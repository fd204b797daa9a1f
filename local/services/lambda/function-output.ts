import type { FunctionSettings } from './function-record.ts';

/** A function's configuration as the API shows it. */
export function configurationOutput(settings: FunctionSettings): Record<string, unknown> {
  const latest = settings.version === '$LATEST';
  return {
    FunctionName: settings.functionName,
    FunctionArn: latest ? settings.functionArn : `${settings.functionArn}:${settings.version}`,
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
    State: 'Active',
    LastUpdateStatus: 'Successful',
    PackageType: 'Zip',
    Architectures: settings.architectures,
    EphemeralStorage: { Size: settings.ephemeralStorageMb },
    SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
    LoggingConfig: { LogFormat: 'Text', LogGroup: `/aws/lambda/${settings.functionName}`, ...settings.logging },
  };
}

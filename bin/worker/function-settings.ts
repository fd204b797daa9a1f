import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';

export interface FunctionSettings {
  readonly variables: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
}

/** What the stack told a function: where its queue and tables are, and how long it may take. */
export async function functionSettings(functionName: string): Promise<FunctionSettings> {
  const client = new LambdaClient({});
  try {
    const { Environment, Timeout } = await client.send(
      new GetFunctionConfigurationCommand({ FunctionName: functionName }),
    );
    return { variables: Environment?.Variables ?? {}, timeoutSeconds: Timeout! };
  } finally {
    client.destroy();
  }
}

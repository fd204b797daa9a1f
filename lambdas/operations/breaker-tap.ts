import {
  GetEventSourceMappingCommand,
  ResourceInUseException,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import type { BreakerState, ProtectedMapping } from '../../contracts/breaker.ts';
import { lambda } from '../messaging/aws/lambda.ts';
import { describe } from '../messaging/errors.ts';
import { count, log } from '../messaging/log.ts';

/** How wide a mapping is open. */
interface Opening {
  readonly enabled: boolean;
  readonly batchSize: number;
  readonly maxConcurrency: number;
}

/** AWS allows no mapping a smaller concurrency: https://docs.aws.amazon.com/lambda/latest/api/API_ScalingConfig.html */
const leastConcurrency = 2;

/** While probes are out few messages are received, since all but those with a permit spend a receive for nothing. */
function wanted(state: BreakerState, { batchSize, maxConcurrency }: ProtectedMapping): Opening {
  if (state === 'HALF_OPEN') return { enabled: true, batchSize: 1, maxConcurrency: leastConcurrency };
  return { enabled: state === 'CLOSED', batchSize, maxConcurrency };
}

/** Turns each mapping to where the state wants it. One that cannot be turned now is turned by the next run. */
export async function turnTap(state: BreakerState, mappings: readonly ProtectedMapping[]): Promise<void> {
  for (const mapping of mappings) {
    try {
      await turn(mapping.id, wanted(state, mapping));
    } catch (error) {
      // It is on its way from one state to another, and takes no orders meanwhile.
      if (!(error instanceof ResourceInUseException)) count('BreakerTapStuck');
      log.warn('mapping not turned', { subject: mapping.id, errorType: describe(error).errorType });
    }
  }
}

async function turn(UUID: string, { enabled, batchSize, maxConcurrency }: Opening): Promise<void> {
  const found = await lambda.send(new GetEventSourceMappingCommand({ UUID }));
  const isEnabled = !(found.State === 'Disabled' || found.State === 'Disabling');
  const isWide = found.BatchSize === batchSize && found.ScalingConfig?.MaximumConcurrency === maxConcurrency;
  if (isEnabled === enabled && (isWide || !enabled)) return;
  await lambda.send(
    new UpdateEventSourceMappingCommand({
      UUID,
      Enabled: enabled,
      ...(enabled && { BatchSize: batchSize, ScalingConfig: { MaximumConcurrency: maxConcurrency } }),
    }),
  );
  log.warn('mapping turned', { subject: UUID, status: enabled ? 'Enabled' : 'Disabled', count: batchSize });
}

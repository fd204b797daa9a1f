import { NotSimulated } from '../aws-error.ts';

/** Global tables and vector indexes, as the actions take them. */
export const UNSIMULATED = {
  CreateTable: ['GlobalTableSourceArn', 'GlobalTableSettingsReplicationMode', 'VectorIndexes'],
  UpdateTable: [
    'ReplicaUpdates',
    'MultiRegionConsistency',
    'GlobalTableWitnessUpdates',
    'GlobalTableSettingsReplicationMode',
    'DisassociationProtectionEnabled',
    'VectorIndexUpdates',
  ],
} as const;

/** @throws NotSimulated for a member that would otherwise be passed over */
export function refuseUnsimulated(action: keyof typeof UNSIMULATED, input: object): void {
  const given = UNSIMULATED[action].find((member) => Object.hasOwn(input, member));
  if (given !== undefined) throw new NotSimulated(`dynamodb:${action} with ${given}`);
}

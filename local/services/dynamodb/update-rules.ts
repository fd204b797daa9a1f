import { invalidParameter, validation } from './validation.ts';
import type { UpdateTableInput } from './actions/update-table.ts';

const MEMBERS = [
  'ProvisionedThroughput',
  'BillingMode',
  'TableThroughputMode',
  'StreamSpecification',
  'GlobalSecondaryIndexUpdates',
  'SSESpecification',
  'DeletionProtectionEnabled',
  'OnDemandThroughput',
  'WarmThroughput',
  'TableClass',
] as const;

/** In the order in which AWS names them. */
const ALONE = [
  ['SSESpecification', 'Server-Side Encryption modification'],
  ['TableClass', 'TableClass modification'],
  ['DeletionProtectionEnabled', 'DeletionProtection modification'],
] as const;

/**
 * An update changes one thing at a time, of few pairs apart.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTable.html
 *
 * @throws AwsError `ValidationException`
 */
export function checkOneThing(input: UpdateTableInput): void {
  const given = MEMBERS.filter((member) => input[member] !== undefined);
  const effective = given.filter(
    (member) => input.GlobalSecondaryIndexUpdates?.length !== 0 || !member.startsWith('Glo'),
  );
  if (effective.length === 0) {
    throw validation(
      'At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates, SSESpecification, ReplicaUpdates, MultiAccountReplicaReady, ReplicaTransitRoleArn, MultiRegionConsistency, DeletionProtectionEnabled, OnDemandThroughput, WarmThroughput or TableClass is required',
    );
  }
  if (effective.length < given.length) throw invalidParameter('List of GlobalSecondaryIndexUpdates is empty');
  if (given.length < 2) return;
  for (const [member, called] of ALONE) {
    if (input[member] !== undefined) throw invalidParameter(`${called} must be the only operation in the request`);
  }
  checkPairs(input, given.length);
}

function checkPairs(input: UpdateTableInput, count: number): void {
  const { StreamSpecification: stream, WarmThroughput: warm, OnDemandThroughput: maximum } = input;
  const mode = input.BillingMode ?? input.TableThroughputMode;
  const units = input.ProvisionedThroughput !== undefined || mode === 'PROVISIONED';
  const changesIndexes = input.GlobalSecondaryIndexUpdates?.some(({ Update }) => Update === undefined) ?? false;
  const modes = Number(input.BillingMode !== undefined) + Number(input.TableThroughputMode !== undefined);
  if (maximum !== undefined && count > 1 + modes) {
    throw invalidParameter('OnDemandThroughput can only be combined with BillingMode in an UpdateTable request');
  }
  if (warm !== undefined) {
    throw invalidParameter(
      changesIndexes
        ? 'Create global secondary index cannot be specified when updating WarmThroughput'
        : 'WarmThroughput must be the only operation in the request',
    );
  }
  if (units && stream !== undefined) {
    throw invalidParameter('You cannot modify stream status while updating table IOPS');
  }
  if (changesIndexes && stream !== undefined) {
    throw invalidParameter('You cannot create or delete index while changing stream status');
  }
  if (changesIndexes && input.ProvisionedThroughput !== undefined && mode === undefined) {
    throw invalidParameter('You cannot create or delete index while updating table IOPS');
  }
}

import { AttributeType, BillingMode, Table, type TableProps } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { removalPolicyOf, stageOf } from './stage.ts';

export type OwnTableProps = Omit<TableProps, 'partitionKey' | 'sortKey' | 'billingMode'> & {
  /** Name of the string attribute that is the partition key. */
  readonly partitionKey: string;
  /**
   * Sort key.
   *
   * @default - none
   */
  readonly sortKey?: { readonly name: string; readonly type: AttributeType };
};

/** A table that costs nothing while idle; in prod it can be restored to any second and is not deleted by mistake. */
export function table(scope: Construct, id: string, { partitionKey, ...props }: OwnTableProps): Table {
  const prod = stageOf(scope) === 'prod';
  return new Table(scope, id, {
    ...props,
    partitionKey: { name: partitionKey, type: AttributeType.STRING },
    billingMode: BillingMode.PAY_PER_REQUEST,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: prod },
    deletionProtection: prod,
    removalPolicy: removalPolicyOf(scope),
  });
}

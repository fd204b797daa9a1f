import { AwsError } from '../../aws-error.ts';
import type { Call } from '../../service.ts';
import type { CloudWatch } from '../cloudwatch.ts';
import type { DeleteDashboardsInput, DeleteDashboardsOutput } from '@aws-sdk/client-cloudwatch';

/**
 * Deletes dashboards: all of them, or none if one is not there.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DeleteDashboards.html
 */
export function deleteDashboards(
  cloudwatch: CloudWatch,
  input: DeleteDashboardsInput,
  call: Call,
): DeleteDashboardsOutput {
  const names = input.DashboardNames ?? [];
  for (const name of names) {
    call.authorize({ action: 'cloudwatch:DeleteDashboards', resource: cloudwatch.dashboardArn(name) });
  }
  const unknown = names.filter((name) => !cloudwatch.store.dashboards.has(name));
  if (unknown.length > 0) throw dashboardNotFound(unknown);
  for (const name of names) cloudwatch.store.apply({ kind: 'dashboard-deleted', name });
  return {};
}

export function dashboardNotFound(names: readonly string[]): AwsError {
  return new AwsError('DashboardNotFoundError', `Dashboard ${names.join(', ')} does not exist`, {
    status: 404,
    queryCode: 'ResourceNotFound',
  });
}

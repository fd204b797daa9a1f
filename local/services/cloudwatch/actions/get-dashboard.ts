import { dashboardNotFound } from './delete-dashboards.ts';
import type { Call } from '../../service.ts';
import type { CloudWatch } from '../cloudwatch.ts';
import type { GetDashboardInput, GetDashboardOutput } from '@aws-sdk/client-cloudwatch';

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetDashboard.html */
export function getDashboard(cloudwatch: CloudWatch, input: GetDashboardInput, call: Call): GetDashboardOutput {
  const name = input.DashboardName ?? '';
  const arn = cloudwatch.dashboardArn(name);
  call.authorize({ action: 'cloudwatch:GetDashboard', resource: arn });
  const dashboard = cloudwatch.store.dashboards.get(name);
  if (dashboard === undefined) throw dashboardNotFound([name]);
  return { DashboardArn: arn, DashboardBody: dashboard.body, DashboardName: name };
}

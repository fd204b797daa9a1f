import { pageOf } from '../page.ts';
import type { Call } from '../../service.ts';
import type { CloudWatch } from '../cloudwatch.ts';
import type { ListDashboardsInput, ListDashboardsOutput } from '@aws-sdk/client-cloudwatch';

const PAGE_SIZE = 1000;

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_ListDashboards.html */
export function listDashboards(cloudwatch: CloudWatch, input: ListDashboardsInput, call: Call): ListDashboardsOutput {
  call.authorize({ action: 'cloudwatch:ListDashboards', resource: '*' });
  const prefix = input.DashboardNamePrefix ?? '';
  const found = [...cloudwatch.store.dashboards.values()]
    .filter(({ name }) => name.startsWith(prefix))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const { items, nextToken } = pageOf(found, input.NextToken, PAGE_SIZE);
  return {
    DashboardEntries: items.map(({ name, body, modifiedAt }) => ({
      DashboardName: name,
      DashboardArn: cloudwatch.dashboardArn(name),
      LastModified: new Date(modifiedAt),
      Size: Buffer.byteLength(body),
    })),
    NextToken: nextToken,
  };
}

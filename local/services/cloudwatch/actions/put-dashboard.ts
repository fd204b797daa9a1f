import { AwsError } from '../../aws-error.ts';
import type { Call } from '../../service.ts';
import type { CloudWatch } from '../cloudwatch.ts';
import type { PutDashboardInput, PutDashboardOutput } from '@aws-sdk/client-cloudwatch';

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutDashboard.html */
export function putDashboard(cloudwatch: CloudWatch, input: PutDashboardInput, call: Call): PutDashboardOutput {
  const { DashboardName: name = '', DashboardBody: body = '' } = input;
  call.authorize({ action: 'cloudwatch:PutDashboard', resource: cloudwatch.dashboardArn(name) });
  if (!/^[A-Za-z0-9_-]{1,255}$/.test(name)) throw invalid(`Dashboard name ${name} is invalid`);
  checkBody(body);
  const dashboard = { name, body, modifiedAt: cloudwatch.surroundings.clock.now() };
  cloudwatch.store.apply({ kind: 'dashboard', dashboard });
  return { DashboardValidationMessages: [] };
}

function checkBody(body: string): void {
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed === 'object' && parsed !== null && 'widgets' in parsed) return;
  } catch (cause) {
    throw invalid('The field DashboardBody must be a valid JSON object', { cause });
  }
  throw invalid('The dashboard body is invalid, there are 1 validation errors: should have required property widgets');
}

function invalid(message: string, options?: ErrorOptions): AwsError {
  return new AwsError('DashboardInvalidInputError', message, { ...options, queryCode: 'InvalidParameterInput' });
}

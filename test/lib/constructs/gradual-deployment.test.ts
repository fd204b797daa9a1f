import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import type { Template } from '../../../lib/doctor/template.ts';
import { ofType, target } from '../../../lib/doctor/template.ts';
import { AlarmTopic } from '../../../lib/constructs/alarm-topic.ts';
import { HttpEndpoints } from '../../../lib/constructs/http-endpoints.ts';
import { QueueMonitor } from '../../../lib/constructs/queue-monitor.ts';
import { entries, smallStack, templateOf } from '../small-stack.ts';

function api(stage: string) {
  const stack = smallStack({ stage });
  const endpoints = new HttpEndpoints(stack, 'Api', { authentication: { kind: 'iam' } });
  endpoints.add('POST', '/orders', { entry: entries.parallel });
  const monitor = new QueueMonitor(stack, 'Monitor', { alarmTopic: new AlarmTopic(stack, 'Alarms').topic });
  endpoints.deployGradually(monitor.watchFunctions());
  return templateOf(stack);
}

describe('gradual deployment', () => {
  test('in prod a tenth of the calls goes to new code, and back when the alarm of its function rings', () => {
    const template = api('prod');
    template.hasResourceProperties('AWS::CodeDeploy::DeploymentGroup', {
      DeploymentConfigName: 'CodeDeployDefault.LambdaCanary10Percent10Minutes',
      AlarmConfiguration: {
        Alarms: [{ Name: { Ref: Match.stringLikeRegexp('FunctionApiPostOrders') } }],
        Enabled: true,
      },
      AutoRollbackConfiguration: {
        Enabled: true,
        Events: Match.arrayWith(['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM']),
      },
    });
    template.hasResource('AWS::Lambda::Alias', { UpdatePolicy: { CodeDeployLambdaAliasUpdate: Match.anyValue() } });
  });

  test('the route calls the alias, never the newest code', () => {
    const template = api('prod').toJSON() as Template;
    const [integration] = ofType<{ IntegrationUri: unknown }>(template, 'AWS::ApiGatewayV2::Integration');
    expect(template.Resources[target(integration!.properties.IntegrationUri)!]!.Type).toBe('AWS::Lambda::Alias');
  });

  test('CodeDeploy may take its role for this application alone', () => {
    api('prod').hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: {
        Statement: [
          Match.objectLike({
            Principal: { Service: 'codedeploy.amazonaws.com' },
            Condition: {
              StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
              ArnLike: { 'aws:SourceArn': Match.anyValue() },
            },
          }),
        ],
      },
    });
  });

  test('dev has none of it: new code is there at once', () => {
    const template = api('dev');
    template.resourceCountIs('AWS::Lambda::Alias', 0);
    template.resourceCountIs('AWS::CodeDeploy::DeploymentGroup', 0);
  });
});

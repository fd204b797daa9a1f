import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { LambdaApplication, LambdaDeploymentConfig, LambdaDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Alias } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { NodeFunction } from './node-function.ts';

/**
 * New code takes a tenth of the calls for ten minutes, then all; an alarm in that time brings the old code back. For
 * functions that somebody waits for: what comes from a queue is tried again anyway, and what cannot be done is set aside.
 */
export class GradualDeployment extends Construct {
  private readonly application: LambdaApplication;
  private readonly role: Role;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.application = new LambdaApplication(this, 'Application');
    this.role = new Role(this, 'Role', {
      assumedBy: this.codeDeploy(),
      managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName('service-role/AWSCodeDeployRoleForLambdaLimited')],
    });
  }

  /** Callers go through this alias; what it points to shifts at a deployment. */
  static aliasOf(fn: NodeFunction): Alias {
    return new Alias(fn, 'Live', { aliasName: 'live', version: fn.function.currentVersion });
  }

  /** Shifts an alias gradually, and back if one of the alarms rings meanwhile. */
  shift(alias: Alias, alarms: readonly IAlarm[]): void {
    new LambdaDeploymentGroup(alias, 'Deployment', {
      application: this.application,
      role: this.role,
      alias,
      alarms: [...alarms],
      deploymentConfig: LambdaDeploymentConfig.CANARY_10PERCENT_10MINUTES,
      autoRollback: { failedDeployment: true, stoppedDeployment: true, deploymentInAlarm: true },
    });
  }

  /** CodeDeploy for this application alone: https://docs.aws.amazon.com/codedeploy/latest/userguide/security_confused_deputy_prevention.html */
  private codeDeploy(): ServicePrincipal {
    const stack = Stack.of(this);
    const groups = stack.formatArn({
      service: 'codedeploy',
      resource: 'deploymentgroup',
      resourceName: `${this.application.applicationName}/*`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    return new ServicePrincipal('codedeploy.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': stack.account }, ArnLike: { 'aws:SourceArn': groups } },
    });
  }
}

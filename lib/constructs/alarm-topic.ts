import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';

export interface AlarmTopicProps {
  /**
   * Key that encrypts alarms at rest; CloudWatch is granted its use. AWS's own key for SNS cannot serve here, because
   * CloudWatch may not use it.
   *
   * @default - none: an alarm holds names and numbers, no business data
   */
  readonly masterKey?: IKey;
}

/** Where alarms go. Its policy lets CloudWatch publish for the alarms of this account and Region, and nobody else's. */
export class AlarmTopic extends Construct {
  readonly topic: Topic;

  constructor(scope: Construct, id: string, props: AlarmTopicProps = {}) {
    super(scope, id);
    const { masterKey } = props;
    this.topic = new Topic(this, 'Topic', { masterKey, enforceSSL: true });
    const cloudWatch = this.cloudWatch();
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [cloudWatch],
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
      }),
    );
    masterKey?.grant(cloudWatch, 'kms:Decrypt', 'kms:GenerateDataKey*');
  }

  private cloudWatch(): ServicePrincipal {
    const stack = Stack.of(this);
    const alarms = stack.formatArn({ service: 'cloudwatch', resource: 'alarm:*' });
    return new ServicePrincipal('cloudwatch.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': stack.account }, ArnLike: { 'aws:SourceArn': alarms } },
    });
  }
}

import { Duration } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { ClaimCheck } from '../../../lib/constructs/claim-check.ts';
import { NodeFunction } from '../../../lib/constructs/node-function.ts';
import { WorkQueue } from '../../../lib/constructs/work-queue.ts';
import { entries, smallStack, templateOf } from '../small-stack.ts';

/** A function connected as one party, and what it may do with the bucket. */
function connected(connect: (claims: ClaimCheck, fn: NodeFunction) => void) {
  const stack = smallStack();
  const claims = new ClaimCheck(stack, 'Claims');
  connect(claims, new NodeFunction(stack, 'Fn', { entry: entries.parallel }));
  const template = templateOf(stack);
  const statements = Object.values(template.findResources('AWS::IAM::Policy')).flatMap(
    ({ Properties }) => Properties.PolicyDocument.Statement as { Action: string | string[]; Resource: unknown }[],
  );
  return { template, grants: statements.filter(({ Action }) => String(Action).startsWith('s3:')) };
}

const knowsBucket = {
  Environment: { Variables: Match.objectLike({ CLAIM_BUCKET: { Ref: Match.stringLikeRegexp('^ClaimsBucket') } }) },
};

describe('a claim check', () => {
  test('its bucket is private, encrypted and reached over TLS alone, and forgets after 30 days', () => {
    const { template } = connected(() => undefined);
    template.hasResourceProperties('AWS::S3::Bucket', {
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      BucketEncryption: Match.anyValue(),
      LifecycleConfiguration: { Rules: [Match.objectLike({ ExpirationInDays: 30, Status: 'Enabled' })] },
    });
    template.hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: {
        Statement: [Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } })],
      },
    });
  });

  test('a producer may write claims and nothing else, and knows the bucket', () => {
    const { template, grants } = connected((claims, fn) => claims.connectProducer(fn));
    expect(grants.map(({ Action }) => Action)).toEqual(['s3:PutObject']);
    expect(JSON.stringify(grants[0]!.Resource)).toContain('/claims/*');
    template.hasResourceProperties('AWS::Lambda::Function', knowsBucket);
  });

  test('a consumer may read claims, and see that one is not there, and knows the bucket', () => {
    const { template, grants } = connected((claims, fn) => claims.connectConsumer(fn));
    expect(grants.map(({ Action }) => Action)).toEqual(['s3:GetObject', 's3:ListBucket']);
    expect(JSON.stringify(grants[0]!.Resource)).toContain('/claims/*');
    template.hasResourceProperties('AWS::Lambda::Function', knowsBucket);
  });

  test('data that a late redrive outlives is refused', () => {
    const stack = smallStack();
    const fn = new NodeFunction(stack, 'Fn', { entry: entries.parallel });
    const claims = new ClaimCheck(stack, 'Claims', { keep: Duration.days(18) });
    expect(() => claims.connectConsumer(fn, new WorkQueue(stack, 'Work'))).toThrow(
      /keep of deposited data must be longer than .*, got 18 days against 18 days: raise keep/,
    );
  });
});

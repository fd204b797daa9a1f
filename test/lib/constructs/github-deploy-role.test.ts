import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { GithubDeployRole } from '../../../lib/constructs/github-deploy-role.ts';
import { smallStack, templateOf } from '../small-stack.ts';

const acme = { repository: 'acme/shop', environment: 'production' };
const issuer = 'token.actions.githubusercontent.com';

describe('GithubDeployRole', () => {
  test('jobs of one environment of one repository may take it', () => {
    const stack = smallStack();
    new GithubDeployRole(stack, 'Deploy', acme);
    templateOf(stack).hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: {
        Statement: [
          {
            Action: 'sts:AssumeRoleWithWebIdentity',
            Condition: {
              StringEquals: {
                [`${issuer}:aud`]: 'sts.amazonaws.com',
                [`${issuer}:sub`]: 'repo:acme/shop:environment:production',
              },
            },
          },
        ],
      },
    });
  });

  test('it may take the roles of the bootstrap and do nothing else', () => {
    const stack = smallStack();
    new GithubDeployRole(stack, 'Deploy', acme);
    const [policy] = Object.values(templateOf(stack).findResources('AWS::IAM::Policy'));
    const statements = (policy as { Properties: { PolicyDocument: { Statement: { Action: string }[] } } }).Properties
      .PolicyDocument.Statement;
    expect(statements.map(({ Action }) => Action)).toEqual(['sts:AssumeRole']);
    expect(JSON.stringify(statements)).not.toMatch(/\*/);
  });

  test('an account that has the identity provider keeps it', () => {
    const stack = smallStack();
    const providerArn = `arn:aws:iam::111122223333:oidc-provider/${issuer}`;
    new GithubDeployRole(stack, 'Deploy', { ...acme, providerArn });
    const template = templateOf(stack);
    template.resourceCountIs('AWS::IAM::OIDCProvider', 0);
    template.hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: { Statement: [Match.objectLike({ Principal: { Federated: providerArn } })] },
    });
  });

  test.each(['shop', 'acme/*', 'acme/shop/x'])('%s is no repository', (repository) => {
    expect(() => new GithubDeployRole(smallStack(), 'Deploy', { ...acme, repository })).toThrow('OWNER/NAME');
  });
});

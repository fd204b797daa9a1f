import { DefaultStackSynthesizer, Stack } from 'aws-cdk-lib';
import { OidcProviderNative, PolicyStatement, Role, WebIdentityPrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { enforce, shapeLimits } from './limits.ts';

export interface GithubDeployRoleProps {
  /** `OWNER/NAME`. */
  readonly repository: string;
  /** Environment of the repository whose jobs may deploy; protect it there (reviewers, branches). */
  readonly environment: string;
  /**
   * ARN of the account's identity provider for GitHub; an account can hold only one.
   *
   * @default - a new one
   */
  readonly providerArn?: string;
}

const issuer = 'token.actions.githubusercontent.com';

/**
 * Lets the jobs of one environment of one repository deploy without a stored key. The role may take the roles that `cdk
 * bootstrap` made, and nothing else
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html).
 */
export class GithubDeployRole extends Construct {
  readonly role: Role;

  constructor(scope: Construct, id: string, props: GithubDeployRoleProps) {
    super(scope, id);
    enforce(this, shapeLimits.githubRepository, props.repository);
    const providerArn =
      props.providerArn ??
      new OidcProviderNative(this, 'Provider', { url: `https://${issuer}`, clientIds: ['sts.amazonaws.com'] })
        .oidcProviderArn;
    this.role = new Role(this, 'Role', {
      description: `Deploys from ${props.repository}, environment ${props.environment}`,
      assumedBy: new WebIdentityPrincipal(providerArn, {
        StringEquals: {
          [`${issuer}:aud`]: 'sts.amazonaws.com',
          [`${issuer}:sub`]: `repo:${props.repository}:environment:${props.environment}`,
        },
      }),
    });
    this.role.addToPolicy(new PolicyStatement({ actions: ['sts:AssumeRole'], resources: this.bootstrapRoles() }));
  }

  /** By the names that an unchanged bootstrap gives them. */
  private bootstrapRoles(): string[] {
    const { account, region, partition } = Stack.of(this);
    return ['deploy', 'file-publishing', 'lookup'].map(
      (kind) =>
        `arn:${partition}:iam::${account}:role/cdk-${DefaultStackSynthesizer.DEFAULT_QUALIFIER}-${kind}-role-${account}-${region}`,
    );
  }
}

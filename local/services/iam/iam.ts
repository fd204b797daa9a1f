import { AwsError } from '../aws-error.ts';
import type { Caller, Demand, PolicyDocument, Surroundings } from '../service.ts';
import { compile, decide, type CompiledPolicy } from './policy.ts';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/**
 * Roles and their policies, and the decision whether a caller may. Within one account an identity policy or a resource
 * policy is enough, and an explicit deny in either wins
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html).
 */
export class Iam {
  readonly surroundings: Surroundings;
  readonly #roles = new Map<string, CompiledPolicy[]>();
  readonly #callers = new Map<string, Caller>();
  readonly #secrets = new Map<string, string>();
  readonly #resourcePolicies = new WeakMap<PolicyDocument, CompiledPolicy>();

  constructor(surroundings: Surroundings) {
    this.surroundings = surroundings;
  }

  get root(): Caller {
    return { principal: `arn:aws:iam::${this.surroundings.accountId}:root` };
  }

  roleArn(name: string): string {
    return `arn:aws:iam::${this.surroundings.accountId}:role/${name}`;
  }

  createRole(name: string): void {
    this.#roles.set(this.roleArn(name), []);
  }

  attach(roleName: string, document: PolicyDocument): void {
    const policies = this.#roles.get(this.roleArn(roleName));
    if (policies === undefined) throw new Error(`There is no role ${roleName}`);
    policies.push(compile(document));
  }

  /** Credentials that stand for a role; the same ones each time. */
  credentialsFor(roleArn: string): Credentials {
    const digits = this.surroundings.random.fork(`credentials/${roleArn}`);
    const accessKeyId = `ASIA${digits.hex(16).toUpperCase()}`;
    this.#callers.set(accessKeyId, { principal: roleArn });
    const credentials = { accessKeyId, secretAccessKey: digits.hex(40), sessionToken: digits.hex(64) };
    this.#secrets.set(accessKeyId, credentials.secretAccessKey);
    return credentials;
  }

  /** Keys that no role has, such as a developer's, count as the account's root. */
  callerFor(accessKeyId: string | undefined): Caller {
    return this.#callers.get(accessKeyId ?? '') ?? this.root;
  }

  /** The secret of a role's key. Any other key stands for the root, whose secret here is the customary `test`. */
  secretOf(accessKeyId: string): string {
    return this.#secrets.get(accessKeyId) ?? 'test';
  }

  /** Throws `AccessDenied` where the caller may not. */
  authorizerFor(caller: Caller): (demand: Demand) => void {
    return (demand) => {
      if (!this.allows(caller, demand)) throw denied(caller, demand);
    };
  }

  allows(caller: Caller, demand: Demand): boolean {
    const facts = this.#facts(caller, demand);
    const service = !caller.principal.startsWith('arn:');
    const resource = demand.policy && decide([this.#compiled(demand.policy)], demand, facts, caller.principal);
    if (caller.principal === this.root.principal) return resource !== 'denied';
    const identity = service ? 'neither' : decide(this.#roles.get(caller.principal) ?? [], demand, facts);
    if (identity === 'denied' || resource === 'denied') return false;
    return identity === 'allowed' || resource === 'allowed';
  }

  #compiled(document: PolicyDocument): CompiledPolicy {
    const known = this.#resourcePolicies.get(document) ?? compile(document);
    this.#resourcePolicies.set(document, known);
    return known;
  }

  #facts(caller: Caller, demand: Demand): Readonly<Record<string, string | readonly string[]>> {
    return {
      'aws:PrincipalArn': caller.principal,
      'aws:PrincipalAccount': this.surroundings.accountId,
      // The loopback interface leaves the machine as little as TLS leaves a wire readable.
      'aws:SecureTransport': 'true',
      ...(caller.sourceArn !== undefined && {
        'aws:SourceArn': caller.sourceArn,
        'aws:SourceAccount': this.surroundings.accountId,
      }),
      ...demand.conditions,
    };
  }
}

function denied({ principal }: Caller, { action, resource }: Demand): AwsError {
  const why = principal.startsWith('arn:')
    ? `no identity-based policy allows the ${action} action`
    : `no resource-based policy allows the ${action} action`;
  return new AwsError(
    'AccessDenied',
    `User: ${principal} is not authorized to perform: ${action} on resource: ${resource} because ${why}`,
    {
      status: 403,
    },
  );
}

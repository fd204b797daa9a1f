import { accessDenied, type Reason } from './denial.ts';
import { KeyRing, type Credentials, type SigningKey } from './key-ring.ts';
import { awsManagedPolicy } from './managed-policies.ts';
import { candidates, compilePolicy, decide, type Candidates, type CompiledPolicy } from './policy.ts';
import { requestContext, type Place, type RequestContext } from './request-context.ts';
import { Roles } from './roles.ts';
import type { Caller, Demand, PolicyDocument, Surroundings } from '../service.ts';

export type { Credentials, SigningKey };

export interface IamOptions {
  /**
   * Whether what no policy allows is refused.
   *
   * @default true
   */
  readonly enforced?: boolean;
}

const anyone: PolicyDocument = { Statement: { Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' } };

/**
 * Roles and their policies, and the decision whether a caller may. Within one account an identity policy or a resource
 * policy is enough, and an explicit deny in either wins
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html).
 */
export class Iam {
  readonly surroundings: Surroundings;
  readonly root: Caller;
  readonly #enforced: boolean;
  readonly #place: Place;
  readonly #keys: KeyRing;
  readonly #roles = new Roles();
  readonly #managed = new Map<string, CompiledPolicy>();
  readonly #resourcePolicies = new WeakMap<PolicyDocument, ResourcePolicy>();

  constructor(surroundings: Surroundings, { enforced = true }: IamOptions = {}) {
    this.surroundings = surroundings;
    const { accountId, region, clock, random } = surroundings;
    this.root = { principal: `arn:aws:iam::${accountId}:root` };
    this.#enforced = enforced;
    this.#place = { accountId, region, now: () => clock.now() };
    this.#keys = new KeyRing(random, this.root);
  }

  /** @param path with slashes at both ends */
  roleArn(name: string, path = '/'): string {
    return `arn:aws:iam::${this.surroundings.accountId}:role${path}${name}`;
  }

  /**
   * @param trust who may assume the role; anyone unless told
   * @returns ARN and id (`AROA…`)
   */
  createRole(name: string, trust: PolicyDocument = anyone, path = '/'): { readonly arn: string; readonly id: string } {
    const arn = this.roleArn(name, path);
    const id = `AROA${this.surroundings.random.fork(`role/${arn}`).hex(17).toUpperCase()}`;
    this.#roles.create(name, arn, id, trust);
    return { arn, id };
  }

  /** Gives a role an inline policy; one of the same name replaces it. */
  attach(roleName: string, document: PolicyDocument, policyName = JSON.stringify(document)): void {
    this.#roles.attach(roleName, policyName, compilePolicy(document));
  }

  createManagedPolicy(arn: string, document: PolicyDocument): void {
    this.#managed.set(arn, compilePolicy(document));
  }

  /** @throws Error for a managed policy that is neither the template's nor one of AWS's that are known here */
  attachManaged(roleName: string, policyArn: string): void {
    const policy = this.#managed.get(policyArn) ?? compilePolicy(awsManagedPolicy(policyArn));
    this.#managed.set(policyArn, policy);
    this.#roles.attach(roleName, policyArn, policy);
  }

  /**
   * Credentials that stand for a role; the same ones each time.
   *
   * @param session of the role, each with credentials of its own
   */
  credentialsFor(roleArn: string, session?: string): Credentials {
    return this.#keys.credentialsFor(roleArn, session);
  }

  /** Keys that no role has, such as a developer's, count as the account's root. */
  callerFor(accessKeyId: string | undefined): Caller {
    return this.#keys.callerFor(accessKeyId);
  }

  /** What proves a signature; undefined for a key that nobody was given, besides `test` with the secret `test`. */
  signingKey(accessKeyId: string): SigningKey | undefined {
    return this.#keys.signingKey(accessKeyId);
  }

  /** The secret of a role's key. Any other key stands for the root, whose secret here is the customary `test`. */
  secretOf(accessKeyId: string): string {
    return this.#keys.secretOf(accessKeyId);
  }

  /**
   * A caller as STS names it. A session is named by whoever assumed its role; here every session has its role's name.
   */
  identityOf({ principal }: Caller): { readonly userId: string; readonly arn: string } {
    const { accountId } = this.surroundings;
    if (principal === this.root.principal) return { userId: accountId, arn: principal };
    const role = /:role\/(?:.*\/)?([^/]+)$/.exec(principal)?.[1];
    if (role === undefined) return { userId: principal, arn: principal };
    const arn = `arn:aws:sts::${accountId}:assumed-role/${role}/${role}`;
    return { userId: `${this.#roles.idOf(principal) ?? principal}:${role}`, arn };
  }

  /** Throws `AccessDenied`, in the code and words of the service, where the caller may not. */
  authorizerFor(caller: Caller): (demand: Demand) => void {
    return (demand) => {
      const reason = this.refusal(caller, demand);
      if (reason === undefined) return;
      const { action, resource } = demand;
      const { principal } = caller;
      this.surroundings.journal({ service: 'iam', event: 'denied', resource, principal, action, reason });
      throw accessDenied(this.identityOf(caller).arn, demand, reason);
    };
  }

  allows(caller: Caller, demand: Demand): boolean {
    return this.refusal(caller, demand) === undefined;
  }

  /** Whether a service may act on a role's rights, by the role's trust policy. */
  mayAssume(roleArn: string, caller: Caller): boolean {
    if (!this.#enforced) return true;
    const demand = { action: 'sts:AssumeRole', resource: roleArn };
    return decide(this.#roles.trusting(roleArn, caller), this.#context(caller, demand), roleArn) === 'allowed';
  }

  /** Why a caller may not; undefined where it may. */
  refusal(caller: Caller, demand: Demand): Reason | undefined {
    if (!this.#enforced) return undefined;
    const context = this.#context(caller, demand);
    const { resource, policy } = demand;
    const byResource = policy && decide(this.#resourcePolicy(policy).find(demand, caller), context, resource);
    if (byResource === 'denied') return 'resource-deny';
    if (caller.principal === this.root.principal) return undefined;
    if (!caller.principal.startsWith('arn:')) return byResource === 'allowed' ? undefined : 'resource-silent';
    const byIdentity = decide(this.#roles.candidates(caller.principal, demand), context, resource);
    if (byIdentity === 'denied') return 'identity-deny';
    return byIdentity === 'allowed' || byResource === 'allowed' ? undefined : 'identity-silent';
  }

  /** Most decisions need no condition: what they could ask is put together only when one does. */
  #context(caller: Caller, demand: Demand): () => RequestContext {
    let context: RequestContext | undefined;
    return () => (context ??= requestContext(caller, demand, this.#place));
  }

  #resourcePolicy(document: PolicyDocument): ResourcePolicy {
    let policy = this.#resourcePolicies.get(document);
    if (policy === undefined) this.#resourcePolicies.set(document, (policy = new ResourcePolicy(document)));
    return policy;
  }
}

const mostFound = 1000;

/** A resource's policy, compiled once as long as its document stays the same object. */
class ResourcePolicy {
  readonly #policy: readonly CompiledPolicy[];
  readonly #found = new Map<string, Candidates>();

  constructor(document: PolicyDocument) {
    this.#policy = [compilePolicy(document)];
  }

  find(demand: Demand, caller: Caller): Candidates {
    const key = `${caller.principal} ${demand.action} ${demand.resource}`;
    let found = this.#found.get(key);
    if (found === undefined) {
      found = candidates(this.#policy, demand, caller);
      if (this.#found.size >= mostFound) this.#found.clear();
      this.#found.set(key, found);
    }
    return found;
  }
}

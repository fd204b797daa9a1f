import { candidates, compilePolicy, type Candidates, type CompiledPolicy } from './policy.ts';
import type { Caller, Demand, PolicyDocument } from '../service.ts';

interface Role {
  readonly arn: string;
  readonly id: string;
  readonly trust: CompiledPolicy;
  /** By name: attaching a policy again replaces it. */
  readonly policies: Map<string, CompiledPolicy>;
  /** What fits a demand, by action, then by resource. */
  readonly found: Map<string, Map<string, Candidates>>;
}

const nobody: Candidates = { denials: [], allowances: [] };
const mostFound = 1000;

/** Roles with their policies, compiled once. */
export class Roles {
  readonly #byName = new Map<string, Role>();
  readonly #byArn = new Map<string, Role>();

  /** @throws Error for a name that is taken */
  create(name: string, arn: string, id: string, trust: PolicyDocument): void {
    if (this.#byName.has(name)) throw new Error(`Role ${name} already exists`);
    const role = { arn, id, trust: compilePolicy(trust), policies: new Map(), found: new Map() };
    this.#byName.set(name, role);
    this.#byArn.set(arn, role);
  }

  /** @throws Error for a role that is not there */
  attach(roleName: string, policyName: string, policy: CompiledPolicy): void {
    const role = this.#byName.get(roleName);
    if (role === undefined) throw new Error(`There is no role ${roleName}`);
    role.policies.set(policyName, policy);
    role.found.clear();
  }

  idOf(arn: string): string | undefined {
    return this.#byArn.get(arn)?.id;
  }

  /** Statements of the role's policies that fit; none for a role that is not there. */
  candidates(roleArn: string, demand: Demand): Candidates {
    const role = this.#byArn.get(roleArn);
    if (role === undefined) return nobody;
    let byResource = role.found.get(demand.action);
    if (byResource === undefined) role.found.set(demand.action, (byResource = new Map()));
    let found = byResource.get(demand.resource);
    if (found === undefined) {
      found = candidates([...role.policies.values()], demand);
      if (byResource.size >= mostFound) byResource.clear();
      byResource.set(demand.resource, found);
    }
    return found;
  }

  /** Statements of the role's trust policy that fit a caller. */
  trusting(roleArn: string, caller: Caller): Candidates {
    const role = this.#byArn.get(roleArn);
    if (role === undefined) return nobody;
    return candidates([role.trust], { action: 'sts:AssumeRole', resource: roleArn }, caller);
  }
}

import type { Demand, PolicyDocument, PolicyStatement } from '../service.ts';
import { wildcard } from './wildcard.ts';
import { conditionsHold, type Facts } from './conditions.ts';

export type Decision = 'allowed' | 'denied' | 'neither';

interface CompiledStatement {
  readonly allow: boolean;
  readonly actions: (action: string) => boolean;
  readonly resources: (resource: string) => boolean;
  readonly principals: (principal: string) => boolean;
  readonly conditions: unknown;
}

export type CompiledPolicy = readonly CompiledStatement[];

export function compile(document: PolicyDocument): CompiledPolicy {
  return [document.Statement].flat().map((statement: PolicyStatement) => ({
    allow: statement.Effect === 'Allow',
    actions: matcher(statement['Action'], statement['NotAction'], true),
    resources: matcher(statement['Resource'], statement['NotResource'], false),
    principals: principals(statement['Principal']),
    conditions: statement['Condition'],
  }));
}

/** @param principal given for resource policies, whose statements name whom they are for */
export function decide(
  policies: readonly CompiledPolicy[],
  demand: Demand,
  facts: Facts,
  principal?: string,
): Decision {
  let decision: Decision = 'neither';
  for (const policy of policies) {
    for (const statement of policy) {
      if (!statement.actions(demand.action) || !statement.resources(demand.resource)) continue;
      if (principal !== undefined && !statement.principals(principal)) continue;
      if (!conditionsHold(statement.conditions, facts)) continue;
      if (!statement.allow) return 'denied';
      decision = 'allowed';
    }
  }
  return decision;
}

function matcher(given: unknown, not: unknown, ignoreCase: boolean): (text: string) => boolean {
  if (given === undefined && not === undefined) return () => true;
  const patterns = [given ?? not].flat().map((pattern) => wildcard(String(pattern), ignoreCase));
  const wanted = given !== undefined;
  return (text) => patterns.some((pattern) => pattern.test(text)) === wanted;
}

function principals(given: unknown): (principal: string) => boolean {
  if (given === undefined || given === '*') return () => true;
  const names = Object.values(given as Record<string, unknown>)
    .flat()
    .map(String);
  return (principal) =>
    names.some(
      (name) =>
        name === '*' ||
        name === principal ||
        (/^(arn:[\w-]+:iam::)?\d{12}(:root)?$/.test(name) && sameAccount(name, principal)),
    );
}

/** An account, by number or root ARN, stands for everyone in it whom an identity policy allows; here that is decided apart. */
function sameAccount(name: string, principal: string): boolean {
  const account = /\d{12}/.exec(name)![0];
  return principal === `arn:aws:iam::${account}:root`;
}

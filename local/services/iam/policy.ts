import { compileConditions, type Condition } from './conditions.ts';
import { compilePrincipal, type Naming } from './principals.ts';
import { hasVariables, substitute } from './variables.ts';
import { arnPattern, wildcard } from './wildcard.ts';
import type { Caller, Demand, PolicyDocument, PolicyStatement } from '../service.ts';
import type { RequestContext } from './request-context.ts';

export interface CompiledStatement {
  readonly allows: boolean;
  readonly action: (action: string) => boolean;
  readonly resource: (resource: string) => boolean;
  /** Resource policies only: whom the statement is for. */
  readonly naming: (caller: Caller) => Naming;
  /** Conditions, and resources with policy variables; undefined where every request meets them. */
  readonly condition: ((context: RequestContext, resource: string) => boolean) | undefined;
}

export type CompiledPolicy = readonly CompiledStatement[];

/** @throws AwsError `NotSimulated` for a condition operator that is not known */
export function compilePolicy(document: PolicyDocument): CompiledPolicy {
  return [document.Statement].flat().map((statement: PolicyStatement) => {
    const variable = resourceVariables(statement);
    const condition = compileConditions(statement['Condition']);
    return {
      allows: statement.Effect === 'Allow',
      action: actionMatcher(statement),
      resource: variable === undefined ? resourceMatcher(statement) : () => true,
      naming: naming(statement),
      condition: both(condition, variable),
    };
  });
}

function actionMatcher(statement: PolicyStatement): (action: string) => boolean {
  const wanted = statement['Action'] !== undefined;
  // Actions are not case-sensitive.
  const patterns = list(wanted ? statement['Action'] : statement['NotAction']).map((action) =>
    wildcard(action.toLowerCase()),
  );
  return (action) => patterns.some((matches) => matches(action)) === wanted;
}

function resourceMatcher(statement: PolicyStatement): (resource: string) => boolean {
  const wanted = statement['Resource'] !== undefined;
  // A resource policy may leave the resource out: it is its own.
  if (!wanted && statement['NotResource'] === undefined) return () => true;
  const patterns = list(wanted ? statement['Resource'] : statement['NotResource']).map(arnPattern);
  return (resource) => patterns.some((matches) => matches(resource)) === wanted;
}

type ResourceTest = (context: RequestContext, resource: string) => boolean;

function resourceVariables(statement: PolicyStatement): ResourceTest | undefined {
  const wanted = statement['Resource'] !== undefined;
  const given = list(wanted ? statement['Resource'] : statement['NotResource']);
  if (!given.some(hasVariables)) return undefined;
  return (context, resource) => {
    const patterns = given.map((pattern) => substitute(pattern, context)).filter((text) => text !== undefined);
    return patterns.some((pattern) => arnPattern(pattern)(resource)) === wanted;
  };
}

function both(condition: Condition | undefined, variable: ResourceTest | undefined): ResourceTest | undefined {
  if (variable === undefined) return condition;
  return (context, resource) => variable(context, resource) && (condition?.(context) ?? true);
}

function naming(statement: PolicyStatement): (caller: Caller) => Naming {
  const excluded = statement['NotPrincipal'];
  if (excluded === undefined) return compilePrincipal(statement['Principal']);
  const named = compilePrincipal(excluded);
  return (caller) => (named(caller) === 'not' ? 'itself' : 'not');
}

function list(value: unknown): string[] {
  return [value ?? []].flat().map(String);
}

/** Statements whose action, resource and principal fit a demand; what is left to ask are their conditions. */
export interface Candidates {
  readonly denials: readonly CompiledStatement[];
  readonly allowances: readonly (CompiledStatement & { readonly named: Naming })[];
}

/** @param caller given for a resource policy, whose statements say whom they are for */
export function candidates(policies: readonly CompiledPolicy[], demand: Demand, caller?: Caller): Candidates {
  const action = demand.action.toLowerCase();
  const found: { denials: CompiledStatement[]; allowances: Candidates['allowances'][number][] } = {
    denials: [],
    allowances: [],
  };
  for (const statement of policies.flat()) {
    if (!statement.action(action) || !statement.resource(demand.resource)) continue;
    const named = caller === undefined ? 'itself' : statement.naming(caller);
    if (named === 'not') continue;
    if (statement.allows) found.allowances.push({ ...statement, named });
    else found.denials.push(statement);
  }
  return found;
}

export type Decision = 'denied' | 'allowed' | 'silent';

/** An allowance counts only where it names the caller itself. @param context made only where a condition asks for it */
export function decide({ denials, allowances }: Candidates, context: () => RequestContext, resource: string): Decision {
  const holds = ({ condition }: CompiledStatement): boolean => condition?.(context(), resource) ?? true;
  if (denials.some(holds)) return 'denied';
  return allowances.some((statement) => statement.named === 'itself' && holds(statement)) ? 'allowed' : 'silent';
}

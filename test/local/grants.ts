import type { Template } from '../../local/template/template.ts';

/** One permission that a template gives: one action on one resource. */
export interface Grant {
  readonly logicalId: string;
  /** Place of its statement; undefined for a function's permission, which is a resource of its own. */
  readonly statement?: number;
  readonly action: string;
  /** The resource as the template writes it, JSON. */
  readonly on: string;
}

interface Statement {
  readonly Effect: string;
  Action: string | readonly string[];
  Resource: unknown;
}

const policies = new Set([
  'AWS::IAM::Policy',
  'AWS::SQS::QueuePolicy',
  'AWS::SNS::TopicPolicy',
  'AWS::S3::BucketPolicy',
]);

export function grantsOf(template: Template): Grant[] {
  return Object.entries(template.Resources ?? {}).flatMap(([logicalId, resource]): Grant[] => {
    const { Type } = resource;
    const properties = (resource.Properties ?? {}) as Readonly<Record<string, unknown>>;
    if (Type === 'AWS::Lambda::Permission')
      return [{ logicalId, action: String(properties['Action']), on: JSON.stringify(properties['FunctionName']) }];
    if (!policies.has(Type)) return [];
    return statementsOf(properties).flatMap((each, statement) => {
      if (each.Effect !== 'Allow') return [];
      return list(each.Action).flatMap((action) =>
        list(each.Resource).map((resource) => ({ logicalId, statement, action, on: JSON.stringify(resource) })),
      );
    });
  });
}

/** The template with this one grant taken away and everything else as it was. */
export function without(template: Template, grant: Grant): Template {
  const copy = structuredClone(template);
  const { [grant.logicalId]: resource, ...others } = copy.Resources ?? {};
  if (resource === undefined) return copy;
  if (grant.statement === undefined) return { ...copy, Resources: others };
  const document = (resource.Properties as { PolicyDocument: { Statement: Statement[] } }).PolicyDocument;
  const statement = document.Statement[grant.statement]!;
  const otherActions = list(statement.Action).filter((action) => action !== grant.action);
  const otherResources = list(statement.Resource).filter((each) => JSON.stringify(each) !== grant.on);
  // What is left: the other actions on everything, and this action on the other resources.
  document.Statement.splice(
    grant.statement,
    1,
    ...(otherActions.length > 0 ? [{ ...statement, Action: otherActions }] : []),
    ...(otherResources.length > 0 ? [{ ...statement, Action: grant.action, Resource: otherResources }] : []),
  );
  return copy;
}

function statementsOf(properties: Readonly<Record<string, unknown>>): Statement[] {
  return list((properties['PolicyDocument'] as { Statement: Statement | Statement[] }).Statement);
}

function list<T>(value: T | readonly T[]): T[] {
  return (Array.isArray(value) ? value : [value]) as T[];
}

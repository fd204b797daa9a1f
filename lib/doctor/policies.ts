import { list, ofType, target, type Template } from './template.ts';

export interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource?: unknown;
  readonly Principal?: string | { readonly AWS?: unknown; readonly Service?: string | readonly string[] };
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export interface PolicyDocument {
  readonly Statement: Statement | readonly Statement[];
}

export interface PolicyProperties {
  readonly PolicyDocument: PolicyDocument;
  readonly Roles?: readonly unknown[];
  readonly Queues?: readonly unknown[];
  readonly Topics?: readonly unknown[];
  readonly Bucket?: unknown;
}

/** What a role may do: its own policies and those attached to it. */
export function statementsOfRole(template: Template, role: string | undefined): Statement[] {
  const own = ofType<{ Policies?: readonly PolicyProperties[] }>(template, 'AWS::IAM::Role')
    .filter(({ id }) => id === role)
    .flatMap(({ properties }) => list(properties.Policies));
  const attached = ofType<PolicyProperties>(template, 'AWS::IAM::Policy')
    .map(({ properties }) => properties)
    .filter(({ Roles }) => list(Roles).some((ref) => target(ref) === role));
  return [...own, ...attached].flatMap(({ PolicyDocument }) => list(PolicyDocument.Statement));
}

/** What the resource policies of a queue or topic say. */
export function statementsOfResource(template: Template, id: string): Statement[] {
  return ['AWS::SQS::QueuePolicy', 'AWS::SNS::TopicPolicy']
    .flatMap((type) => ofType<PolicyProperties>(template, type))
    .filter(({ properties: { Queues, Topics } }) =>
      [...list(Queues), ...list(Topics)].some((ref) => target(ref) === id),
    )
    .flatMap(({ properties }) => list(properties.PolicyDocument.Statement));
}

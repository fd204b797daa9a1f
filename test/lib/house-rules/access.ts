import { statementsOfResource, type PolicyProperties, type Statement } from '../../../lib/doctor/policies.ts';
import { violation, type TemplateRule } from '../../../lib/doctor/rule.ts';
import { queues } from '../../../lib/doctor/shapes.ts';
import { list, ofType, type Template } from '../../../lib/doctor/template.ts';

const resourcePolicies = ['AWS::SQS::QueuePolicy', 'AWS::SNS::TopicPolicy', 'AWS::S3::BucketPolicy'];

/** Statements through which an AWS service acts, with the id of the policy that holds them. */
function serviceStatements(template: Template): { id: string; statement: Statement; services: readonly string[] }[] {
  const policies = resourcePolicies
    .flatMap((type) => ofType<PolicyProperties>(template, type))
    .map(({ id, properties }) => ({ id, document: properties.PolicyDocument }));
  const roles = ofType<{ AssumeRolePolicyDocument: PolicyProperties['PolicyDocument'] }>(
    template,
    'AWS::IAM::Role',
  ).map(({ id, properties }) => ({ id, document: properties.AssumeRolePolicyDocument }));
  return [...policies, ...roles].flatMap(({ id, document }) =>
    list(document.Statement)
      .filter(({ Effect }) => Effect === 'Allow')
      .map((statement) => ({
        id,
        statement,
        services: typeof statement.Principal === 'object' ? list(statement.Principal.Service) : [],
      })),
  );
}

function bound({ Condition = {} }: Statement, services: readonly string[]): boolean {
  const keys = Object.values(Condition).flatMap((test) => Object.keys(test));
  if (!keys.includes('aws:SourceArn')) return false;
  return !services.includes('s3.amazonaws.com') || keys.includes('aws:SourceAccount');
}

function deniesPlainHttp(template: Template, id: string): boolean {
  return statementsOfResource(template, id).some(
    ({ Effect, Condition }) => Effect === 'Deny' && Condition?.['Bool']?.['aws:SecureTransport'] === 'false',
  );
}

/** Lambda asks to list a table's streams as a whole; X-Ray knows no resources; objects are named when they are made. */
const wholeByNature = ({ Action }: Statement): boolean =>
  list(Action).every(
    (action) => action === 'dynamodb:ListStreams' || action.startsWith('xray:') || objectActions.includes(action),
  );

const objectActions = ['s3:GetObject', 's3:GetObjectVersion', 's3:PutObject', 's3:AbortMultipartUpload'];

function wild(statement: Statement): boolean {
  if (list(statement.Action).some((action) => action.includes('*'))) return true;
  return /\*"/.test(JSON.stringify(statement.Resource ?? '')) && !wholeByNature(statement);
}

export const accessRules: readonly TemplateRule[] = [
  {
    number: 45,
    title: 'a service acts for one source only, and S3 for one account',
    violations: (template) => [
      ...serviceStatements(template)
        .filter(({ services }) => services.length > 0 && !services.includes('lambda.amazonaws.com'))
        .filter(({ statement, services }) => !bound(statement, services))
        .map(({ id, services }) => violation(id, `lets ${services.join(', ')} act for anyone`)),
      ...ofType<{ Principal: unknown; SourceArn?: unknown }>(template, 'AWS::Lambda::Permission')
        .filter(({ properties }) => String(properties.Principal).endsWith('.amazonaws.com'))
        .filter(({ properties }) => properties.SourceArn === undefined)
        .map(({ id, properties }) => violation(id, `lets ${String(properties.Principal)} act for anyone`)),
    ],
  },
  {
    number: 46,
    title: 'queues and topics refuse plain HTTP',
    violations: (template) =>
      [...queues(template), ...ofType(template, 'AWS::SNS::Topic')]
        .filter(({ id }) => !deniesPlainHttp(template, id))
        .map(({ id }) => violation(id, 'takes plain HTTP')),
  },
  {
    number: 52,
    title: 'roles are granted named actions on named resources',
    violations: (template) =>
      ofType<PolicyProperties>(template, 'AWS::IAM::Policy').flatMap(({ id, properties }) =>
        list(properties.PolicyDocument.Statement)
          .filter(wild)
          .map(({ Action, Resource }) =>
            violation(id, `allows ${list(Action).join(', ')} on ${JSON.stringify(Resource)}`),
          ),
      ),
  },
  {
    number: 54,
    title: 'every route asks who calls, and every stage is throttled',
    violations: (template) => [
      ...ofType<{ AuthorizationType?: string }>(template, 'AWS::ApiGatewayV2::Route')
        .filter(({ properties }) => (properties.AuthorizationType ?? 'NONE') === 'NONE')
        .map(({ id }) => violation(id, 'is open')),
      ...ofType<{ DefaultRouteSettings?: { ThrottlingRateLimit?: number; ThrottlingBurstLimit?: number } }>(
        template,
        'AWS::ApiGatewayV2::Stage',
      )
        .filter(
          ({ properties: { DefaultRouteSettings: settings } }) =>
            settings?.ThrottlingRateLimit === undefined || settings.ThrottlingBurstLimit === undefined,
        )
        .map(({ id }) => violation(id, 'is not throttled')),
    ],
  },
];

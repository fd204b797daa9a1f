import { command, exitCodes, UsageError } from '../command.ts';
import { needs, policyFor, type Place } from '../iam/policy.ts';
import { physicalIds, type Stack } from '../stack/stack.ts';
import { workQueues } from '../stack/queues.ts';

export const policy = command({
  usage: 'policy [COMMAND] [options]',
  about:
    'Prints the least IAM policy that the command line needs for the stack, or for one of its commands. "Resource": "*" stands only where AWS offers no other. The policy for looking alone is that of queues, "dlq list" and journey.',
  options: {},
  words: { least: 0, most: 2 },
  examples: ['policy', 'policy dlq redrive > redrive-policy.json'],
  async run({ words, terminal, connect }) {
    const name = words.join(' ');
    if (name !== '' && !(name in needs))
      throw new UsageError(`there is no "${name}"; there are ${Object.keys(needs).join(', ')}`);
    const connection = await connect();
    const queues = await workQueues(connection);
    const place = placeOf(connection.stack, queues[0]!.arn);
    const commands = name === '' ? Object.keys(needs) : [name];
    terminal.print(JSON.stringify(policyFor(commands, connection.stack, queues, place), undefined, 2));
    return exitCodes.done;
  },
});

/** Partition, region and account as a queue's ARN has them. */
function placeOf(stack: Stack, arn: string): Place {
  const [, partition, , region, account] = arn.split(':') as [string, string, string, string, string];
  const buckets = physicalIds(stack, 'AWS::S3::Bucket');
  return { partition, region, account, buckets };
}

import { expect, test } from 'vitest';
import { VirtualClock } from '../../../local/clock/virtual-clock.ts';
import { seededRandom } from '../../../local/clock/random.ts';
import { Logs } from '../../../local/services/logs/logs.ts';
import { logsResources } from '../../../local/services/logs/resources.ts';
import { provision } from '../../../local/template/provision.ts';
import type { Cloud } from '../../../local/services/cloud.ts';

const account = { accountId: '123456789012', region: 'us-east-1' };

function scene() {
  const clock = new VirtualClock();
  const endpoint = 'http://127.0.0.1:4566';
  const logs = new Logs({ ...account, clock, random: seededRandom(1), endpoint, journal: () => undefined });
  return { clock, logs, lines: (group: string) => logs.read(group).map(({ line }) => line) };
}

async function deploy(Properties: object) {
  const parts = scene();
  const Outputs = { Name: { Value: { Ref: 'Group' } }, Arn: { Value: { 'Fn::GetAtt': ['Group', 'Arn'] } } };
  const Resources = { Group: { Type: 'AWS::Logs::LogGroup', Properties } };
  const options = { stackName: 'Shop', ...account };
  const { outputs } = await provision({ Resources, Outputs }, { logs: parts.logs } as Cloud, logsResources, options);
  return { ...parts, outputs };
}

test('a group is referred to by its name, and its ARN takes in its streams', async () => {
  const { outputs } = await deploy({ LogGroupName: '/shop/access' });
  expect(outputs).toEqual({
    Name: '/shop/access',
    Arn: 'arn:aws:logs:us-east-1:123456789012:log-group:/shop/access:*',
  });
});

test('lines are kept for the retention of their group', async () => {
  const { logs, clock, lines, outputs } = await deploy({ RetentionInDays: '1' });
  const group = outputs['Name']!;
  logs.write(group, 'old');
  await clock.advance(12 * 3_600_000);
  logs.write(group, 'new');
  expect(lines(group)).toEqual(['old', 'new']);
  await clock.advance(12 * 3_600_000);
  expect(lines(group)).toEqual(['new']);
});

test('a retention that AWS does not offer fails the deployment', async () => {
  await expect(deploy({ RetentionInDays: 2 })).rejects.toThrow('RetentionInDays must be one of 1, 3, 5');
});

test('no more than the last 10,000 lines are kept', () => {
  const { logs, lines } = scene();
  for (let number = 1; number <= 25_000; number += 1) logs.write('busy', String(number));
  expect([lines('busy').length, lines('busy')[0], lines('busy').at(-1)]).toEqual([10_000, '15001', '25000']);
});

test('a group that nobody made is made by its first line, and one that has none is empty', () => {
  const { logs, lines } = scene();
  logs.write('/aws/lambda/f', 'hello');
  expect(logs.groups()).toMatchObject([{ name: '/aws/lambda/f', retentionDays: undefined }]);
  expect([lines('/aws/lambda/f'), lines('nowhere')]).toEqual([['hello'], []]);
});

test('whoever listens hears every line', () => {
  const { logs } = scene();
  const heard: string[] = [];
  logs.listen((group, line) => heard.push(`${group}: ${line}`));
  logs.write('g', 'one');
  expect(heard).toEqual(['g: one']);
});

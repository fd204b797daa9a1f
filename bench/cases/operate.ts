import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from '../../lib/bundling/options.ts';
import { interleave, type BenchCase } from '../harness.ts';

const functions = 40;

/** As many functions, each with a queue and a role of its own, as people write them first: every rule has work to do. */
function manyFunctions(): unknown {
  const arn = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
  const resources = Array.from({ length: functions }, (_each, n) => [
    [`Queue${n}`, { Type: 'AWS::SQS::Queue', Properties: { RedrivePolicy: { deadLetterTargetArn: arn(`Dead${n}`) } } }],
    [`Dead${n}`, { Type: 'AWS::SQS::Queue', Properties: {} }],
    [`Role${n}`, { Type: 'AWS::IAM::Role', Properties: {} }],
    [
      `Policy${n}`,
      {
        Type: 'AWS::IAM::Policy',
        Properties: {
          Roles: [{ Ref: `Role${n}` }],
          PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: arn(`Queue${n}`) }] },
        },
      },
    ],
    [`Function${n}`, { Type: 'AWS::Lambda::Function', Properties: { Role: arn(`Role${n}`), Timeout: 60 } }],
    [
      `Mapping${n}`,
      {
        Type: 'AWS::Lambda::EventSourceMapping',
        Properties: { EventSourceArn: arn(`Queue${n}`), FunctionName: { Ref: `Function${n}` } },
      },
    ],
    [`Alarm${n}`, { Type: 'AWS::CloudWatch::Alarm', Properties: { MetricName: 'Errors' } }],
  ]);
  return { Resources: Object.fromEntries(resources.flat()) };
}

function seconds(...argv: string[]): number {
  const start = performance.now();
  spawnSync(process.execPath, [join(repositoryRoot, 'bin', 'spillway.ts'), ...argv]);
  return (performance.now() - start) / 1000;
}

/** What an operator waits for. */
export const operateCase: BenchCase = {
  name: 'operate',
  about: `start of the command line, and the doctor on ${functions} functions`,
  async run() {
    const folder = mkdtempSync(join(tmpdir(), 'bench-doctor-'));
    const template = join(folder, 'many.template.json');
    writeFileSync(template, JSON.stringify(manyFunctions()));
    const times = await interleave(
      { start: async () => seconds('--help'), doctor: async () => seconds('doctor', template) },
      5,
    );
    rmSync(folder, { recursive: true });
    return [
      { name: 'spillway --help', value: times.start * 1000, unit: 'ms', limit: { sign: '≤', value: 300 } },
      {
        name: `spillway doctor, ${functions} functions`,
        value: times.doctor,
        unit: 's',
        limit: { sign: '≤', value: 1 },
      },
    ];
  },
};

import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../lib/bundling/options.ts';
import { median, type BenchCase } from '../harness.ts';

const ports = { api: 3471, aws: 4971 };
const awsUrl = `http://127.0.0.1:${ports.aws}`;

/** From `npm start` to ready, from an edit to new code on a message, and what an idle runtime holds. */
export const startCase: BenchCase = {
  name: 'start',
  about: 'start to ready with and without a build, edit to new code, idle memory',
  async run() {
    const built: number[] = [];
    for (let turn = 0; turn < 3; turn++) {
      rmSync(join(repositoryRoot, '.spillway', 'assembly'), { recursive: true, force: true });
      rmSync(join(repositoryRoot, '.spillway', 'bundles'), { recursive: true, force: true });
      built.push(await timeToReady());
    }
    const cached: number[] = [];
    for (let turn = 0; turn < 3; turn++) cached.push(await timeToReady());
    const { editMilliseconds, idleMegabytes } = await editAndIdle();
    return [
      { name: 'start → ready, with build', value: median(built) / 1000, unit: 's', limit: { sign: '≤', value: 2.5 } },
      { name: 'start → ready, cached', value: median(cached) / 1000, unit: 's', limit: { sign: '≤', value: 1 } },
      {
        name: 'edit → new code on a request',
        value: editMilliseconds / 1000,
        unit: 's',
        limit: { sign: '≤', value: 0.5 },
      },
      { name: 'idle memory', value: idleMegabytes, unit: 'MB', limit: { sign: '≤', value: 250 } },
    ];
  },
};

async function timeToReady(): Promise<number> {
  const started = performance.now();
  const runtime = start();
  await ready();
  const taken = performance.now() - started;
  await stop(runtime);
  return taken;
}

function start(): ChildProcess {
  const args = [
    '--import',
    './scripts/prelude.mjs',
    join('bin', 'local.ts'),
    '--quiet',
    '--port',
    String(ports.api),
    '--aws-port',
    String(ports.aws),
  ];
  return spawn(process.execPath, args, { cwd: repositoryRoot, stdio: 'ignore' });
}

async function ready(): Promise<void> {
  for (;;) {
    try {
      if ((await fetch(`${awsUrl}/_spillway/health`)).ok) return;
    } catch {
      // Not listening yet.
    }
    await wait(10);
  }
}

async function stop(runtime: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => runtime.once('exit', resolve));
  runtime.kill('SIGINT');
  await gone;
}

/** Edits a handler so that its answer tells, and asks until the new answer comes; several times, the first one dropped. */
async function editAndIdle(): Promise<{ editMilliseconds: number; idleMegabytes: number }> {
  const file = join(repositoryRoot, 'lambdas', 'orders', 'list.ts');
  const source = readFileSync(file, 'utf8');
  const runtime = start();
  await ready();
  await wait(1500);
  const idleMegabytes = megabytesOf(runtime.pid!);
  const taken: number[] = [];
  try {
    for (let turn = 0; turn < 4; turn++) {
      const mark = `bench-${turn}`;
      const edited = source.replace('body: { orders:', `body: { mark: '${mark}', orders:`);
      if (edited === source) throw new Error('The edit found nothing to change in lambdas/orders/list.ts');
      const started = performance.now();
      writeFileSync(file, edited);
      while (!(await (await fetch(`http://127.0.0.1:${ports.api}/orders?customerId=ada`)).text()).includes(mark))
        await wait(5);
      if (turn > 0) taken.push(performance.now() - started);
    }
  } finally {
    writeFileSync(file, source);
    await stop(runtime);
  }
  return { editMilliseconds: median(taken), idleMegabytes };
}

function megabytesOf(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)![1]) / 1000;
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

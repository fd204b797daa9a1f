import { createQueue } from './peers/calls.ts';
import { cycle, fill, ofQueuesAndTopics, ofTables, transaction, type Operation } from './peers/operations.ts';
import { dynaliteSide, fauxqsSide, ourSide, type Side, type Way } from './peers/side.ts';
import { interleave, median, type BenchCase, type Measure } from '../harness.ts';

const turns = 3;
const perTurn = { inProcess: 1000, overHttp: 500 };
const concurrency = { inProcess: 1, overHttp: 16 };
const depths = [1000, 10_000, 100_000];

/** Our engines beside fauxqs and dynalite: the same requests by the same client, in turns. */
export const peersCase: BenchCase = {
  name: 'peers',
  about: 'engines beside fauxqs and dynalite: in process, over HTTP, and at depth',
  async run() {
    const [ours, fauxqs, dynalite] = await Promise.all([ourSide(), fauxqsSide(), dynaliteSide()]);
    try {
      const measures: Measure[] = [];
      for (const operation of ofQueuesAndTopics) measures.push(...(await compare(operation, ours, fauxqs)));
      for (const operation of ofTables) measures.push(...(await compare(operation, ours, dynalite)));
      measures.push(await alone(transaction, ours));
      measures.push(...(await atDepth(ours)));
      return measures;
    } finally {
      await Promise.all([ours, fauxqs, dynalite].map((side) => side.stop()));
    }
  },
};

type WayName = 'inProcess' | 'overHttp';

/** Over HTTP at least as quick, in process in a third of the time; a peer without a way in process is called over HTTP. */
async function compare(operation: Operation, ours: Side, peer: Side): Promise<Measure[]> {
  const measures: Measure[] = [];
  for (const way of ['inProcess', 'overHttp'] as const) {
    const peerWay = peer[way] === undefined ? 'overHttp' : way;
    const times = await interleave(
      { ours: await contender(operation, ours, way), peer: await contender(operation, peer, peerWay) },
      turns,
    );
    measures.push({
      name: `${operation.name}, ${way === 'inProcess' ? 'in process' : 'over HTTP'}`,
      value: times.ours,
      unit: 'µs',
      limit: { sign: '≤', value: way === 'inProcess' ? 1 / 3 : 1, ofPeer: true },
      peer: { name: peerWay === way ? peer.name : `${peer.name} over HTTP`, value: times.peer },
    });
  }
  return measures;
}

async function alone(operation: Operation, ours: Side): Promise<Measure> {
  const times = await interleave({ ours: await contender(operation, ours, 'inProcess') }, turns);
  return { name: `${operation.name}, in process; no peer has it`, value: times.ours, unit: 'µs' };
}

let runs = 0;

/** A function that does an operation many times and answers the microseconds of one. */
async function contender(operation: Operation, side: Side, way: WayName): Promise<() => Promise<number>> {
  const { once, settled } = await operation.prepare(side[way]!, String(++runs));
  return async () => {
    const started = performance.now();
    let left = perTurn[way];
    const worker = async (): Promise<void> => {
      while (left-- > 0) await once();
    };
    await Promise.all(Array.from({ length: concurrency[way] }, worker));
    await settled?.();
    return ((performance.now() - started) * 1000) / perTurn[way];
  };
}

/** What one message through a queue costs while many others lie in it. */
async function atDepth(ours: Side): Promise<Measure[]> {
  const way: Way = ours.inProcess!;
  const queues = new Map<number, string>();
  for (const depth of depths) {
    queues.set(depth, await createQueue(way, `depth-${depth}`));
    await fill(way, queues.get(depth)!, depth);
  }
  const taken = new Map(depths.map((depth) => [depth, [] as number[]]));
  for (let turn = 0; turn < 8; turn++) {
    for (const depth of depths) {
      const started = performance.now();
      for (let count = 0; count < 500; count++) await cycle(way, queues.get(depth)!);
      if (turn > 0) taken.get(depth)!.push(((performance.now() - started) * 1000) / 500);
    }
  }
  const [least, ...deeper] = depths.map((depth) => ({ depth, value: median(taken.get(depth)!) }));
  return deeper.map(({ depth, value }) => ({
    name: `send, receive and delete among ${depth.toLocaleString('en')} messages`,
    value,
    unit: 'µs',
    limit: { sign: '≤' as const, value: 1.5, ofPeer: true },
    peer: { name: `among ${least!.depth.toLocaleString('en')}`, value: least!.value },
  }));
}

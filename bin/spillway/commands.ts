import type { Command } from './command.ts';

export interface Entry {
  /** The words that name it. */
  readonly name: string;
  readonly summary: string;
  /** Commands load only when called: the SDK is most of a start. */
  readonly load: () => Promise<Command>;
}

/** Every command, in the order of `spillway --help`. */
export const commands: readonly Entry[] = [
  {
    name: 'queues',
    summary: 'depth, age, rates and drain time of every queue',
    load: async () => (await import('./commands/queues.ts')).queues,
  },
  {
    name: 'dlq list',
    summary: 'messages that were set aside, with their reasons',
    load: async () => (await import('./commands/dlq-list.ts')).dlqList,
  },
  {
    name: 'dlq show',
    summary: 'one of them whole, with every attempt',
    load: async () => (await import('./commands/dlq-show.ts')).dlqShow,
  },
  {
    name: 'dlq stats',
    summary: 'how many there are by queue, reason and handler',
    load: async () => (await import('./commands/dlq-stats.ts')).dlqStats,
  },
  {
    name: 'doctor',
    summary: 'footguns of queues in synthesized templates',
    load: async () => (await import('./commands/doctor.ts')).doctor,
  },
];

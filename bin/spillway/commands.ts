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
    name: 'dlq redrive',
    summary: 'takes them back to their queue, after a look',
    load: async () => (await import('./commands/dlq-redrive.ts')).dlqRedrive,
  },
  {
    name: 'dlq edit',
    summary: 'corrects one, checked against its contract',
    load: async () => (await import('./commands/dlq-edit.ts')).dlqEdit,
  },
  {
    name: 'dlq drop',
    summary: 'deletes them for good, after a look',
    load: async () => (await import('./commands/dlq-drop.ts')).dlqDrop,
  },
  {
    name: 'dlq export',
    summary: 'makes a failing test of one, without personal data',
    load: async () => (await import('./commands/dlq-export.ts')).dlqExport,
  },
  {
    name: 'send',
    summary: 'puts a message into a queue',
    load: async () => (await import('./commands/send.ts')).send,
  },
  {
    name: 'tail',
    summary: 'what functions report, as it happens',
    load: async () => (await import('./commands/tail.ts')).tail,
  },
  {
    name: 'journey',
    summary: 'what happened to one order, video or user',
    load: async () => (await import('./commands/journey.ts')).journey,
  },
  {
    name: 'breaker',
    summary: 'state of the circuit breakers; opens and closes them',
    load: async () => (await import('./commands/breaker.ts')).breaker,
  },
  {
    name: 'empty',
    summary: 'deletes messages and objects before a destroy',
    load: async () => (await import('./commands/empty.ts')).empty,
  },
  {
    name: 'policy',
    summary: 'the least IAM policy that all this needs',
    load: async () => (await import('./commands/policy.ts')).policy,
  },
  {
    name: 'cost',
    summary: 'what it costs at rest and per million orders',
    load: async () => (await import('./commands/cost.ts')).cost,
  },
  {
    name: 'doctor',
    summary: 'footguns of queues in synthesized templates',
    load: async () => (await import('./commands/doctor.ts')).doctor,
  },
  {
    name: 'lab',
    summary: 'the patterns played through, the naive way beside ours',
    load: async () => (await import('./commands/lab.ts')).lab,
  },
];

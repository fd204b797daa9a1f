import type { JournalEntry } from '../../local/services/service.ts';
import type { Line } from '../scenario.ts';
import type { DownstreamCall } from './downstream.ts';

export interface LogLine {
  readonly at: number;
  readonly function: string;
  readonly message: string;
  readonly fields: Readonly<Record<string, string | number | undefined>>;
}

/** All that happened in one world. Times are milliseconds since its start. */
export class Chronicle {
  readonly logs: LogLine[] = [];
  readonly calls: DownstreamCall[] = [];
  readonly journal: (JournalEntry & { readonly at: number })[] = [];
  /** Names by ARN. */
  readonly functions = new Map<string, string>();
  readonly #told: Line[] = [];

  /** Adds what only the scenario knows: `the provider is back`. */
  tell(at: number, who: string, what: string): void {
    this.#told.push({ at, who, what });
  }

  of(service: string, event: string) {
    return this.journal.filter((entry) => entry.service === service && entry.event === event);
  }

  /** Bodies of the messages of one type that were sent to queues. */
  bodies(type: string): string[] {
    return this.of('sqs', 'sent').flatMap(({ body }) =>
      typeof body === 'string' && body.includes(`"type":"${type}"`) ? [body] : [],
    );
  }

  /** Milliseconds that functions ran, and so were paid for. */
  get billedMilliseconds(): number {
    return this.#ended.reduce((sum, entry) => sum + Number(entry['durationMs']), 0);
  }

  get invocations(): number {
    return this.#ended.length;
  }

  /** Invocations so far of the functions of one name. */
  invocationsOf(name: string): number {
    return this.of('lambda', 'invoked').filter(({ resource }) => this.functions.get(resource) === name).length;
  }

  get #ended() {
    return this.journal.filter(({ service, event }) => service === 'lambda' && /^(completed|failed)$/.test(event));
  }

  /** Everything as lines: what was told, what handlers logged, what downstream was asked, how functions died. */
  lines(): Line[] {
    const deaths = this.journal
      .filter(({ service, event }) => service === 'lambda' && event === 'failed')
      .map(({ at, resource, reason }) => ({
        at,
        who: this.functions.get(resource) ?? resource,
        what: `died: ${String(reason)}`,
      }));
    return [
      ...this.#told,
      ...this.logs.map(({ at, function: who, message, fields }) => ({ at, who, what: sentence(message, fields) })),
      ...this.calls.map(({ at, operation, subject, outcome }) => ({
        at,
        who: 'downstream',
        what: `${operation} ${subject} → ${outcome}`,
      })),
      ...deaths,
    ].toSorted((a, b) => a.at - b.at);
  }
}

/** The parts of a log line that a reader follows a story by. */
function sentence(message: string, { subject, count, attempt, delaySeconds, reason }: LogLine['fields']): string {
  return [
    message,
    ...(subject === undefined ? [] : [subject]),
    ...(count === undefined ? [] : [count]),
    ...(attempt === undefined ? [] : [`receive ${attempt}`]),
    ...(delaySeconds === undefined ? [] : [`${delaySeconds} s`]),
    ...(reason === undefined ? [] : [reason]),
  ].join(', ');
}

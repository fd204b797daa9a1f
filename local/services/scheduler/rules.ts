import { atRate, parseExpression } from './expression/expression.ts';
import { scheduledEvent } from './scheduled-event.ts';
import type { Random } from '../../clock/random.ts';
import type { Surroundings } from '../service.ts';
import type { Agenda } from './agenda.ts';
import type { Firing } from './delivery.ts';

export interface RuleTarget {
  readonly id: string;
  readonly arn: string;
  /** JSON text; the rule's own event where there is none. */
  readonly input: string | undefined;
  /** The role on whose rights it is called; the resource's policy must let EventBridge in unless given. */
  readonly roleArn: string | undefined;
  readonly messageGroupId: string | undefined;
  readonly retries: number;
  readonly longestAgeSeconds: number;
  readonly deadLetterArn: string | undefined;
}

export interface Rule {
  readonly name: string;
  readonly arn: string;
  readonly expression: string;
  readonly enabled: boolean;
  readonly targets: readonly RuleTarget[];
}

/** Scheduled rules of EventBridge's default bus, in UTC: they come from templates only. */
export class Rules {
  readonly #surroundings: Surroundings;
  readonly #agenda: Agenda;
  readonly #deliver: (firing: Firing) => Promise<void>;
  readonly #random: Random;

  constructor(surroundings: Surroundings, agenda: Agenda, deliver: (firing: Firing) => Promise<void>, random: Random) {
    this.#surroundings = surroundings;
    this.#agenda = agenda;
    this.#deliver = deliver;
    this.#random = random;
  }

  /**
   * Creates or replaces a rule. At a rate it first runs after one interval.
   *
   * @throws Error for an expression that is none of a rule's
   */
  put(rule: Rule): void {
    const parsed = parseExpression(rule.expression);
    const one = parsed?.kind === 'rate' && rule.expression.startsWith('rate(1 ');
    if (parsed === undefined || parsed.kind === 'at' || (parsed.kind === 'rate' && parsed.singular !== one))
      throw new Error(`ScheduleExpression must be cron(six fields) or rate(value unit), got ${rule.expression}`);
    const key = `rule:${rule.name}`;
    this.#agenda.drop(key);
    if (!rule.enabled) return;
    const now = this.#surroundings.clock.now();
    this.#agenda.set(key, {
      occurrences: parsed.kind === 'cron' ? parsed.occurrences : atRate(parsed.milliseconds, now + parsed.milliseconds),
      after: now,
      windowMilliseconds: 0,
      due: (at) => this.#fire(rule, at),
    });
  }

  #fire(rule: Rule, scheduledAt: number): void {
    const executionId = this.#random.uuid();
    const event = scheduledEvent('aws.events', rule.arn, scheduledAt, executionId, this.#surroundings);
    this.#surroundings.journal({
      service: 'scheduler',
      event: 'fired',
      resource: rule.arn,
      expression: rule.expression,
      scheduledAt,
      executionId,
    });
    for (const target of rule.targets) {
      const own = { principal: 'events.amazonaws.com', sourceArn: rule.arn };
      void this.#deliver({
        ...target,
        sourceArn: rule.arn,
        targetArn: target.arn,
        caller: target.roleArn === undefined ? own : { principal: target.roleArn },
        executionId,
        scheduledAt,
        input: () => target.input ?? event,
      });
    }
  }
}

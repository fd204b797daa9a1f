import { AwsError } from '../aws-error.ts';
import { Agenda } from './agenda.ts';
import { Delivery } from './delivery.ts';
import { atRate, once, parseExpression } from './expression/expression.ts';
import { Rules } from './rules.ts';
import { scheduledEvent, withContext } from './scheduled-event.ts';
import { SchedulerStore, type GroupRecord, type ScheduleRecord } from './store.ts';
import type { Random } from '../../clock/random.ts';
import type { Caller, Surroundings } from '../service.ts';
import type { Occurrences } from './expression/occurrences.ts';
import type { SchedulerPorts } from './ports.ts';

/** Schedules run with a precision of a minute: one at a rate starts within the first. */
const firstRunMilliseconds = 60_000;

/** https://docs.aws.amazon.com/scheduler/latest/APIReference/API_RetryPolicy.html */
const retryDefaults = { MaximumRetryAttempts: 185, MaximumEventAgeInSeconds: 86_400 };

/** EventBridge Scheduler, and the scheduled rules of EventBridge. */
export class Scheduler {
  readonly surroundings: Surroundings;
  readonly store = new SchedulerStore();
  readonly ports: SchedulerPorts;
  readonly rules: Rules;
  readonly #agenda: Agenda;
  readonly #delivery: Delivery;
  readonly #random: Random;

  constructor(surroundings: Surroundings, ports: SchedulerPorts) {
    this.surroundings = surroundings;
    this.ports = ports;
    const { clock, random } = surroundings;
    this.#random = random.fork('scheduler');
    this.#agenda = new Agenda(clock, random.fork('scheduler/windows'));
    this.#delivery = new Delivery(surroundings, ports);
    this.rules = new Rules(surroundings, this.#agenda, (firing) => this.#deliver(firing), this.#random);
    const now = clock.now();
    this.store.put('groups', 'default', { name: 'default', tags: [], createdAt: now, modifiedAt: now });
  }

  scheduleArn(groupName: string, name: string): string {
    const { region, accountId } = this.surroundings;
    return `arn:aws:scheduler:${region}:${accountId}:schedule/${groupName}/${name}`;
  }

  groupArn(name: string): string {
    const { region, accountId } = this.surroundings;
    return `arn:aws:scheduler:${region}:${accountId}:schedule-group/${name}`;
  }

  /** As whom the scheduler assumes the roles of a group's schedules. */
  self(groupName: string): Caller {
    return { principal: 'scheduler.amazonaws.com', sourceArn: this.groupArn(groupName) };
  }

  /** @throws AwsError `ResourceNotFoundException` */
  group(name: string): GroupRecord {
    const group = this.store.groups.get(name);
    if (group !== undefined) return group;
    throw new AwsError('ResourceNotFoundException', `Schedule group ${name} does not exist.`, { status: 404 });
  }

  /** @throws AwsError `ResourceNotFoundException` */
  schedule(groupName: string, name: string): ScheduleRecord {
    const schedule = this.store.schedules.get(`${groupName}/${name}`);
    if (schedule !== undefined) return schedule;
    throw new AwsError('ResourceNotFoundException', `Schedule ${name} does not exist.`, { status: 404 });
  }

  /** By group, then name. */
  schedules(): ScheduleRecord[] {
    return [...this.store.schedules].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, schedule]) => schedule);
  }

  /** Creates or replaces a schedule, whose expression and target are valid. */
  put(schedule: ScheduleRecord): void {
    const key = `${schedule.groupName}/${schedule.name}`;
    const event = this.store.schedules.has(key) ? 'updated' : 'created';
    this.store.put('schedules', key, schedule);
    this.#note(event, schedule);
    this.#appoint(schedule);
  }

  remove(schedule: ScheduleRecord, reason: 'deleted' | 'completed'): void {
    const key = `${schedule.groupName}/${schedule.name}`;
    this.#agenda.drop(key);
    this.store.delete('schedules', key);
    this.#note(reason, schedule);
  }

  /** Runs a schedule's target now. */
  run(groupName: string, name: string): Promise<void> {
    return this.#fire(this.schedule(groupName, name), this.surroundings.clock.now());
  }

  /** Takes up the schedules of a restored store. Of what was due in between only one-time schedules are made up for. */
  resume(): void {
    for (const schedule of this.schedules()) this.#appoint(schedule);
  }

  stop(): void {
    this.#agenda.clear();
  }

  #appoint(schedule: ScheduleRecord): void {
    const key = `${schedule.groupName}/${schedule.name}`;
    this.#agenda.drop(key);
    if (!schedule.enabled || schedule.completedAt !== undefined) return;
    const { endDate, flexibleTimeWindow, modifiedAt, startDate } = schedule;
    const now = this.surroundings.clock.now();
    const recurring = !schedule.expression.startsWith('at(');
    this.#agenda.set(key, {
      occurrences: occurrencesOf(schedule),
      after: recurring ? Math.max(now, startDate === undefined ? now : startDate - 1) : modifiedAt,
      until: recurring ? endDate : undefined,
      windowMilliseconds: (flexibleTimeWindow.MaximumWindowInMinutes ?? 0) * 60_000,
      due: (scheduledAt, last) => {
        const done = this.#fire(schedule, scheduledAt);
        if (last) void done.then(() => this.#complete(schedule));
      },
    });
  }

  /** A schedule that was changed or deleted in the meantime stays as it is. */
  #complete(schedule: ScheduleRecord): void {
    const key = `${schedule.groupName}/${schedule.name}`;
    if (this.store.schedules.get(key) !== schedule) return;
    if (schedule.actionAfterCompletion === 'DELETE') this.remove(schedule, 'completed');
    else this.store.put('schedules', key, { ...schedule, completedAt: this.surroundings.clock.now() });
  }

  #fire(schedule: ScheduleRecord, scheduledAt: number): Promise<void> {
    const { target, groupName, name } = schedule;
    const scheduleArn = this.scheduleArn(groupName, name);
    const executionId = this.#random.uuid();
    const { MaximumRetryAttempts, MaximumEventAgeInSeconds } = { ...retryDefaults, ...target.RetryPolicy };
    this.#note('fired', schedule, { scheduledAt, executionId, target: target.Arn });
    const input =
      target.Input ?? scheduledEvent('aws.scheduler', scheduleArn, scheduledAt, executionId, this.surroundings);
    return this.#deliver({
      sourceArn: scheduleArn,
      targetArn: target.Arn!,
      messageGroupId: target.SqsParameters?.MessageGroupId,
      caller: { principal: target.RoleArn! },
      executionId,
      scheduledAt,
      input: (attempt) => withContext(input, { scheduleArn, scheduledAt, executionId, attempt }),
      retries: MaximumRetryAttempts,
      longestAgeSeconds: MaximumEventAgeInSeconds,
      deadLetterArn: target.DeadLetterConfig?.Arn,
    });
  }

  async #deliver(firing: Parameters<Delivery['deliver']>[0]): Promise<void> {
    try {
      await this.#delivery.deliver(firing);
    } catch (error) {
      this.surroundings.journal({ service: 'scheduler', event: 'fault', resource: firing.sourceArn, error });
    }
  }

  #note(event: string, { groupName, name, expression }: ScheduleRecord, facts: object = {}): void {
    const resource = this.scheduleArn(groupName, name);
    this.surroundings.journal({ service: 'scheduler', event, resource, expression, ...facts });
  }
}

function occurrencesOf({ expression, timezone, startDate, modifiedAt }: ScheduleRecord): Occurrences {
  const parsed = parseExpression(expression, timezone)!;
  if (parsed.kind === 'at') return once(parsed.at);
  if (parsed.kind === 'cron') return parsed.occurrences;
  return atRate(parsed.milliseconds, startDate ?? modifiedAt + firstRunMilliseconds);
}

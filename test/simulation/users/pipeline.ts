import type { Pipeline } from '../pipeline.ts';
import { effective, setAside } from '../subscribers.ts';
import { items } from '../tables.ts';
import type { World } from '../world.ts';
import { Registrants, answersOf } from './registrants.ts';

interface UserRow {
  readonly userId: string;
  readonly email: string;
}

/** One registration for every five orders. */
const share = 5;

export const users: Pipeline = {
  name: 'users',
  seed: () => undefined,
  start(world, size) {
    const registrants = new Registrants(world);
    registrants.register(Math.max(4, Math.ceil(size / share)));
    return registrants;
  },
  pending: () => 0,
  idle: () => false,
  invariants: [
    { id: 'I1', title: 'whoever was told to be registered is', check: registeredStay },
    { id: 'I3', title: 'an address belongs to one user', check: addressesUnique },
    { id: 'I7', title: 'each subscriber acts on each registration once', check: subscribersOnce },
    { id: 'I8', title: 'one key, one user', check: oneUserAKey },
  ],
};

function usersOf({ cloud, outputs }: World): UserRow[] {
  return items<UserRow>(cloud, outputs['UsersTable']!);
}

function registeredStay(world: World): string[] {
  const known = new Set(usersOf(world).map(({ userId }) => userId));
  return answersOf(world)
    .filter(({ status, userId }) => status === 201 && !known.has(userId!))
    .map(({ key }) => `${key} was registered and is nowhere`);
}

function addressesUnique(world: World): string[] {
  const byAddress = Map.groupBy(usersOf(world), ({ email }) => email.toLowerCase());
  return [...byAddress].flatMap(([email, rows]) => (rows.length > 1 ? [`${email} has ${rows.length} users`] : []));
}

/** Mail is at least once, since its provider takes no key; a message that was set aside is in its dead-letter queue. */
function subscribersOnce(world: World): string[] {
  const recorded = Map.groupBy(
    items<{ userId: string }>(world.cloud, world.outputs['RegistrationsTable']!),
    ({ userId }) => userId,
  );
  const pushed = effective(world, 'push', 'notify', ({ to }) => String(to));
  const mailed = effective(world, 'mail', 'send', ({ to }) => String(to));
  return usersOf(world).flatMap(({ userId, email }) => {
    const done = (times: number, subscriber: string): boolean => times === 1 || setAside(world, subscriber, userId);
    const rows = recorded.get(userId)?.length ?? 0;
    const notices = new Set(pushed.get(userId)).size;
    const mails = mailed.get(email)?.length ?? 0;
    return [
      ...(done(rows, 'Registrations') ? [] : [`${userId} was recorded ${rows} times`]),
      ...(done(notices, 'UserNotifications') ? [] : [`${userId} was notified ${notices} times`]),
      ...(done(Math.min(mails, 1), 'WelcomeMails') ? [] : [`${userId} was mailed ${mails} times`]),
    ];
  });
}

function oneUserAKey(world: World): string[] {
  const byKey = Map.groupBy(
    answersOf(world).filter(({ status }) => status === 201),
    ({ key }) => key,
  );
  return [...byKey].flatMap(([key, told]) =>
    new Set(told.map(({ userId }) => userId)).size > 1 ? [`${key} was given two users`] : [],
  );
}

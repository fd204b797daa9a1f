import { answersOf as quoted, type QuoteAnswer } from './quotes/askers.ts';
import { items, put } from './tables.ts';
import { answersOf as registered, type RegistrationAnswer } from './users/registrants.ts';
import { videosOf, type VideoRow } from './videos/pipeline.ts';
import type { World } from './world.ts';

type Break = (world: World) => void;

/** What a client heard, as if it had heard it. */
function hear<Answer>(answers: readonly Answer[], answer: Answer): void {
  (answers as Answer[]).push(answer);
}

function hearRegistration(world: World, change: Partial<RegistrationAnswer>): void {
  const told = registered(world).find(({ status }) => status === 201)!;
  hear(registered(world), { ...told, ...change });
}

function hearQuote(world: World, change: Partial<QuoteAnswer>): void {
  const told = quoted(world).find(({ items: lines }) => lines !== undefined)!;
  hear(quoted(world), { ...told, ...change });
}

function quoteMessage({ history }: World, event: string, type: string) {
  return history.of('sqs', event).find(({ body }) => String(body).includes(`"type":"${type}"`))!;
}

function someUser({ cloud, outputs }: World) {
  return items<{ userId: string; email: string }>(cloud, outputs['UsersTable']!)[0]!;
}

function readyVideo(world: World): VideoRow {
  return videosOf(world).find(({ status }) => status === 'READY')!;
}

function rewriteVideo(world: World, change: Partial<VideoRow>): void {
  put(world.cloud, world.outputs['VideosTable']!, { ...readyVideo(world), ...change });
}

/** How to break each invariant of users, quotes and videos in a run that kept it, by its title. */
export const pipelineBreaks: Readonly<Record<string, Break>> = {
  'whoever was told to be registered is': (world) => hearRegistration(world, { userId: 'nobody' }),
  'an address belongs to one user': (world) =>
    put(world.cloud, world.outputs['UsersTable']!, { ...someUser(world), userId: 'another' }),
  'each subscriber acts on each registration once': (world) =>
    put(world.cloud, world.outputs['RegistrationsTable']!, { eventId: 'again', userId: someUser(world).userId }),
  'one key, one user': (world) => hearRegistration(world, { userId: someUser(world).userId + 'x' }),
  'a reply reaches its own caller alone': (world) => hearQuote(world, { items: [{ sku: 'tea', quantity: -1 }] }),
  'a caller ends within its timeout': (world) => hearQuote(world, { askedAt: 0 }),
  'a reply is written once': (world) => {
    const [write] = world.history.writes(world.outputs['RepliesTable']!);
    world.history.record({ ...write!, event: 'written' }, write!.at);
  },
  'a reply that comes late is not taken': (world) => {
    const taken = world.history.writes(world.outputs['RepliesTable']!).at(-1)!;
    world.history.record({ ...taken, event: 'written' }, taken.at + 3_600_000);
  },
  'nothing is answered after its deadline': (world) => {
    const answer = quoteMessage(world, 'sent', 'quote.answered');
    world.history.record({ ...answer, event: 'sent' }, answer.at + 3_600_000);
  },
  'a question is acknowledged after it was answered': (world) => {
    const { at, ...question } = quoteMessage(world, 'deleted', 'quote.requested');
    world.history.record({ ...question, event: 'deleted' }, at - 60_000);
  },
  'one key, one quote': (world) => hearQuote(world, { quoteId: 'another' }),
  'what was uploaded is ready or failed': (world) => rewriteVideo(world, { status: 'PROCESSING' }),
  'every video takes a legal path': (world) => rewriteVideo(world, { status: 'AWAITING_UPLOAD' }),
  'the owner is told once how a video ended': ({ history }) => {
    const notice = history.providers.find(({ facts }) => /^Video \S+ /.test(String(facts['body'])))!;
    history.providers.push({ ...notice, idempotencyKey: 'again' });
  },
  'ready means that every rendition is there': (world) => {
    const { videoId } = readyVideo(world);
    const bucket = world.cloud.s3.bucket(world.outputs['RenditionBucket']!);
    bucket.versions.delete(`${videoId}/360p.mp4`);
  },
};

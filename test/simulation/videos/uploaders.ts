import { simulatedUpload, type SimulatedFilm } from '../../../simulation/media.ts';
import { wireRequest } from '../../../simulation/wire-request.ts';
import { ApiClient, isUnsure } from '../api-client.ts';
import type { Clients } from '../pipeline.ts';
import type { World } from '../world.ts';

/** What somebody uploaded, or left to be uploaded. */
export interface UploadRecord {
  readonly key: string;
  readonly videoId: string;
  readonly content: string;
  uploaded: boolean;
}

const minute = 60_000;

const film = { width: 1920, height: 1080, seconds: 8 };

/** What is uploaded, in turn: most of it is fine. */
const contents: readonly string[] = [
  simulatedUpload(film),
  simulatedUpload({ ...film, width: 640, height: 360 }),
  simulatedUpload({ ...film, breaksAt: [720] }),
  'this is no video at all',
  simulatedUpload({ ...film, width: 100_000, height: 100_000 }),
];

const uploads = new WeakMap<World, UploadRecord[]>();

export function uploadsOf(world: World): readonly UploadRecord[] {
  return uploads.get(world) ?? [];
}

/** Announces videos and uploads them; some twice, with an event that comes again. */
export class Uploaders implements Clients {
  readonly #world: World;
  readonly #client: ApiClient;
  readonly #random;
  readonly #uploads: UploadRecord[] = [];

  constructor(world: World) {
    this.#world = world;
    this.#client = new ApiClient(world, 'uploaders');
    this.#random = this.#client.random;
    uploads.set(world, this.#uploads);
  }

  get busy(): number {
    return this.#client.busy;
  }

  start(films: readonly (SimulatedFilm | string)[]): void {
    for (const [index, content] of films.entries()) {
      const text = typeof content === 'string' ? content : simulatedUpload(content);
      this.#client.later(this.#random.below(2 * minute), () => this.#announce(`film-${index}`, text, 1));
    }
  }

  startSome(count: number): void {
    this.start(Array.from({ length: count }, (_, index) => contents[index % contents.length]!));
  }

  async #announce(key: string, content: string, attempt: number): Promise<void> {
    const body = JSON.stringify({ ownerId: 'ada', contentType: 'video/mp4' });
    const answer = await this.#client.post('/videos', key, body);
    if (isUnsure(answer)) {
      if (attempt < 6)
        this.#client.later(500 + this.#random.below(20_000), () => this.#announce(key, content, attempt + 1));
      return;
    }
    const { videoId } = JSON.parse(answer.body) as { videoId: string };
    const record = { key, videoId, content, uploaded: false };
    this.#uploads.push(record);
    await this.#upload(record);
    if (this.#world.plan.strikes('client-retries'))
      this.#client.later(this.#random.below(minute), () => this.#upload(record));
  }

  /** On the rights of the function that signed the form. */
  async #upload(record: UploadRecord): Promise<void> {
    const { gateway, outputs } = this.#world;
    const path = `/${outputs['UploadBucket']}/raw/${record.videoId}`;
    const headers = { 'content-type': 'video/mp4' };
    const request = { method: 'PUT', path, query: {}, headers, body: Buffer.from(record.content), service: 's3' };
    const { status } = await gateway.handle(wireRequest(request, this.#roleOf('videos-create')));
    if (status !== 200) throw new Error(`S3 answered an upload with ${status}`);
    record.uploaded = true;
  }

  #roleOf(name: string): string {
    const records = [...this.#world.cloud.lambda.store.functions.values()];
    return records.find(({ latest }) => latest.environment['POWERTOOLS_SERVICE_NAME'] === name)!.latest.role;
  }
}

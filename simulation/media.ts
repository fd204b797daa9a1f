import { habitat, type AwsRequest, type AwsResponse, type Habitat } from './habitat.ts';

/**
 * What a simulated upload holds after its first eight bytes, as JSON: the facts that ffprobe would find, and the heights
 * at which the simulated FFmpeg fails each time.
 */
export interface SimulatedFilm {
  readonly width: number;
  readonly height: number;
  readonly seconds: number;
  readonly breaksAt?: readonly number[];
}

/** Begins as an MP4 does. */
export function simulatedUpload(film: SimulatedFilm): string {
  return `\0\0\0\x20ftyp${JSON.stringify(film)}`;
}

/** Files of an environment, by path: gone with it. */
const disks = new WeakMap<Habitat, Map<string, Buffer>>();

function disk(): Map<string, Buffer> {
  const own = disks.get(habitat()) ?? new Map<string, Buffer>();
  disks.set(habitat(), own);
  return own;
}

/** In place of `lambdas/videos/media/uploads.ts`: S3 over the environment's own requests, faults included. */
export class Uploads {
  readonly #bucket: string;

  constructor(bucket: string) {
    this.#bucket = bucket;
  }

  async lookUp(videoId: string, versionId?: string): Promise<unknown> {
    const { status, headers } = await this.#ask('HEAD', `raw/${videoId}`, versionId);
    if (status === 404) return versionId === undefined ? undefined : this.lookUp(videoId);
    return {
      versionId: headers['x-amz-version-id'],
      bytes: Number(headers['content-length']),
      contentType: headers['content-type'],
    };
  }

  async download(
    { key, versionId }: { readonly key: string; readonly versionId: string },
    file: string,
    check: (firstBytes: Buffer) => void = () => undefined,
  ): Promise<void> {
    const { status, body } = await this.#ask('GET', key, versionId);
    if (status !== 200) throw new Error(`S3 answered ${status}`);
    check(Buffer.from(body));
    disk().set(file, Buffer.from(body));
  }

  async #ask(method: string, key: string, versionId?: string): Promise<AwsResponse> {
    const answer = await askS3({ method, path: `/${this.#bucket}/${key}`, query: versionId ? { versionId } : {} });
    if (![200, 404].includes(answer.status)) throw new Error(`S3 answered ${answer.status}`);
    return answer;
  }
}

/** In place of `lambdas/videos/media/rendition-files.ts`. */
export class RenditionFiles {
  readonly #bucket: string;

  constructor(bucket: string) {
    this.#bucket = bucket;
  }

  async store(videoId: string, name: string, file: string): Promise<number> {
    const body = disk().get(file);
    if (body === undefined) throw new Error(`There is no ${file}`);
    const path = `/${this.#bucket}/${videoId}/${name}${name === 'thumbnail' ? '.jpg' : '.mp4'}`;
    const { status } = await askS3({ method: 'PUT', path, body });
    if (status !== 200) throw new Error(`S3 answered ${status}`);
    return body.length;
  }
}

/** In place of `lambdas/videos/media/ffmpeg.ts`: takes its time, and fails where the film says so. */
export class Ffmpeg {
  async probe(file: string): Promise<object> {
    const { width, height, seconds } = filmIn(file);
    await pass(200);
    return { bytes: 1, width, height, seconds, framesPerSecond: 25, videoCodec: 'h264', streams: 2 };
  }

  async transcode(from: string, to: string, { width, height }: { width: number; height: number }): Promise<void> {
    const { breaksAt = [] } = filmIn(from);
    await pass(1000 + habitat().random() * 60_000);
    if (breaksAt.includes(height)) throw new Error('FFmpeg gave up');
    disk().set(to, Buffer.from(`${width}x${height}`));
  }

  async thumbnail(_from: string, to: string): Promise<void> {
    await pass(500);
    disk().set(to, Buffer.from('thumbnail'));
  }
}

/** In place of `lambdas/videos/media/work-folder.ts`. */
export async function inWorkFolder<Result>(work: (folder: object) => Promise<Result>): Promise<Result> {
  disk().clear();
  try {
    return await work({ input: 'in', output: 'out.mp4', thumbnail: 'out.jpg' });
  } finally {
    disk().clear();
  }
}

function filmIn(file: string): SimulatedFilm {
  return JSON.parse(disk().get(file)!.subarray(8).toString()) as SimulatedFilm;
}

function pass(milliseconds: number): Promise<void> {
  return new Promise((resolve) => void habitat().after(milliseconds, resolve));
}

function askS3(request: Pick<AwsRequest, 'method' | 'path'> & Partial<AwsRequest>): Promise<AwsResponse> {
  return habitat().request({ query: {}, headers: {}, body: undefined, ...request, service: 's3' });
}

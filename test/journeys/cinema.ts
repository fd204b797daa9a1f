import { readFileSync } from 'node:fs';
import { eventually, type ApiAnswer, type Target } from './target.ts';

let run = 0;

export interface Announced {
  readonly videoId: string;
  readonly upload: {
    readonly url: string;
    readonly fields: Readonly<Record<string, string>>;
    readonly largestBytes: number;
  };
}

export interface QualityView {
  readonly quality: string;
  readonly status: string;
  readonly width: number;
  readonly height: number;
  readonly link?: string;
}

/** What a journey says and asks about videos. Every journey has a key space of its own. */
export class Cinema {
  readonly target: Target;
  readonly #run = `${process.pid}-v${(run += 1)}`;

  constructor(target: Target) {
    this.target = target;
  }

  announce(key: string, body: object = { ownerId: 'ada', contentType: 'video/mp4' }): Promise<ApiAnswer> {
    const headers = { 'content-type': 'application/json', 'idempotency-key': `${this.#run}-${key}` };
    return this.target.api('POST', '/videos', { headers, body: JSON.stringify(body) });
  }

  async announced(key: string, contentType = 'video/mp4'): Promise<Announced> {
    const answer = await this.announce(key, { ownerId: 'ada', contentType });
    if (answer.status !== 201) throw new Error(`Not announced: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body as unknown as Announced;
  }

  /** Fills in the form as a browser does. @returns the status */
  async upload(
    { upload }: Announced,
    content: Buffer<ArrayBuffer>,
    changes: Record<string, string> = {},
  ): Promise<number> {
    const form = new FormData();
    for (const [name, value] of Object.entries({ ...upload.fields, ...changes })) form.append(name, value);
    form.append('file', new Blob([content]));
    return (await fetch(upload.url, { method: 'POST', body: form })).status;
  }

  /** Announces and uploads a file. @returns the video's id */
  async uploaded(key: string, file: string): Promise<string> {
    const announced = await this.announced(key);
    const status = await this.upload(announced, readFileSync(file));
    if (status !== 204) throw new Error(`Not uploaded: ${status}`);
    return announced.videoId;
  }

  async video(videoId: string) {
    return (await this.target.api('GET', `/videos/${videoId}`)).body as {
      status: string;
      reason?: string;
      qualities: QualityView[];
      thumbnail?: { link: string };
    };
  }

  async becomes(videoId: string, status: string, seconds = 30) {
    return eventually(
      `video ${videoId} is ${status}`,
      async () => {
        const video = await this.video(videoId);
        return video.status === status && video;
      },
      seconds,
    );
  }

  /** Follows a link of the API to the file. */
  async fetchFile(link: string): Promise<Buffer> {
    const redirect = await this.target.api('GET', link, { redirect: 'manual' });
    if (redirect.status !== 302) throw new Error(`Not redirected: ${redirect.status}`);
    const response = await fetch(redirect.headers.get('location')!);
    if (response.status !== 200) throw new Error(`Not found behind the link: ${response.status}`);
    return Buffer.from(await response.arrayBuffer());
  }

  /** What the owner was told about one video, once there is anything. */
  told(videoId: string): Promise<string[]> {
    return eventually(`the owner of ${videoId} is told`, async () => {
      const { notifications } = await this.target.outside();
      const told = notifications.map(({ body }) => body).filter((body) => body.includes(videoId));
      return told.length > 0 && told;
    });
  }
}

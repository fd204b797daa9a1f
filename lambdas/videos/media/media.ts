/** What ffprobe says of a file. */
export interface Probe {
  readonly bytes: number;
  readonly seconds: number;
  /** As it is shown, rotation applied. */
  readonly width: number;
  readonly height: number;
  readonly framesPerSecond: number;
  readonly videoCodec: string;
  readonly audioCodec?: string;
  readonly streams: number;
}

export interface RenditionRequest {
  readonly width: number;
  readonly height: number;
  /** Of the source. */
  readonly seconds: number;
  /** Whether others on the same machine go first, as a preview does. */
  readonly patient?: boolean;
  /** Called as it gets on, with whole percents. */
  readonly onProgress?: (percent: number) => void;
}

/**
 * Looks into files and makes others of them. All paths are ours: nothing that an uploader chose is among them.
 *
 * Every call throws `Reject` for a file that can never serve, and anything else for what may go better next time.
 */
export interface Media {
  probe(file: string): Promise<Probe>;
  /** H.264 and AAC in an MP4 that plays while it loads. */
  transcode(from: string, to: string, request: RenditionRequest): Promise<void>;
  /** A JPEG of one moment. */
  thumbnail(from: string, to: string, atSecond: number): Promise<void>;
}

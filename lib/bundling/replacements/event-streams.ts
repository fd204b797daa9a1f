/**
 * Takes the place of `@smithy/core/event-streams` in the bundles: no action that a handler here calls streams events
 * (those are S3 Select, Transcribe and the like), and the SDK loads this module only when one does.
 */
export class EventStreamSerde {
  constructor() {
    throw new Error('Event streams are not in the bundles: see lib/bundling/replacements');
  }
}

export const eventStreamSerdeProvider = () => new EventStreamSerde();

/** The Lambda client has one action with an event stream (InvokeWithResponseStream) and asks for this when it is made. */
export const resolveEventStreamSerdeConfig = <Config>(config: Config): Config => config;

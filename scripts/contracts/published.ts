import { messages, type MessageContract } from '../../contracts/messages.ts';
import { breakingChanges } from './breaking-changes.ts';
import { jsonSchema, type JsonSchema } from './json-schema.ts';

/** One version of one message: what a reader of it may rely on. */
export interface MessageVersion {
  readonly type: string;
  /** From the type's end, `order.completed.v2`; 1 without one. */
  readonly version: number;
  /** `order.completed.v1.json` */
  readonly file: string;
  readonly schema: JsonSchema;
}

export function typeOf({ schema }: MessageContract): string {
  return schema.shape.type.def.values[0]!;
}

/** Every message of the contracts as it is now. */
export function messageVersions(contracts: readonly MessageContract[] = messages): MessageVersion[] {
  return contracts.map((contract) => {
    const type = typeOf(contract);
    const [, name, version = '1'] = /^(.+?)(?:\.v(\d+))?$/.exec(type)!;
    return {
      type,
      version: Number(version),
      file: `${name}.v${version}.json`,
      schema: { $schema: 'https://json-schema.org/draft/2020-12/schema', title: type, ...jsonSchema(contract.schema) },
    };
  });
}

/**
 * What the messages of now break of those published.
 *
 * @param published schemas by file name
 * @returns a line for each break; a published message that is no longer there is one
 */
export function brokenPromises(
  published: ReadonlyMap<string, JsonSchema>,
  current: readonly MessageVersion[] = messageVersions(),
): string[] {
  return [...published].flatMap(([file, before]) => {
    const now = current.find((message) => message.file === file);
    if (now === undefined) return [`${file}: the message is gone; readers may still hold some`];
    return breakingChanges(before, now.schema).map((what) => `${file}: ${what}`);
  });
}

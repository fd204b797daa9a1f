import * as z from 'zod/mini';
import { describe, expect, test } from 'vitest';
import { envelopeOf } from '../../contracts/envelope.ts';
import { breakingChanges } from '../../scripts/contracts/breaking-changes.ts';
import { jsonSchema, type JsonSchema } from '../../scripts/contracts/json-schema.ts';
import { brokenPromises, messageVersions } from '../../scripts/contracts/published.ts';
import { publishedMessages } from '../../scripts/contracts-doc.ts';

const facts = {
  orderId: z.uuid(),
  status: z.enum(['open', 'done']),
  amount: z.int().check(z.minimum(0), z.maximum(100)),
  note: z.optional(z.string().check(z.maxLength(50))),
  lines: z.array(z.object({ sku: z.string() })),
  way: z.union([z.string(), z.object({ code: z.int() }), z.null()]),
};
const before = schemaOf(z.object(facts));

function schemaOf(data: z.ZodMiniType): JsonSchema {
  return jsonSchema(envelopeOf('order.planted', data));
}

describe('what was published', () => {
  test('no message of now breaks a version that was published; run node scripts/contracts-doc.ts to see', () => {
    expect(publishedMessages().size).toBeGreaterThan(5);
    expect(brokenPromises(publishedMessages())).toEqual([]);
  });

  test('a published message that is gone is a break', () => {
    const [gone, ...kept] = messageVersions();
    expect(brokenPromises(publishedMessages(), kept)).toEqual([expect.stringContaining(gone!.file)]);
  });

  test('a type that ends in a version is a message beside the first one', () => {
    const schema = envelopeOf('order.completed.v2', z.object({ orderId: z.uuid() }));
    const [message] = messageVersions([{ schema, channel: 'events', summary: 'planted' }]);
    expect(message).toMatchObject({ type: 'order.completed.v2', version: 2, file: 'order.completed.v2.json' });
  });
});

describe('a compatible change', () => {
  test.each([
    ['nothing', z.object(facts)],
    ['another optional property', z.object({ ...facts, colour: z.optional(z.string()) })],
    [
      'another optional property deep inside',
      z.object({ ...facts, lines: z.array(z.object({ sku: z.string(), lot: z.optional(z.string()) })) }),
    ],
    ['a description', z.object(facts).check(z.describe('Another word for it'))],
  ])('%s breaks nobody', (_what, data) => {
    expect(breakingChanges(before, schemaOf(data))).toEqual([]);
  });
});

describe('a breaking change', () => {
  const { amount, note, way, ...others } = facts;
  test.each([
    ['a required property removed', z.object({ ...others, note, way }), 'message.data.amount: is gone'],
    ['an optional property removed', z.object({ ...others, amount, way }), 'message.data.note: is gone'],
    ['a property renamed', z.object({ ...others, total: amount, note, way }), 'message.data.amount: is gone'],
    ['a new required property', z.object({ ...facts, colour: z.string() }), 'message.data.colour: is new and required'],
    [
      'an optional property required',
      z.object({ ...facts, note: z.string().check(z.maxLength(50)) }),
      'message.data.note: was optional, is required',
    ],
    [
      'a required property optional',
      z.object({ ...facts, amount: z.optional(amount) }),
      'message.data.amount: was required, is optional',
    ],
    [
      'another type',
      z.object({ ...facts, amount: z.string() }),
      'message.data.amount: type was "integer", is "string"',
    ],
    [
      'a narrower number',
      z.object({ ...facts, amount: z.int().check(z.minimum(0), z.maximum(10)) }),
      'message.data.amount: maximum was 100, is 10',
    ],
    [
      'a wider number',
      z.object({ ...facts, amount: z.int().check(z.minimum(0), z.maximum(1000)) }),
      'message.data.amount: maximum was 100, is 1000',
    ],
    [
      'a shorter text',
      z.object({ ...facts, note: z.optional(z.string().check(z.maxLength(5))) }),
      'message.data.note: maxLength was 50, is 5',
    ],
    [
      'a value of an enum removed',
      z.object({ ...facts, status: z.enum(['open']) }),
      'message.data.status: "done" is no longer allowed',
    ],
    [
      'a value of an enum added',
      z.object({ ...facts, status: z.enum(['open', 'done', 'lost']) }),
      'message.data.status: "lost" is new, and readers do not know it',
    ],
    ['an enum lifted', z.object({ ...facts, status: z.string() }), 'message.data.status: enum is gone'],
    [
      'another item',
      z.object({ ...facts, lines: z.array(z.object({ sku: z.int() })) }),
      'message.data.lines[].sku: type was "string", is "integer"',
    ],
    [
      'an alternative removed',
      z.object({ ...facts, way: z.union([z.string(), z.object({ code: z.int() })]) }),
      'message.data.way: had 3 alternatives, has 2',
    ],
    [
      'another alternative',
      z.object({ ...facts, way: z.union([z.string(), z.object({ code: z.boolean() }), z.null()]) }),
      'message.data.way|1.code: type was "integer", is "boolean"',
    ],
    ['an object closed', z.strictObject(facts), 'message.data: additionalProperties was absent, is false'],
  ])('%s is found, and told with its path', (_what, data, told) => {
    expect(breakingChanges(before, schemaOf(data))).toContain(told);
  });

  test('an optional property is one where readers allow nothing new', () => {
    const closed = schemaOf(z.strictObject({ a: z.string() }));
    const wider = schemaOf(z.strictObject({ a: z.string(), b: z.optional(z.string()) }));
    expect(breakingChanges(closed, wider)).toEqual(['message.data.b: is new where readers allow nothing new']);
  });
});

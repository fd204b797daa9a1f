import { readFileSync, readdirSync } from 'node:fs';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { describe, expect, test } from 'vitest';
import { contractDocuments } from '../../scripts/contracts-doc.ts';

const folder = new URL('../../docs/contracts/', import.meta.url);
const documents = contractDocuments();

/** What the linter objects to, by rule and place. */
async function objections(source: string): Promise<string[]> {
  const config = await createConfig({ extends: ['recommended-strict'], rules });
  const problems = await lintFromString({ source, absoluteRef: 'document.json', config });
  return problems.map(({ ruleId, location }) => `${ruleId} ${location[0]?.pointer ?? ''}`);
}

/** The local server is on the loopback interface, and that is right; a file is found by a redirect, which is no 2xx. */
const rules = {
  'no-server-example.com': 'off',
  'operation-2xx-response': 'off',
  'operation-4xx-response': 'error',
  'tag-description': 'off',
} as const;

describe('the documents of the contracts', () => {
  test('are what the contracts say now; run node scripts/contracts-doc.ts', () => {
    const written = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'));
    expect(written.toSorted()).toEqual([...documents.keys()].toSorted());
    for (const [path, text] of documents) expect(readFileSync(new URL(path, folder), 'utf8'), path).toBe(text);
  });

  test.each(['openapi.json', 'asyncapi.json'])('%s passes the linter', async (name) => {
    expect(await objections(documents.get(name)!)).toEqual([]);
  });

  test.each([
    ['openapi.json', '"operationId": "getOrder"', '"operationId": "placeOrder"', 'operation-operationId-unique'],
    ['openapi.json', '#/components/schemas/OrderPage', '#/components/schemas/Nowhere', 'no-unresolved-refs'],
    ['openapi.json', '"required": true', '"required": "yes"', 'struct'],
    [
      'asyncapi.json',
      '#/channels/events/messages/order.completed',
      '#/channels/events/messages/nowhere',
      'no-unresolved-refs',
    ],
    ['asyncapi.json', '"action": "send"', '"action": "shout"', 'struct'],
  ])('a fault planted in %s is found: %s', async (name, sound, broken, rule) => {
    const source = documents.get(name)!;
    expect(source).toContain(sound);
    expect(await objections(source.replace(sound, broken))).toContainEqual(expect.stringContaining(rule));
  });
});

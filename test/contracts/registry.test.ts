import { readdirSync } from 'node:fs';
import type * as z from 'zod/mini';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { environment } from '../../contracts/environment.ts';
import { eventTypes } from '../../contracts/event-types.ts';
import { channels, messages, type Message } from '../../contracts/messages.ts';
import { routes } from '../../contracts/routes.ts';
import { typeOf } from '../../scripts/contracts/published.ts';
import { synthesizeStack } from '../lib/synthesize.ts';

const { Resources } = synthesizeStack({ stage: 'dev' });
const folder = new URL('../../contracts/', import.meta.url);

function propertiesOf(type: string): Record<string, unknown>[] {
  return Object.values(Resources)
    .filter((resource) => resource.Type === type)
    .map(({ Properties }) => Properties as Record<string, unknown>);
}

/** Schemas of whole messages that a module exports: an envelope with one literal type. */
function messageSchemas(module: object): z.ZodMiniType[] {
  return Object.values(module).filter((value: unknown) => {
    const shape = (value as { shape?: Record<string, { def: { type: string } }> } | undefined)?.shape;
    return shape?.['specversion'] !== undefined && shape['type']?.def.type === 'literal';
  }) as z.ZodMiniType[];
}

/** The variable as CloudFormation joins it, as text. */
function outboxDestinations({ Environment }: Record<string, unknown>): string {
  const { Variables = {} } = (Environment ?? {}) as { Variables?: Record<string, unknown> };
  return JSON.stringify(Variables[environment.outboxDestinations] ?? '').replace(/^""$/, '');
}

describe('the registry of routes', () => {
  test('holds every route of the stack and no other', () => {
    const keys = propertiesOf('AWS::ApiGatewayV2::Route').map((route) => String(route['RouteKey']));
    expect(routes.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual(keys.toSorted());
  });
});

describe('the registry of messages', () => {
  const registered = new Set<unknown>(messages.map(({ schema }) => schema));
  const types = messages.map(typeOf);

  test('holds every message that contracts/ declares', async () => {
    const declared = await Promise.all(
      readdirSync(folder).map(async (file) => messageSchemas((await import(new URL(file, folder).href)) as object)),
    );
    expect(declared.flat().filter((schema) => !registered.has(schema))).toEqual([]);
    expect(new Set(declared.flat()).size).toBe(messages.length);
  });

  test('holds every event type that a subscription of the stack asks for', () => {
    const asked = propertiesOf('AWS::SNS::Subscription').flatMap((subscription) => {
      const policy = subscription['FilterPolicy'] as { eventType: string[] } | undefined;
      return policy?.eventType ?? [];
    });
    expect(asked.length).toBeGreaterThan(2);
    expect(asked.filter((type) => !types.includes(type))).toEqual([]);
  });

  test('holds each event type that a topic may carry, each once, and no event besides', () => {
    const events = messages.filter(({ channel }) => channel === 'events').map(typeOf);
    expect(events.toSorted()).toEqual(eventTypes.toSorted());
    expect(new Set(types).size).toBe(types.length);
  });

  test('its channels are the destinations that the relay of the stack knows', () => {
    const relay = propertiesOf('AWS::Lambda::Function')
      .map(outboxDestinations)
      .find((text) => text !== '')!;
    const known = [...relay.matchAll(/\\"([a-z-]+)\\":/g)].map(([, name]) => name!);
    const named = Object.values(channels).flatMap(({ destinations }) => destinations);
    expect(named.toSorted()).toEqual(known.toSorted());
  });
});

test('a producer is held to the contract by its types', () => {
  type Rejected = Extract<Message, { type: 'order.rejected' }>;
  type Data<Fields> = Omit<Rejected, 'data'> & { readonly data: Fields };
  expectTypeOf<Data<{ orderId: string; customerId: string; reason: string }>>().toExtend<Message>();
  expectTypeOf<Data<{ orderId: string; reason: string }>>().not.toExtend<Message>();
  expectTypeOf<Data<{ orderId: string; customerId: string; reason: number }>>().not.toExtend<Message>();
  expectTypeOf<Omit<Rejected, 'type'> & { readonly type: 'order.invented' }>().not.toExtend<Message>();
});

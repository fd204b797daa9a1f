import { eventTypeAttribute } from '../../contracts/event-types.ts';
import { channels, messages, type MessageContract } from '../../contracts/messages.ts';
import { jsonSchema } from './json-schema.ts';
import { typeOf } from './published.ts';

/** The queues and topics, and what travels on them, as AsyncAPI 3 (https://www.asyncapi.com/docs/reference/specification/v3.0.0). */
export function asyncApi(version: string, all: readonly MessageContract[] = messages) {
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Spillway',
      version,
      description:
        'Messages are CloudEvents 1.0 in structured JSON. A message type is its first version; a breaking change is a new type, `order.completed.v2`, sent beside the old one until nobody reads that.',
      license: { name: 'MIT', url: 'https://opensource.org/license/mit' },
    },
    defaultContentType: 'application/json',
    channels: Object.fromEntries(Object.keys(channels).map((name) => [name, channelOf(name as ChannelName, all)])),
    operations: Object.fromEntries(Object.keys(channels).flatMap((name) => operationsOf(name as ChannelName, all))),
    components: {
      messages: Object.fromEntries(all.map((contract) => [typeOf(contract), messageOf(contract)])),
      securitySchemes: { iam: { type: 'http', scheme: 'AWS4-HMAC-SHA256', description: 'Roles of the stack only.' } },
      correlationIds: { journey: { location: '$message.payload#/correlationid' } },
    },
  };
}

type ChannelName = keyof typeof channels;

const carriers = {
  topic: 'SNS topic; each subscriber has a queue of its own, fed raw and filtered by type',
  queue: 'SQS standard queue',
  'fifo-queue': 'SQS FIFO queue',
} as const;

function channelOf(name: ChannelName, all: readonly MessageContract[]) {
  const { summary, carrier } = channels[name];
  return {
    // No address: physical names are CloudFormation's and differ from stack to stack.
    summary,
    description: `${carriers[carrier]}.`,
    messages: Object.fromEntries(on(name, all).map((type) => [type, { $ref: `#/components/messages/${type}` }])),
  };
}

function operationsOf(name: ChannelName, all: readonly MessageContract[]) {
  return (['send', 'receive'] as const).map((action) => [
    `${action}-${name}`,
    {
      action,
      channel: { $ref: `#/channels/${name}` },
      security: [{ $ref: '#/components/securitySchemes/iam' }],
      summary: action === 'send' ? `The outbox relay sends to ${name}.` : `Consumers of ${name} receive.`,
      messages: on(name, all).map((type) => ({ $ref: `#/channels/${name}/messages/${type}` })),
    },
  ]);
}

function on(name: ChannelName, all: readonly MessageContract[]): string[] {
  return all.filter(({ channel }) => channel === name).map(typeOf);
}

function messageOf(contract: MessageContract) {
  const type = typeOf(contract);
  return {
    name: type,
    title: type,
    summary: contract.summary,
    contentType: 'application/json',
    headers: { type: 'object', properties: { [eventTypeAttribute]: { const: type } }, required: [eventTypeAttribute] },
    correlationId: { $ref: '#/components/correlationIds/journey' },
    payload: jsonSchema(contract.schema),
  };
}

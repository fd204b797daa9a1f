import { expect, test } from 'vitest';
import { SnsService } from '../../../local/services/sns/sns-service.ts';
import { Scene } from './scene.ts';
import type { Call, WireRequest } from '../../../local/services/service.ts';

function ask(query: string, scene = new Scene(), method = 'GET') {
  const request: WireRequest = {
    method,
    path: '/',
    query: new URLSearchParams(query),
    headers: {},
    body: Buffer.alloc(0),
  };
  const call: Call = {
    caller: { principal: 'arn:aws:iam::123456789012:root' },
    requestId: 'request-1',
    authorize: () => {},
  };
  return new SnsService(scene.sns).handle(request, call);
}

test('an action AWS has but this simulator has not is refused by name', () => {
  const { status, body } = ask('Action=PutDataProtectionPolicy&ResourceArn=x');
  expect(status).toBe(501);
  expect(body).toContain('The SNS action PutDataProtectionPolicy is not simulated');
});

test('an action that AWS has not either is InvalidAction', () => {
  const { status, body } = ask('Action=Frobnicate');
  expect(status).toBe(400);
  expect(body).toContain('<Code>InvalidAction</Code>');
});

test('a fault of the simulator is answered 500 and reaches the journal', () => {
  const scene = new Scene();
  scene.sns.store.topics.get = () => {
    throw new Error('broken');
  };
  const topic = 'arn:aws:sns:us-east-1:123456789012:x';
  expect(ask(`Action=GetTopicAttributes&TopicArn=${topic}`, scene).status).toBe(500);
  expect(scene.events('fault')).toMatchObject([{ error: new Error('broken') }]);
});

test('a parameter of the wrong form is malformed, not a crash', () => {
  expect(ask('Action=CreateTopic&Name.member.1=x').body).toContain('MalformedQueryString');
  expect(ask('Action=CreateTopic&Name=x&Tags=text').body).toContain('MalformedQueryString');
});

test('the links in messages work as plain GET requests', () => {
  const scene = new Scene();
  ask('Action=CreateTopic&Name=events', scene);
  ask(
    'Action=Subscribe&TopicArn=arn:aws:sns:us-east-1:123456789012:events&Protocol=http&Endpoint=http://127.0.0.1:1/x',
    scene,
  );
  const [subscription] = scene.sns.store.subscriptions.values();
  ask(`Action=ConfirmSubscription&TopicArn=${subscription!.topicArn}&Token=${subscription!.token}`, scene);
  expect(scene.sns.store.subscriptions.get(subscription!.arn)!.confirmed).toBe(true);
  ask(`Action=Unsubscribe&SubscriptionArn=${subscription!.arn}`, scene);
  expect(scene.sns.store.subscriptions.size).toBe(0);
});

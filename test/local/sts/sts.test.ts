import { GetCallerIdentityCommand, GetSessionTokenCommand, STSClient } from '@aws-sdk/client-sts';
import { expect, test } from 'vitest';
import { StsService } from '../../../local/services/sts/sts-service.ts';
import { accountId, scene, worker } from '../iam/scene.ts';
import { clientOptions } from '../sdk.ts';
import type { Caller } from '../../../local/services/service.ts';

function client(caller: Caller) {
  return new STSClient(clientOptions(new StsService(scene().iam), { caller }));
}

test('the root is told its account', async () => {
  const { iam } = scene();
  const answer = await client(iam.root).send(new GetCallerIdentityCommand());
  expect(answer).toMatchObject({ Account: accountId, UserId: accountId, Arn: `arn:aws:iam::${accountId}:root` });
});

test('a role is told its session', async () => {
  const answer = await client(worker).send(new GetCallerIdentityCommand());
  expect(answer.Arn).toBe(`arn:aws:sts::${accountId}:assumed-role/worker/worker`);
  expect(answer.UserId).toMatch(/^AROA[0-9A-F]{17}:worker$/);
});

test('another action is refused by name', async () => {
  const { iam } = scene();
  await expect(client(iam.root).send(new GetSessionTokenCommand())).rejects.toMatchObject({
    name: 'NotSimulated',
    message: 'sts:GetSessionToken is not simulated',
  });
});

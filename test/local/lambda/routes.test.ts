import * as sdk from '@aws-sdk/client-lambda';
import { expect, test } from 'vitest';
import { LambdaService } from '../../../local/services/lambda/lambda-service.ts';
import { REFUSED } from '../../../local/services/lambda/refused-routes.ts';
import { ROUTES } from '../../../local/services/lambda/routes.ts';
import { clientOptions } from '../sdk.ts';
import { Stage } from './stage.ts';

const service = () => new LambdaService(new Stage().lambda);

test('every action of the SDK is answered or refused by name', () => {
  const known = new Set(['Invoke', ...ROUTES.map(({ name }) => name)]);
  const all = Object.keys(sdk).flatMap((name) => /^(\w+)Command$/.exec(name)?.[1] ?? []);
  expect(all.filter((name) => !known.has(name))).toEqual([]);
});

test.each(REFUSED)('%s %s is %s', (method, path, name) => {
  const [before = '', query] = path.replace(/\{\w+\}/g, 'x').split('?');
  const request = { method, path: before, query: new URLSearchParams(query), headers: {}, body: Buffer.alloc(0) };
  expect(service().actionOf(request)).toBe(name);
});

test('a stock client reads the name of what is refused', async () => {
  const client = new sdk.LambdaClient(clientOptions(service()));
  await expect(client.send(new sdk.GetFunctionCodeSigningConfigCommand({ FunctionName: 'f' }))).rejects.toMatchObject({
    name: 'NotSimulated',
    message: 'lambda:GetFunctionCodeSigningConfig is not simulated',
  });
  const Arn = 'arn:aws:lambda:us-east-1:123456789012:layer:l:1';
  await expect(client.send(new sdk.GetLayerVersionByArnCommand({ Arn }))).rejects.toMatchObject({
    message: 'lambda:GetLayerVersionByArn is not simulated',
  });
});

import { expect, test } from 'vitest';
import { scene, worker } from './scene.ts';

test('a role has the same credentials each time and in every run of one seed', () => {
  const [one, two] = [scene().iam, scene().iam];
  const credentials = one.credentialsFor(worker.principal);
  expect(credentials.accessKeyId).toMatch(/^ASIA[0-9A-F]{16}$/);
  expect(one.credentialsFor(worker.principal)).toEqual(credentials);
  expect(two.credentialsFor(worker.principal)).toEqual(credentials);
});

test('a key of a role stands for the role, any other for the root', () => {
  const { iam } = scene();
  const { accessKeyId } = iam.credentialsFor(worker.principal);
  expect(iam.callerFor(accessKeyId)).toEqual(worker);
  expect([iam.callerFor('test'), iam.callerFor('AKIAUNKNOWN'), iam.callerFor(undefined)]).toEqual(
    Array.from({ length: 3 }, () => iam.root),
  );
});

test('only keys that were given out can prove a signature', () => {
  const { iam } = scene();
  const { accessKeyId, secretAccessKey, sessionToken } = iam.credentialsFor(worker.principal);
  expect(iam.signingKey(accessKeyId)).toMatchObject({ secretAccessKey, sessionToken, caller: worker });
  expect(iam.signingKey('test')).toEqual({ secretAccessKey: 'test', caller: iam.root });
  expect(iam.signingKey('AKIAUNKNOWN')).toBeUndefined();
});

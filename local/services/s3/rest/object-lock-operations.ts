import {
  getObjectLegalHold,
  getObjectRetention,
  putObjectLegalHold,
  putObjectRetention,
} from '../actions/object-lock.ts';
import { getObjectLockConfiguration, putObjectLockConfiguration } from '../actions/object-lock-configuration.ts';
import { S3Error, invalidArgument } from '../errors.ts';
import { isRetentionMode, type BucketLock, type Retention } from '../object-lock/lock.ts';
import { empty, xmlReply } from './reply.ts';
import { child, textOf, type XmlNode } from './xml.ts';
import type { Operations } from './operation.ts';

export const objectLockOperations: Operations = {
  GetObjectLockConfiguration: ({ s3, bucket, call }) => {
    const { byDefault } = getObjectLockConfiguration(s3, { bucket }, call);
    const { mode, days, years } = byDefault ?? {};
    return xmlReply('ObjectLockConfiguration', {
      ObjectLockEnabled: 'Enabled',
      Rule: byDefault && { DefaultRetention: { Mode: mode, Days: days, Years: years } },
    });
  },
  PutObjectLockConfiguration: async (incoming) => {
    const { s3, bucket, call } = incoming;
    const objectLock = readConfiguration(await incoming.xml('ObjectLockConfiguration'));
    putObjectLockConfiguration(s3, { bucket, objectLock }, call);
    return empty(200);
  },

  GetObjectRetention: ({ s3, object, call }) => {
    const { mode, until } = getObjectRetention(s3, object, call);
    return xmlReply('Retention', { Mode: mode, RetainUntilDate: new Date(until).toISOString() });
  },
  PutObjectRetention: async (incoming) => {
    const { s3, object, call } = incoming;
    const retention = readRetention(await incoming.xml('Retention'));
    const bypass = incoming.header('x-amz-bypass-governance-retention');
    putObjectRetention(s3, { ...object, retention, bypass }, call);
    return empty(200);
  },

  GetObjectLegalHold: ({ s3, object, call }) => xmlReply('LegalHold', { Status: getObjectLegalHold(s3, object, call) }),
  PutObjectLegalHold: async (incoming) => {
    const { s3, object, call } = incoming;
    const legalHold = textOf(await incoming.xml('LegalHold'), 'Status');
    if (legalHold !== 'ON' && legalHold !== 'OFF') throw new S3Error('MalformedXML');
    putObjectLegalHold(s3, { ...object, legalHold }, call);
    return empty(200);
  },
};

function readConfiguration(document: XmlNode): BucketLock {
  if (textOf(document, 'ObjectLockEnabled') !== 'Enabled') throw new S3Error('MalformedXML');
  const rule = child(document, 'Rule');
  if (rule === undefined) return {};
  const retention = child(rule, 'DefaultRetention');
  const mode = textOf(retention, 'Mode');
  const [days, years] = [period(retention, 'Days'), period(retention, 'Years')];
  if (!isRetentionMode(mode) || (days === undefined) === (years === undefined)) throw new S3Error('MalformedXML');
  return { byDefault: { mode, ...(days === undefined ? { years: years! } : { days }) } };
}

function period(node: XmlNode | undefined, name: string): number | undefined {
  const text = textOf(node, name);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!Number.isInteger(value)) throw new S3Error('MalformedXML');
  if (value > 0) return value;
  throw invalidArgument('Default retention period must be a positive integer value', name, text);
}

function readRetention(document: XmlNode): Retention | undefined {
  const [mode, date] = [textOf(document, 'Mode'), textOf(document, 'RetainUntilDate')];
  if (mode === undefined && date === undefined) return undefined;
  const until = Date.parse(date ?? '');
  if (!isRetentionMode(mode) || Number.isNaN(until)) throw new S3Error('MalformedXML');
  return { mode, until };
}

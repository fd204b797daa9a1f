import { restoreObject } from '../actions/restore-object.ts';
import { NotSimulated } from '../../aws-error.ts';
import { S3Error } from '../errors.ts';
import { tiers, type Tier } from '../restore.ts';
import { empty } from './reply.ts';
import { child, textOf, wholeNumber, type XmlNode } from './xml.ts';
import type { Operations } from './operation.ts';

export const restoreOperation: Operations = {
  RestoreObject: async (incoming) => {
    const { s3, object, call } = incoming;
    const document = await incoming.xml('RestoreRequest');
    if (textOf(document, 'Type') === 'SELECT') throw new NotSimulated('S3 RestoreObject with a query');
    const days = wholeNumber(document, 'Days', 1);
    if (days === undefined) throw new S3Error('MalformedXML');
    const there = restoreObject(s3, { ...object, days, tier: readTier(document) }, call);
    return empty(there ? 200 : 202);
  },
};

function readTier(document: XmlNode): Tier {
  const given = textOf(document, 'Tier') ?? textOf(child(document, 'GlacierJobParameters'), 'Tier') ?? 'Standard';
  const tier = tiers.find((known) => known === given);
  if (tier === undefined) throw new S3Error('MalformedXML');
  return tier;
}

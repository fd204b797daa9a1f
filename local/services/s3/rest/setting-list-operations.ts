import { deleteListed, getListed, listSettings, putListed } from '../actions/setting-list.ts';
import { analytics, intelligentTiering, inventory, metrics, type SettingList } from '../settings/lists.ts';
import { children } from '../../protocol/xml.ts';
import { documentReply, empty } from './reply.ts';
import type { Incoming } from './incoming.ts';
import type { Operation, Operations } from './operation.ts';

export const settingListOperations: Operations = {
  GetBucketAnalyticsConfiguration: getOf(analytics),
  PutBucketAnalyticsConfiguration: putOf(analytics),
  DeleteBucketAnalyticsConfiguration: deleteOf(analytics),
  ListBucketAnalyticsConfigurations: listOf(analytics),
  GetBucketIntelligentTieringConfiguration: getOf(intelligentTiering),
  PutBucketIntelligentTieringConfiguration: putOf(intelligentTiering),
  DeleteBucketIntelligentTieringConfiguration: deleteOf(intelligentTiering),
  ListBucketIntelligentTieringConfigurations: listOf(intelligentTiering),
  GetBucketInventoryConfiguration: getOf(inventory),
  PutBucketInventoryConfiguration: putOf(inventory),
  DeleteBucketInventoryConfiguration: deleteOf(inventory),
  ListBucketInventoryConfigurations: listOf(inventory),
  GetBucketMetricsConfiguration: getOf(metrics),
  PutBucketMetricsConfiguration: putOf(metrics),
  DeleteBucketMetricsConfiguration: deleteOf(metrics),
  ListBucketMetricsConfigurations: listOf(metrics),
};

function getOf(kind: SettingList): Operation {
  return (incoming) => documentReply(kind.root, getListed(incoming.s3, target(incoming, kind), incoming.call));
}

function putOf(kind: SettingList): Operation {
  return async (incoming) => {
    const document = await incoming.xml(kind.root);
    putListed(incoming.s3, { ...target(incoming, kind), document }, incoming.call);
    return empty(200);
  };
}

function deleteOf(kind: SettingList): Operation {
  return (incoming) => {
    deleteListed(incoming.s3, target(incoming, kind), incoming.call);
    return empty(204);
  };
}

function listOf(kind: SettingList): Operation {
  return (incoming) => {
    const { s3, bucket, call } = incoming;
    const token = incoming.query('continuation-token');
    const after = token === undefined ? undefined : Buffer.from(token, 'base64url').toString();
    const { contents, next } = listSettings(s3, { bucket, kind, after }, call);
    const page = children({
      ContinuationToken: token,
      IsTruncated: next !== undefined,
      NextContinuationToken: next === undefined ? undefined : Buffer.from(next).toString('base64url'),
    });
    const documents = contents.map((content) => `<${kind.root}>${content}</${kind.root}>`);
    return documentReply(kind.list, documents.join('') + page);
  };
}

function target(incoming: Incoming, kind: SettingList) {
  return { bucket: incoming.bucket, kind, id: incoming.query('id') ?? '' };
}

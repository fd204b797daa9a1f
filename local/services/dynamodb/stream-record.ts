import { hash } from 'node:crypto';
import { itemSize, type AttributeMap } from './values.ts';
import type { StreamViewType, WriteCause } from './store.ts';
import type { StreamRecord } from './stream.ts';

interface Written {
  readonly sequence: string;
  readonly region: string;
  readonly viewType: StreamViewType;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly key: AttributeMap;
  readonly old: AttributeMap | undefined;
  readonly item: AttributeMap | undefined;
  readonly cause: WriteCause;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_Record.html */
export function streamRecord({ sequence, region, viewType, at, key, old, item, cause }: Written): StreamRecord {
  const newImage = item !== undefined && (viewType === 'NEW_IMAGE' || viewType === 'NEW_AND_OLD_IMAGES');
  const oldImage = old !== undefined && (viewType === 'OLD_IMAGE' || viewType === 'NEW_AND_OLD_IMAGES');
  return {
    eventID: hash('md5', sequence),
    eventName: old === undefined ? 'INSERT' : item === undefined ? 'REMOVE' : 'MODIFY',
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: region,
    dynamodb: {
      ApproximateCreationDateTime: Math.floor(at / 1000),
      Keys: key,
      ...(newImage ? { NewImage: item } : {}),
      ...(oldImage ? { OldImage: old } : {}),
      SequenceNumber: sequence,
      SizeBytes: itemSize(key) + (newImage ? itemSize(item) : 0) + (oldImage ? itemSize(old) : 0),
      StreamViewType: viewType,
    },
    ...(cause === 'TimeToLive'
      ? { userIdentity: { Type: 'Service', PrincipalId: 'dynamodb.amazonaws.com' } as const }
      : {}),
  };
}

import { GetItemCommand, QueryCommand, type AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Quality } from '../../contracts/videos.ts';
import { dynamodb } from '../messaging/aws/dynamodb.ts';
import { required } from '../messaging/environment.ts';
import type { Rendition, Video } from './video.ts';

const table = required('videosTable');

/** Sort keys: the video itself, and each of its renditions. */
export const videoPart = 'video';
export const renditionPart = (quality: Quality): string => `rendition#${quality}`;

/** Reads the row as it is now. */
export async function findVideo(videoId: string): Promise<Video | undefined> {
  return (await find(videoId, videoPart)) as Video | undefined;
}

export async function findRendition(videoId: string, quality: Quality): Promise<Rendition | undefined> {
  return (await find(videoId, renditionPart(quality))) as Rendition | undefined;
}

/** A video with its renditions, in one request. */
export async function findWithRenditions(
  videoId: string,
): Promise<{ readonly video: Video; readonly renditions: readonly Rendition[] } | undefined> {
  const { Items = [] } = await dynamodb.send(
    new QueryCommand({
      TableName: table,
      KeyConditionExpression: 'videoId = :video',
      ExpressionAttributeValues: { ':video': { S: videoId } },
      ConsistentRead: true,
    }),
  );
  const parts = Items.map((item) => unmarshall(item));
  const video = parts.find(({ part }) => part === videoPart) as Video | undefined;
  return video && { video, renditions: parts.filter(({ part }) => part !== videoPart) as Rendition[] };
}

async function find(videoId: string, part: string): Promise<unknown> {
  const { Item } = await dynamodb.send(
    new GetItemCommand({ TableName: table, Key: key(videoId, part), ConsistentRead: true }),
  );
  return Item && unmarshall(Item);
}

function key(videoId: string, part: string): Record<string, AttributeValue> {
  return { videoId: { S: videoId }, part: { S: part } };
}

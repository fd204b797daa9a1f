import {
  ConditionalCheckFailedException,
  UpdateItemCommand,
  type AttributeValue,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Quality } from '../../contracts/videos.ts';
import { dynamodb } from '../messaging/aws/dynamodb.ts';
import { clock, timestamp } from '../messaging/clock.ts';
import type { Cause } from '../messaging/envelope.ts';
import { required } from '../messaging/environment.ts';
import { Reject } from '../messaging/errors.ts';
import { outboxWrites } from '../messaging/outbox.ts';
import { TransactionRefused, toItem, transaction, update } from '../messaging/transaction.ts';
import { transcoded, type Owned } from './video-messages.ts';
import { renditionPart, videoPart } from './video-queries.ts';
import type { Rendition, Video } from './video.ts';

/** Writes what becomes of single renditions. */
export class RenditionStore {
  readonly #videos = required('videosTable');
  readonly #outbox = required('outboxTable');

  /**
   * Notes that FFmpeg is about to start, so that an attempt counts even if it takes the whole function down.
   *
   * @returns attempts begun, this one included
   */
  begin(videoId: string, quality: Quality): Promise<number> {
    return this.#count(videoId, quality, 1);
  }

  /** Takes an attempt back that FFmpeg finished: what failed after it is not the video's fault. */
  async finished(videoId: string, quality: Quality): Promise<void> {
    await this.#count(videoId, quality, -1);
  }

  /**
   * A rendition is there: DONE, and the news of it. The second of two workers finds it done.
   *
   * @returns false where it was done before
   */
  async done(owned: Owned, quality: Quality, bytes: number, cause: Cause): Promise<boolean> {
    const now = clock.now();
    try {
      await transaction([
        update(
          this.#videos,
          { videoId: owned.videoId, part: renditionPart(quality) },
          'SET #status = :done, bytes = :bytes, updatedAt = :now REMOVE reason',
          {
            condition: '#status <> :done',
            names: { '#status': 'status' },
            values: { ':done': 'DONE', ':bytes': bytes, ':now': timestamp(now) },
          },
        ),
        ...outboxWrites(this.#outbox, `${owned.videoId}/${quality}`, 1, [transcoded(owned, quality, cause, now)], now),
      ]);
      return true;
    } catch (error) {
      if (error instanceof TransactionRefused && error.refusals[0]?.code === 'ConditionalCheckFailed') return false;
      throw error;
    }
  }

  /** Writes down that nobody works on a rendition any more; one that is there stays. */
  async fail(videoId: string, quality: Quality, reason: string): Promise<void> {
    try {
      await this.#update(videoId, renditionPart(quality), {
        UpdateExpression: 'SET #status = :failed, reason = :reason, updatedAt = :now',
        ConditionExpression: '#status = :pending',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: toItem({
          ':failed': 'FAILED',
          ':pending': 'PENDING',
          ':reason': reason,
          ':now': timestamp(clock.now()),
        }),
      });
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  }

  /**
   * Adds a quality to the set of those that are there. A set of three stays three, however often the news comes.
   *
   * @returns the video as it stands after that
   */
  async arrived(videoId: string, quality: Quality): Promise<Video> {
    return (await this.#add(videoId, videoPart, 'done', { SS: [quality] })) as Video;
  }

  async #count(videoId: string, quality: Quality, change: number): Promise<number> {
    const counted = await this.#add(videoId, renditionPart(quality), 'attempts', { N: String(change) });
    return (counted as Rendition).attempts;
  }

  /** @throws Reject `unknown-video` where there is nothing to add to */
  async #add(videoId: string, part: string, attribute: string, value: AttributeValue): Promise<unknown> {
    try {
      const { Attributes } = await this.#update(videoId, part, {
        UpdateExpression: 'ADD #attribute :value',
        ConditionExpression: 'attribute_exists(videoId)',
        ExpressionAttributeNames: { '#attribute': attribute },
        ExpressionAttributeValues: { ':value': value },
        ReturnValues: 'ALL_NEW',
      });
      return unmarshall(Attributes!);
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException)
        throw new Reject('The video was never planned', { reason: 'unknown-video', cause: error });
      throw error;
    }
  }

  #update(videoId: string, part: string, input: Omit<UpdateItemCommandInput, 'TableName' | 'Key'>) {
    return dynamodb.send(new UpdateItemCommand({ TableName: this.#videos, Key: toItem({ videoId, part }), ...input }));
  }
}

import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { videoIdSchema } from '../../contracts/videos.ts';
import { tokenCustomer } from '../http/caller.ts';
import { Problem } from '../http/problem.ts';
import { pathParameter } from '../http/request.ts';
import { findWithRenditions } from './video-queries.ts';

/** The video that a path names, if it is the caller's. @throws Problem `not-found` */
export async function findOwn(event: APIGatewayProxyEventV2) {
  const found = await findWithRenditions(pathParameter(event, 'id', videoIdSchema));
  const customer = tokenCustomer(event);
  if (found === undefined || (customer !== undefined && found.video.ownerId !== customer))
    throw new Problem('not-found');
  return found;
}

import { checkTopicArn } from '../topic-arn.ts';
import type { Call } from '../../service.ts';
import type { Sns } from '../sns.ts';
import type { DeleteTopicInput } from '@aws-sdk/client-sns';

/**
 * Deletes a topic with its subscriptions; deleting what is not there is no error.
 *
 * @see https://docs.aws.amazon.com/sns/latest/api/API_DeleteTopic.html
 */
export function deleteTopic(sns: Sns, input: DeleteTopicInput, call: Call): void {
  const arn = checkTopicArn(input.TopicArn, sns.surroundings.region);
  const topic = sns.store.topics.get(arn);
  if (topic === undefined) {
    call.authorize({ action: 'sns:DeleteTopic', resource: arn });
    return;
  }
  sns.authorizedTopic(call, 'DeleteTopic', arn);
  sns.store.apply({ kind: 'topic-deleted', arn });
  sns.surroundings.journal({ service: 'sns', event: 'topic-deleted', resource: arn });
}

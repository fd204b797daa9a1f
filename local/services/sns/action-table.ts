import { addPermission } from './actions/add-permission.ts';
import { checkIfPhoneNumberIsOptedOut } from './actions/check-if-phone-number-is-opted-out.ts';
import { confirmSubscription } from './actions/confirm-subscription.ts';
import { createPlatformApplication } from './actions/create-platform-application.ts';
import { createPlatformEndpoint } from './actions/create-platform-endpoint.ts';
import { createTopic } from './actions/create-topic.ts';
import { deleteEndpoint } from './actions/delete-endpoint.ts';
import { deletePlatformApplication } from './actions/delete-platform-application.ts';
import { deleteTopic } from './actions/delete-topic.ts';
import { getEndpointAttributes } from './actions/get-endpoint-attributes.ts';
import { getPlatformApplicationAttributes } from './actions/get-platform-application-attributes.ts';
import { getSmsAttributes } from './actions/get-sms-attributes.ts';
import { getSmsSandboxAccountStatus } from './actions/get-sms-sandbox-account-status.ts';
import { getSubscriptionAttributes } from './actions/get-subscription-attributes.ts';
import { getTopicAttributes } from './actions/get-topic-attributes.ts';
import { listEndpointsByPlatformApplication } from './actions/list-endpoints-by-platform-application.ts';
import { listOriginationNumbers } from './actions/list-origination-numbers.ts';
import { listPhoneNumbersOptedOut } from './actions/list-phone-numbers-opted-out.ts';
import { listPlatformApplications } from './actions/list-platform-applications.ts';
import { listSmsSandboxPhoneNumbers } from './actions/list-sms-sandbox-phone-numbers.ts';
import { listSubscriptions } from './actions/list-subscriptions.ts';
import { listSubscriptionsByTopic } from './actions/list-subscriptions-by-topic.ts';
import { listTagsForResource } from './actions/list-tags-for-resource.ts';
import { listTopics } from './actions/list-topics.ts';
import { optInPhoneNumber } from './actions/opt-in-phone-number.ts';
import { publish } from './actions/publish.ts';
import { publishBatch } from './actions/publish-batch.ts';
import { removePermission } from './actions/remove-permission.ts';
import { setEndpointAttributes } from './actions/set-endpoint-attributes.ts';
import { setPlatformApplicationAttributes } from './actions/set-platform-application-attributes.ts';
import { setSmsAttributes } from './actions/set-sms-attributes.ts';
import { setSubscriptionAttributes } from './actions/set-subscription-attributes.ts';
import { setTopicAttributes } from './actions/set-topic-attributes.ts';
import { subscribe } from './actions/subscribe.ts';
import { tagResource } from './actions/tag-resource.ts';
import { unsubscribe } from './actions/unsubscribe.ts';
import { untagResource } from './actions/untag-resource.ts';
import type { Call } from '../service.ts';
import type { Sns } from './sns.ts';

/** An action with its input still untyped: the wire says what it is, the action checks it. */
export type Action = (sns: Sns, input: object, call: Call) => object | void;

/** Every action that is simulated, by its AWS name. */
export const ACTIONS = {
  AddPermission: addPermission as Action,
  CheckIfPhoneNumberIsOptedOut: checkIfPhoneNumberIsOptedOut as Action,
  ConfirmSubscription: confirmSubscription as Action,
  CreatePlatformApplication: createPlatformApplication as Action,
  CreatePlatformEndpoint: createPlatformEndpoint as Action,
  CreateTopic: createTopic as Action,
  DeleteEndpoint: deleteEndpoint as Action,
  DeletePlatformApplication: deletePlatformApplication as Action,
  DeleteTopic: deleteTopic as Action,
  GetEndpointAttributes: getEndpointAttributes as Action,
  GetPlatformApplicationAttributes: getPlatformApplicationAttributes as Action,
  GetSMSAttributes: getSmsAttributes as Action,
  GetSMSSandboxAccountStatus: getSmsSandboxAccountStatus as Action,
  GetSubscriptionAttributes: getSubscriptionAttributes as Action,
  GetTopicAttributes: getTopicAttributes as Action,
  ListEndpointsByPlatformApplication: listEndpointsByPlatformApplication as Action,
  ListOriginationNumbers: listOriginationNumbers as Action,
  ListPhoneNumbersOptedOut: listPhoneNumbersOptedOut as Action,
  ListPlatformApplications: listPlatformApplications as Action,
  ListSMSSandboxPhoneNumbers: listSmsSandboxPhoneNumbers as Action,
  ListSubscriptions: listSubscriptions as Action,
  ListSubscriptionsByTopic: listSubscriptionsByTopic as Action,
  ListTagsForResource: listTagsForResource as Action,
  ListTopics: listTopics as Action,
  OptInPhoneNumber: optInPhoneNumber as Action,
  Publish: publish as Action,
  PublishBatch: publishBatch as Action,
  RemovePermission: removePermission as Action,
  SetEndpointAttributes: setEndpointAttributes as Action,
  SetPlatformApplicationAttributes: setPlatformApplicationAttributes as Action,
  SetSMSAttributes: setSmsAttributes as Action,
  SetSubscriptionAttributes: setSubscriptionAttributes as Action,
  SetTopicAttributes: setTopicAttributes as Action,
  Subscribe: subscribe as Action,
  TagResource: tagResource as Action,
  Unsubscribe: unsubscribe as Action,
  UntagResource: untagResource as Action,
} as Readonly<Record<string, Action | undefined>>;

/** Actions that SNS has and this simulator refuses by name: the sandbox of text messages, data protection. */
export const OTHER_ACTIONS: ReadonlySet<string> = new Set([
  'CreateSMSSandboxPhoneNumber',
  'DeleteSMSSandboxPhoneNumber',
  'GetDataProtectionPolicy',
  'PutDataProtectionPolicy',
  'VerifySMSSandboxPhoneNumber',
]);

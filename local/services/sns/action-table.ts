import { addPermission } from './actions/add-permission.ts';
import { confirmSubscription } from './actions/confirm-subscription.ts';
import { createTopic } from './actions/create-topic.ts';
import { deleteTopic } from './actions/delete-topic.ts';
import { getSubscriptionAttributes } from './actions/get-subscription-attributes.ts';
import { getTopicAttributes } from './actions/get-topic-attributes.ts';
import { listSubscriptionsByTopic } from './actions/list-subscriptions-by-topic.ts';
import { listSubscriptions } from './actions/list-subscriptions.ts';
import { listTagsForResource } from './actions/list-tags-for-resource.ts';
import { listTopics } from './actions/list-topics.ts';
import {
  createPlatformApplication,
  deletePlatformApplication,
  getPlatformApplicationAttributes,
  listPlatformApplications,
  setPlatformApplicationAttributes,
} from './actions/platform-applications.ts';
import {
  createPlatformEndpoint,
  deleteEndpoint,
  getEndpointAttributes,
  listEndpointsByPlatformApplication,
  setEndpointAttributes,
} from './actions/platform-endpoints.ts';
import { publishBatch } from './actions/publish-batch.ts';
import { publish } from './actions/publish.ts';
import { removePermission } from './actions/remove-permission.ts';
import { setSubscriptionAttributes } from './actions/set-subscription-attributes.ts';
import { setTopicAttributes } from './actions/set-topic-attributes.ts';
import { subscribe } from './actions/subscribe.ts';
import { tagResource } from './actions/tag-resource.ts';
import {
  checkIfPhoneNumberIsOptedOut,
  getSmsAttributes,
  getSmsSandboxAccountStatus,
  listOriginationNumbers,
  listPhoneNumbersOptedOut,
  listSmsSandboxPhoneNumbers,
  optInPhoneNumber,
  setSmsAttributes,
} from './actions/text-messages.ts';
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

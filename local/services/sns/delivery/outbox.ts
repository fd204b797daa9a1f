import { AwsError } from '../../aws-error.ts';
import { textFor } from './envelope.ts';
import type { Surroundings } from '../../service.ts';
import type { MessageRecord, PlatformEndpointRecord, SnsStore } from '../store.ts';

type Outgoing = Pick<MessageRecord, 'messageId' | 'text' | 'texts'>;

/** Where messages to phones and platform endpoints end: nothing leaves this machine, and the journal tells what would have. */
export class Outbox {
  readonly #surroundings: Surroundings;
  readonly #store: SnsStore;

  constructor(surroundings: Surroundings, store: SnsStore) {
    this.#surroundings = surroundings;
    this.#store = store;
  }

  text(phone: string, message: Outgoing): void {
    const { messageId } = message;
    const body = textFor(message, 'sms');
    this.#surroundings.journal({ service: 'sns', event: 'text-message', resource: phone, messageId, body });
  }

  /** @throws AwsError `EndpointDisabled`, `PlatformApplicationDisabled` */
  push({ arn, applicationArn, attributes }: PlatformEndpointRecord, message: Outgoing): void {
    const application = this.#store.platformApplications.get(applicationArn);
    if (attributes['Enabled'] !== 'true') throw new AwsError('EndpointDisabled', 'Endpoint is disabled');
    if (application?.attributes['Enabled'] !== 'true') {
      throw new AwsError('PlatformApplicationDisabled', 'Platform application is disabled');
    }
    const { messageId } = message;
    const body = textFor(message, application.platform);
    this.#surroundings.journal({ service: 'sns', event: 'push-message', resource: arn, messageId, body });
  }
}

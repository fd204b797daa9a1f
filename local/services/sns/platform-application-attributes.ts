import { AwsError, NotSimulated } from '../aws-error.ts';
import { invalidParameter } from './errors.ts';

/** No message leaves this machine, so that no secret is needed: they are taken, and not kept. */
const CREDENTIALS = new Set(['PlatformCredential', 'PlatformPrincipal']);

const KEPT = new Set([
  'AppleCertificateExpirationDate',
  'ApplePlatformBundleID',
  'ApplePlatformTeamID',
  'Enabled',
  'FailureFeedbackRoleArn',
  'SuccessFeedbackRoleArn',
  'SuccessFeedbackSampleRate',
]);

/** @throws AwsError `ValidationError` without attributes, `InvalidParameter` for half a credential */
export function checkCredentials(platform: string, given: Readonly<Record<string, string>>): void {
  if (Object.keys(given).length === 0) {
    throw new AwsError(
      'ValidationError',
      "1 validation error detected: Value null at 'attributes' failed to satisfy constraint: Member must not be null",
    );
  }
  const credential = given['PlatformCredential'] !== undefined;
  const principal = given['PlatformPrincipal'] !== undefined;
  // Firebase knows a key alone.
  if (credential !== principal && !(platform === 'GCM' && credential)) {
    throw invalidParameter('Attributes Reason: PlatformCredential attribute provided without PlatformPrincipal');
  }
}

/**
 * The attributes that are kept of those given.
 *
 * @throws AwsError `InvalidParameter` for a name that is none, `NotSimulated` for events
 */
export function readPlatformApplicationAttributes(given: Readonly<Record<string, string>>): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const [name, value] of Object.entries(given)) {
    if (CREDENTIALS.has(name)) continue;
    if (name.startsWith('Event')) throw new NotSimulated(`The event ${name} of an SNS platform application`);
    if (!KEPT.has(name)) throw invalidParameter(`Attributes Reason: Invalid attribute name: ${name}`);
    attributes[name] = value;
  }
  return attributes;
}

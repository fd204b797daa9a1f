import {
  CreatePlatformApplicationCommand,
  CreatePlatformEndpointCommand,
  GetEndpointAttributesCommand,
} from '@aws-sdk/client-sns';
import { Scene } from './scene.ts';

export const CREDENTIALS = { PlatformCredential: 'secret', PlatformPrincipal: 'public' };
export const APPLICATION = 'arn:aws:sns:us-east-1:123456789012:app/APNS/ios';

/** A platform application, and the calls that most tests make about it. */
export async function platformApplication() {
  const scene = new Scene();
  const client = scene.client();
  const create = (Name: string, Platform = 'APNS', Attributes: Record<string, string> = CREDENTIALS) =>
    client.send(new CreatePlatformApplicationCommand({ Name, Platform, Attributes }));
  await create('ios');
  const endpoint = async (Token: string, Attributes: Record<string, string> = {}) =>
    (await client.send(new CreatePlatformEndpointCommand({ PlatformApplicationArn: APPLICATION, Token, Attributes })))
      .EndpointArn!;
  const endpointAttributes = async (EndpointArn: string) =>
    (await client.send(new GetEndpointAttributesCommand({ EndpointArn }))).Attributes!;
  return { scene, client, create, endpoint, endpointAttributes };
}

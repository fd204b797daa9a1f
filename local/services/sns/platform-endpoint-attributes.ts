import { invalidParameter } from './errors.ts';

const MOST_USER_DATA_BYTES = 2048;

/** @throws AwsError `InvalidParameter` for a name that is none, or a value that it does not take */
export function readPlatformEndpointAttributes(given: Readonly<Record<string, string>>): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const [name, value] of Object.entries(given)) {
    attributes[name] = readAttribute(name, value);
  }
  return attributes;
}

function readAttribute(name: string, value: string): string {
  switch (name) {
    case 'Token':
      if (value !== '') return value;
      throw invalidParameter(`Attributes Reason: Invalid value for attribute: ${name}: must not be empty`);
    case 'CustomUserData':
      if (Buffer.byteLength(value) <= MOST_USER_DATA_BYTES) return value;
      throw invalidParameter(
        `Attributes Reason: Invalid value for attribute: ${name}: must be at most 2048 bytes long in UTF-8 encoding`,
      );
    case 'Enabled':
      if (/^(true|false)$/i.test(value)) return value.toLowerCase();
      throw invalidParameter(`Attributes Reason: Invalid value for attribute: ${name}: must be true or false`);
    default:
      throw invalidParameter(`Attributes Reason: Invalid attribute name: ${name}`);
  }
}

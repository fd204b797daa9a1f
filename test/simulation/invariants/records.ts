import { plain } from '../tables.ts';
import type { World } from '../world.ts';

/** I15: notes, addresses and keys that callers gave appear in no log line. */
export function noLeaks({ history }: World): string[] {
  return history.logs
    .filter((line) => /canary-|@example\.com/.test(JSON.stringify(line)))
    .map(({ function: name, message }) => `${name} logged what a caller gave: ${message}`);
}

const expiryAttributes = ['expiresAt', 'expiration'];
const day = 24 * 3600;

/** T03: DynamoDB reads an expiry as epoch seconds; milliseconds would mean never. */
export function expiryInSeconds({ history }: World): string[] {
  return history.of('dynamodb', 'written').flatMap(({ newImage, table, at }) => {
    if (newImage === undefined) return [];
    const item = plain(newImage) as Record<string, unknown>;
    return expiryAttributes.flatMap((name) => {
      const value = item[name];
      if (typeof value !== 'number') return [];
      const days = (value - at / 1000) / day;
      return days > 0 && days < 60 ? [] : [`${String(table)}: ${name} ${value} is ${Math.round(days)} days away`];
    });
  });
}

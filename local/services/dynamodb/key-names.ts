import type { KeySchema } from './store.ts';

export function keyNames(key: KeySchema): string[] {
  if (key.more !== undefined) return [...hashNames(key), ...rangeNames(key)];
  return key.range === undefined ? [key.hash] : [key.hash, key.range];
}

export function hashNames({ hash, more }: KeySchema): string[] {
  return more === undefined ? [hash] : [hash, ...more.hash];
}

export function rangeNames({ range, more }: KeySchema): string[] {
  if (range === undefined) return [];
  return more === undefined ? [range] : [range, ...more.range];
}

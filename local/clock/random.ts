import { randomInt } from 'node:crypto';

/** The only source of chance in the simulator: equal seeds give equal runs. */
export interface Random {
  /** At least 0, less than 1. */
  next(): number;
  /** A whole number from 0 to `bound` - 1. */
  below(bound: number): number;
  /** A version 4 UUID. */
  uuid(): string;
  /** `length` lower-case hexadecimal digits. */
  hex(length: number): string;
  /** An independent stream, so that one consumer's draws never shift another's. */
  fork(label: string): Random;
}

const octets = Array.from({ length: 256 }, (_, octet) => octet.toString(16).padStart(2, '0'));

/** A generator over sfc32 (Doty-Humphrey, PractRand): small, fast, 128 bits of state. */
export function seededRandom(seed: number | string): Random {
  let [a, b, c, counter] = expand(String(seed));
  const word = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return sum >>> 0;
  };
  for (let i = 0; i < 12; i++) word();
  const hex = (length: number): string => {
    let digits = '';
    while (digits.length < length) {
      const bits = word();
      digits += octets[bits >>> 24]! + octets[(bits >>> 16) & 255]! + octets[(bits >>> 8) & 255]! + octets[bits & 255]!;
    }
    return digits.slice(0, length);
  };
  return {
    next: () => word() / 2 ** 32,
    below: (bound) => Math.floor((word() / 2 ** 32) * bound),
    hex,
    uuid: () => {
      const digits = hex(32);
      const variant = ((parseInt(digits[16]!, 16) & 0x3) | 0x8).toString(16);
      return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-${variant}${digits.slice(17, 20)}-${digits.slice(20)}`;
    },
    fork: (label) => seededRandom(`${seed}/${label}`),
  };
}

/** A seed nobody chose, for runs that need not be repeated. */
export function freshSeed(): number {
  return randomInt(2 ** 32);
}

/** Spreads a seed's text over the generator's state (FNV-1a, four offsets). */
function expand(text: string): [number, number, number, number] {
  return [0, 1, 2, 3].map((offset) => {
    let hash = 0x811c9dc5 ^ Math.imul(offset, 0x9e3779b9);
    for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
    return hash | 0;
  }) as [number, number, number, number];
}

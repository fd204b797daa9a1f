import { BlockList, isIP } from 'node:net';
import { arnPattern, wildcard } from './wildcard.ts';

/** Makes a test of one value of the request from one value of the policy. */
type Operator = (wanted: string) => (found: string) => boolean;

const numeric =
  (compare: (found: number, wanted: number) => boolean): Operator =>
  (wanted) => {
    const number = Number(wanted);
    return (found) => compare(Number(found), number);
  };

const dated =
  (compare: (found: number, wanted: number) => boolean): Operator =>
  (wanted) => {
    const time = instant(wanted);
    return (found) => compare(instant(found), time);
  };

/**
 * Operators without their negations, which are spelt with `Not`
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html).
 */
export const operators: Readonly<Record<string, Operator>> = {
  StringEquals: (wanted) => (found) => found === wanted,
  StringEqualsIgnoreCase: (wanted) => {
    const lower = wanted.toLowerCase();
    return (found) => found.toLowerCase() === lower;
  },
  StringLike: wildcard,
  ArnEquals: arnPattern,
  ArnLike: arnPattern,
  Bool: (wanted) => (found) => found.toLowerCase() === wanted.toLowerCase(),
  BinaryEquals: (wanted) => (found) => found === wanted,
  IpAddress: addressRange,
  NumericEquals: numeric((found, wanted) => found === wanted),
  NumericLessThan: numeric((found, wanted) => found < wanted),
  NumericLessThanEquals: numeric((found, wanted) => found <= wanted),
  NumericGreaterThan: numeric((found, wanted) => found > wanted),
  NumericGreaterThanEquals: numeric((found, wanted) => found >= wanted),
  DateEquals: dated((found, wanted) => found === wanted),
  DateLessThan: dated((found, wanted) => found < wanted),
  DateLessThanEquals: dated((found, wanted) => found <= wanted),
  DateGreaterThan: dated((found, wanted) => found > wanted),
  DateGreaterThanEquals: dated((found, wanted) => found >= wanted),
};

/** Negations by the operator they negate. */
export const negations: Readonly<Record<string, string>> = {
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
  ArnNotEquals: 'ArnEquals',
  ArnNotLike: 'ArnLike',
  NotIpAddress: 'IpAddress',
  NumericNotEquals: 'NumericEquals',
  DateNotEquals: 'DateEquals',
};

/** ISO 8601, or seconds since the epoch. */
function instant(text: string): number {
  return /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text);
}

/** `203.0.113.0/24`, `2001:db8::/32` or one address. */
function addressRange(wanted: string): (found: string) => boolean {
  const [address = '', prefix] = wanted.split('/');
  const family = familyOf(address);
  if (family === undefined) return () => false;
  const list = new BlockList();
  if (prefix === undefined) list.addAddress(address, family);
  else list.addSubnet(address, Number(prefix), family);
  return (found) => {
    const own = familyOf(found);
    return own !== undefined && list.check(found, own);
  };
}

function familyOf(address: string): 'ipv4' | 'ipv6' | undefined {
  const version = isIP(address);
  return version === 0 ? undefined : version === 4 ? 'ipv4' : 'ipv6';
}

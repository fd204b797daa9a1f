import { validation } from './validation.ts';
import { Reworded } from './wording.ts';

/**
 * DynamoDB numbers: up to 38 significant digits, magnitudes from 1E-130 to 9.99…E+125, held as normalised decimal text.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
 */
const MAX_DIGITS = 38;
const MAX_EXPONENT = 126;
const MIN_EXPONENT = -129;
/** Past this, older checks of AWS take a large exponent for a small one. */
const MAX_INT = 2 ** 31 - 1;
const OVERFLOW = 'Number overflow. Attempting to store a number with magnitude larger than supported range';
const UNDERFLOW = 'Number underflow. Attempting to store a number with magnitude smaller than supported range';

/** sign × 0.digits × 10^exponent, without leading or trailing zeros; zero has no digits, and any exponent. */
interface Decimal {
  readonly negative: boolean;
  readonly digits: string;
  readonly exponent: number;
}

const SHORT_INTEGER = /^(?:0|-?[1-9]\d{0,36})$/;

/** @throws AwsError `ValidationException` for text that is not a number or does not fit */
export function normalizeNumber(text: string): string {
  if (SHORT_INTEGER.test(text)) return text;
  return format(fitting(parse(text)));
}

/** `a` + `b` (or `a` - `b`), both normalised. */
export function addNumbers(a: string, b: string, sign: 1 | -1 = 1): string {
  const x = parse(a);
  const y = parse(b);
  const scale = Math.min(x.exponent - x.digits.length, y.exponent - y.digits.length);
  const sum = scaled(x, scale) + BigInt(sign) * scaled(y, scale);
  const digits = (sum < 0n ? -sum : sum).toString();
  const result = trim(sum < 0n, digits, digits.length + scale);
  // AWS says so of a sum that cannot be held exactly, too.
  if (result.digits.length > MAX_DIGITS) throw validation(OVERFLOW);
  return format(fitting(result));
}

/** Text that sorts (by code unit) as the numbers do; `text` is normalised. */
export function numberOrder(text: string): string {
  const { negative, digits, exponent } = parse(text);
  if (digits === '') return '1';
  if (!negative) return `2${String(exponent + 500)}${digits}`;
  const complement = digits.replace(/\d/g, (digit) => String(9 - Number(digit)));
  return `0${String(499 - exponent)}${complement}~`;
}

/** Negative, zero or positive as `a` is less than, equal to or greater than `b`. */
export function compareNumbers(a: string, b: string): number {
  if (a === b) return 0;
  const difference = Number(a) - Number(b);
  if (difference !== 0) return difference;
  const [x, y] = [numberOrder(a), numberOrder(b)];
  return x < y ? -1 : x > y ? 1 : 0;
}

/** Bytes that AWS charges: two digits a byte, one more, and one for a minus sign. */
export function numberSize(text: string): number {
  const { negative, digits, exponent } = parse(text);
  const whole = Math.min(digits.length, Math.max(0, exponent));
  return Math.ceil(whole / 2) + Math.ceil((digits.length - whole) / 2) + 1 + (negative ? 1 : 0);
}

function parse(text: string): Decimal {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(text);
  const whole = match?.[2] ?? '';
  const fraction = match?.[3] ?? '';
  const power = match?.[4] ?? '0';
  if (match === null || whole + fraction === '' || BigInt.asIntN(64, BigInt(power)) !== BigInt(power)) {
    const refusal = 'The parameter cannot be converted to a numeric value';
    throw new Reworded(text === '' ? refusal : `${refusal}: ${text}`, `${refusal}: ${text}`);
  }
  const number = trim(match[1] === '-', whole + fraction, whole.length + Number(power));
  // Zero is held to the range by the exponent that it is written with.
  return number.digits === '' ? { ...number, exponent: Number(power) } : number;
}

function trim(negative: boolean, digits: string, exponent: number): Decimal {
  let start = 0;
  let end = digits.length;
  while (start < end && digits.charCodeAt(start) === 48) start += 1;
  while (end > start && digits.charCodeAt(end - 1) === 48) end -= 1;
  if (start === end) return { negative: false, digits: '', exponent: 0 };
  return { negative, digits: digits.slice(start, end), exponent: exponent - start };
}

function fitting(number: Decimal): Decimal {
  const exponent = number.digits === '' ? number.exponent + 1 : number.exponent;
  if (exponent > MAX_EXPONENT) throw exponent > MAX_INT ? new Reworded(UNDERFLOW, OVERFLOW) : validation(OVERFLOW);
  if (exponent < MIN_EXPONENT) throw validation(UNDERFLOW);
  if (number.digits.length > MAX_DIGITS) {
    throw validation('Attempting to store more than 38 significant digits in a Number');
  }
  return number;
}

function scaled(number: Decimal, scale: number): bigint {
  const { negative, digits, exponent } = number;
  if (digits === '') return 0n;
  const value = BigInt(digits.padEnd(exponent - scale, '0'));
  return negative ? -value : value;
}

function format({ negative, digits, exponent }: Decimal): string {
  if (digits === '') return '0';
  const sign = negative ? '-' : '';
  if (exponent <= 0) return `${sign}0.${'0'.repeat(-exponent)}${digits}`;
  if (exponent >= digits.length) return sign + digits.padEnd(exponent, '0');
  return `${sign}${digits.slice(0, exponent)}.${digits.slice(exponent)}`;
}

import { validationError } from '../errors.ts';
import type { StateValue } from '@aws-sdk/client-cloudwatch';

/** A composite alarm's rule, made ready. */
export interface AlarmRule {
  /** Names of the alarms it looks at, in order of mention. */
  readonly children: readonly string[];
  holds(stateOf: (alarmName: string) => StateValue): boolean;
}

type Node = (stateOf: (alarmName: string) => StateValue) => boolean;

const TOKEN = /\s*(?:([A-Z_]+)|([()])|"((?:[^"\\]|\\.)*)"|([^\s()"]+))/y;

/**
 * @throws AwsError `ValidationError`
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
 */
export function parseRule(text: string): AlarmRule {
  const parser = new RuleParser(text);
  const holds = parser.rule();
  return { children: [...parser.children], holds };
}

class RuleParser {
  readonly children = new Set<string>();
  readonly #tokens: string[];

  constructor(text: string) {
    this.#tokens = split(text);
  }

  rule(): Node {
    const node = this.#or();
    if (this.#tokens.length > 0) throw fault(`unexpected ${this.#tokens[0]}`);
    return node;
  }

  #or(): Node {
    let left = this.#and();
    while (this.#take('OR')) {
      const [a, b] = [left, this.#and()];
      left = (stateOf) => a(stateOf) || b(stateOf);
    }
    return left;
  }

  #and(): Node {
    let left = this.#not();
    while (this.#take('AND')) {
      const [a, b] = [left, this.#not()];
      left = (stateOf) => a(stateOf) && b(stateOf);
    }
    return left;
  }

  #not(): Node {
    if (!this.#take('NOT')) return this.#primary();
    const inner = this.#not();
    return (stateOf) => !inner(stateOf);
  }

  #primary(): Node {
    const word = this.#tokens.shift();
    if (word === 'TRUE') return () => true;
    if (word === 'FALSE') return () => false;
    if (word === '(') {
      const inner = this.#or();
      this.#demand(')');
      return inner;
    }
    if (word !== 'ALARM' && word !== 'OK' && word !== 'INSUFFICIENT_DATA') {
      throw fault(word === undefined ? 'it ends too early' : `unexpected ${word}`);
    }
    this.#demand('(');
    const name = nameIn(this.#tokens.shift());
    this.#demand(')');
    this.children.add(name);
    return (stateOf) => stateOf(name) === word;
  }

  #take(word: string): boolean {
    if (this.#tokens[0] !== word) return false;
    this.#tokens.shift();
    return true;
  }

  #demand(word: string): void {
    if (!this.#take(word)) throw fault(`expected ${word}, found ${this.#tokens[0] ?? 'the end'}`);
  }
}

/** Quoted names keep a mark in front, so that `"OR"` is a name and not an operator. */
function split(text: string): string[] {
  const found: string[] = [];
  const pattern = new RegExp(TOKEN);
  const source = text.trimEnd();
  while (pattern.lastIndex < source.length) {
    const match = pattern.exec(source);
    if (match === null) throw fault('it is malformed');
    const [, word, bracket, quoted, bare] = match;
    if (quoted !== undefined) found.push(`"${quoted.replace(/\\(.)/g, '$1')}`);
    else found.push((word ?? bracket ?? bare)! + (word !== undefined ? rest(pattern, source) : ''));
  }
  return found;
}

/** A bare name may begin with capitals: `ALARM(CPUHigh)`. */
function rest(pattern: RegExp, source: string): string {
  const more = /[^\s()"]*/y;
  more.lastIndex = pattern.lastIndex;
  const text = more.exec(source)![0];
  pattern.lastIndex = more.lastIndex;
  return text;
}

/** Alarms go by name or by ARN. */
function nameIn(token: string | undefined): string {
  if (token === undefined || token === ')') throw fault('an alarm name is missing');
  const name = token.startsWith('"') ? token.slice(1) : token;
  return /^arn:[^:]+:cloudwatch:[^:]*:\d*:alarm:(.+)$/.exec(name)?.[1] ?? name;
}

function fault(reason: string) {
  return validationError(`AlarmRule must be a valid expression: ${reason}`);
}

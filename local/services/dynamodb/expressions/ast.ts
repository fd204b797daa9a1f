import type { AttributeValue } from '../values.ts';

export type ExpressionKind =
  | 'ConditionExpression'
  | 'FilterExpression'
  | 'KeyConditionExpression'
  | 'ProjectionExpression'
  | 'UpdateExpression';

/** Map keys (text) and list indexes (numbers). Before binding, text that starts with `#` is a placeholder. */
export interface Path {
  readonly kind: 'path';
  readonly parts: readonly (string | number)[];
}

/** `:name`, not yet bound. */
export interface Reference {
  readonly kind: 'reference';
  readonly name: string;
}

export interface Constant {
  readonly kind: 'constant';
  readonly value: AttributeValue;
}

export interface Call {
  readonly kind: 'call';
  readonly name: string;
  readonly operands: readonly Operand[];
}

/** Only in SET. */
export interface Arithmetic {
  readonly kind: 'arithmetic';
  readonly operator: '+' | '-';
  readonly left: Operand;
  readonly right: Operand;
}

export type Operand = Path | Reference | Constant | Call | Arithmetic;

export type Comparator = '=' | '<>' | '<' | '<=' | '>' | '>=';

export type Condition =
  | { readonly kind: 'and' | 'or'; readonly left: Condition; readonly right: Condition }
  | { readonly kind: 'not'; readonly term: Condition }
  | { readonly kind: 'compare'; readonly operator: Comparator; readonly left: Operand; readonly right: Operand }
  | { readonly kind: 'between'; readonly operand: Operand; readonly low: Operand; readonly high: Operand }
  | { readonly kind: 'in'; readonly operand: Operand; readonly list: readonly Operand[] }
  | Call;

export interface Assignment {
  readonly path: Path;
  readonly value: Operand;
}

/** The four sections of an update expression. */
export interface Update {
  readonly set: readonly Assignment[];
  readonly remove: readonly Path[];
  readonly add: readonly Assignment[];
  readonly delete: readonly Assignment[];
  /** What is said where an attribute's type does not fit; requests without expressions word it differently. */
  readonly misfit?: string;
}

/** `[a, b, [1]]`, as AWS's messages write paths. */
export function pathText(parts: readonly (string | number)[]): string {
  return `[${parts.map((part) => (typeof part === 'number' ? `[${part}]` : part)).join(', ')}]`;
}

import { invalidParameter, validation, type Constraints } from './validation.ts';
import type { KeySchema, KeyType } from './store.ts';

export interface KeySchemaElement {
  readonly AttributeName?: string;
  readonly KeyType?: string;
}

const MOST_OF_A_KIND = 4;

/** Adds what is wrong with a key schema's form, which has at most `most` elements. */
export function constrainKeySchema(
  constraints: Constraints,
  elements: readonly KeySchemaElement[] | undefined,
  at: string,
  most: number,
): void {
  const shown = elements?.map(
    ({ AttributeName, KeyType }) => `KeySchemaElement(attributeName=${AttributeName}, keyType=${KeyType})`,
  );
  constraints.required(elements, at).length(elements, at, 1, most, `[${shown?.join(', ')}]`);
  elements?.forEach(({ AttributeName, KeyType }, index) => {
    const member = `${at}.${index + 1}.member`;
    constraints
      .required(AttributeName, `${member}.attributeName`)
      .length(AttributeName, `${member}.attributeName`, 1, 255)
      .required(KeyType, `${member}.keyType`)
      .oneOf(KeyType, `${member}.keyType`, ['HASH', 'RANGE']);
  });
}

/**
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_KeySchemaElement.html
 *
 * @param elements of good form
 * @param many whether there may be several of a kind, as in a global index
 * @throws AwsError `ValidationException`
 */
export function readKeySchema(
  elements: readonly KeySchemaElement[],
  types: Readonly<Record<string, KeyType>>,
  many = false,
): KeySchema {
  const names = elements.map(({ AttributeName }) => AttributeName!);
  const defined = Object.keys(types);
  if (names.length > defined.length) {
    throw validation('Invalid KeySchema: Some index key attribute have no definition');
  }
  if (names.some((name) => !defined.includes(name))) {
    throw invalidParameter(
      `Some index key attributes are not defined in AttributeDefinitions. Keys: [${names.join(', ')}], AttributeDefinitions: [${defined.join(', ')}]`,
    );
  }
  const ofKind = (kind: string): string[] => names.filter((_, index) => elements[index]!.KeyType === kind);
  const hash = ofKind('HASH');
  const range = ofKind('RANGE');
  checkDistinct(names);
  if (elements[0]!.KeyType !== 'HASH') {
    throw validation('Invalid KeySchema: The first KeySchemaElement is not a HASH key type');
  }
  if (!many && hash.length > 1) {
    throw validation('Invalid KeySchema: The second KeySchemaElement is not a RANGE key type');
  }
  checkNumber(hash, 'HASH');
  checkNumber(range, 'RANGE');
  if (names.slice(hash.length).some((name) => hash.includes(name))) {
    throw invalidParameter('All HASH key attributes must precede RANGE key attributes in the KeySchema');
  }
  const [[first, ...moreHash], [second, ...moreRange]] = [hash, range];
  const key = { hash: first!, range: second };
  return moreHash.length + moreRange.length === 0 ? key : { ...key, more: { hash: moreHash, range: moreRange } };
}

function checkDistinct(names: readonly string[]): void {
  if (new Set(names).size === names.length) return;
  throw validation(
    names.length === 2
      ? 'Both the Hash Key and the Range Key element in the KeySchema have the same name'
      : 'The KeySchema contains multiple key attributes with the same name',
  );
}

function checkNumber(names: readonly string[], kind: string): void {
  if (names.length <= MOST_OF_A_KIND) return;
  throw invalidParameter(`The KeySchema exceeds the maximum allowed number of ${kind} key attributes`);
}

import { invalidParameter, validation, type Constraints } from './validation.ts';
import type { KeySchema, KeyType } from './store.ts';

export interface KeySchemaElement {
  readonly AttributeName?: string;
  readonly KeyType?: string;
}

/** Adds what is wrong with a key schema's form. */
export function constrainKeySchema(
  constraints: Constraints,
  elements: readonly KeySchemaElement[] | undefined,
  at: string,
): void {
  const shown = elements?.map(
    ({ AttributeName, KeyType }) => `KeySchemaElement(attributeName=${AttributeName}, keyType=${KeyType})`,
  );
  constraints.required(elements, at).length(elements, at, 1, 2, `[${shown?.join(', ')}]`);
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
 * @param elements one or two, of good form
 * @throws AwsError `ValidationException`
 */
export function readKeySchema(
  elements: readonly KeySchemaElement[],
  types: Readonly<Record<string, KeyType>>,
): KeySchema {
  const [first, second] = elements as readonly [KeySchemaElement, KeySchemaElement?];
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
  if (names[0] === names[1]) {
    throw validation('Both the Hash Key and the Range Key element in the KeySchema have the same name');
  }
  if (first.KeyType !== 'HASH') {
    throw validation('Invalid KeySchema: The first KeySchemaElement is not a HASH key type');
  }
  if (second !== undefined && second.KeyType !== 'RANGE') {
    throw validation('Invalid KeySchema: The second KeySchemaElement is not a RANGE key type');
  }
  return { hash: names[0]!, range: names[1] };
}

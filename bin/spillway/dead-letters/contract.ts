import * as z from 'zod/mini';
import { messages } from '../../../contracts/messages.ts';

const schemas: ReadonlyMap<string, z.ZodMiniType> = new Map(
  messages.map(({ schema }) => [String(schema.shape.type.def.values[0]), schema]),
);

/** How a body breaks the contract of its type; undefined where it keeps it. A type of no contract breaks it as well. */
export function breach(body: string): string | undefined {
  let given: unknown;
  try {
    given = JSON.parse(body);
  } catch {
    return 'the body is not JSON';
  }
  const { type } = (given ?? {}) as { readonly type?: unknown };
  const schema = typeof type === 'string' ? schemas.get(type) : undefined;
  if (schema === undefined)
    return `type ${JSON.stringify(type)} is none of ${[...schemas.keys()].toSorted().join(', ')}`;
  const [issue] = z.safeParse(schema, given).error?.issues ?? [];
  return issue === undefined ? undefined : `${issue.path.join('.') || 'the body'}: ${issue.message}`;
}

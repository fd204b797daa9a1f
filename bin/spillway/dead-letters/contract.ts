import { readdirSync } from 'node:fs';
import * as z from 'zod/mini';

const folder = new URL('../../../contracts/', import.meta.url);

let known: Promise<ReadonlyMap<string, z.ZodMiniType>> | undefined;

/** Schemas of whole messages by their type: every schema in contracts/ whose `type` can be one word only. */
export function messageSchemas(): Promise<ReadonlyMap<string, z.ZodMiniType>> {
  return (known ??= readSchemas());
}

async function readSchemas(): Promise<ReadonlyMap<string, z.ZodMiniType>> {
  const files = readdirSync(folder).filter((name) => name.endsWith('.ts'));
  const modules = await Promise.all(
    files.map(async (name) => (await import(new URL(name, folder).href)) as Record<string, unknown>),
  );
  const schemas = modules
    .flatMap((module) => Object.values(module))
    .filter((value) => value instanceof z.ZodMiniObject);
  return new Map(
    schemas.flatMap((schema) => {
      const type: unknown = schema.shape['type'];
      return type instanceof z.ZodMiniLiteral ? [[String([...type._zod.def.values][0]), schema]] : [];
    }),
  );
}

/**
 * How a body breaks its contract; undefined where it keeps it. A body of an unknown type is checked by nobody, and said
 * so.
 */
export async function breach(body: string): Promise<string | undefined> {
  let given: unknown;
  try {
    given = JSON.parse(body);
  } catch {
    return 'the body is not JSON';
  }
  const { type } = (given ?? {}) as { readonly type?: unknown };
  const schemas = await messageSchemas();
  const schema = typeof type === 'string' ? schemas.get(type) : undefined;
  if (schema === undefined)
    return `type ${JSON.stringify(type)} is none of ${[...schemas.keys()].toSorted().join(', ')}`;
  const { error } = z.safeParse(schema, given);
  const [issue] = error?.issues ?? [];
  return issue === undefined ? undefined : `${issue.path.join('.') || 'the body'}: ${issue.message}`;
}

export interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly Metadata?: Readonly<Record<string, unknown>>;
  readonly DependsOn?: string | readonly string[];
  readonly DeletionPolicy?: string;
}

export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
}

/** A resource with its logical id and its properties, whose shape the reader of each type knows. */
export interface Found<Properties> {
  readonly id: string;
  readonly resource: Resource;
  readonly properties: Properties;
}

export function ofType<Properties>(template: Template, type: string): Found<Properties>[] {
  return Object.entries(template.Resources)
    .filter(([, resource]) => resource.Type === type)
    .map(([id, resource]) => ({ id, resource, properties: (resource.Properties ?? {}) as Properties }));
}

/** The logical id that a `Ref` or `Fn::GetAtt` points to. */
export function target(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if ('Ref' in value) return String(value.Ref);
  if ('Fn::GetAtt' in value) {
    const attribute = value['Fn::GetAtt'];
    return Array.isArray(attribute) ? String(attribute[0]) : String(attribute).split('.')[0];
  }
  return undefined;
}

/** Every logical id or parameter that a value mentions, at any depth. */
export function mentions(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = target(value);
  const substituted = 'Fn::Sub' in value ? JSON.stringify(value['Fn::Sub']).matchAll(/\$\{(\w+)[.}]/g) : [];
  return [
    ...(own === undefined ? [] : [own]),
    ...[...substituted].map(([, name]) => name!),
    ...Object.values(value).flatMap(mentions),
  ];
}

export function list<Item>(value: Item | readonly Item[] | undefined): readonly Item[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as readonly Item[]) : [value as Item];
}

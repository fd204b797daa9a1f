export interface Template {
  readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties?: object; readonly DeletionPolicy?: string }>>;
  readonly Parameters?: object;
  readonly Outputs?: object;
}

/** Properties share a line up to this width, so that a reviewer sees a resource at a glance. */
const widest = 160;

/**
 * A template as text that a reviewer can read: a resource by type and id, its properties below, short ones on one line.
 * Asset hashes and the dashboard's body change with every build and say nothing.
 */
export function masked({ Resources, Parameters = {}, Outputs = {} }: Template): string {
  const resources = Object.entries(Resources).map(([id, { Type, Properties = {}, DeletionPolicy }]) => {
    const policy = DeletionPolicy === undefined ? '' : `  (${DeletionPolicy})`;
    const properties = Object.entries(Properties).map(([name, value]) => `${name}: ${maskedValue(Type, name, value)}`);
    return [`${Type} ${id}${policy}`, ...joined(properties)].join('\n');
  });
  return [
    `Parameters: ${Object.keys(Parameters).join(', ')}`,
    ...resources,
    `Outputs: ${Object.keys(Outputs).join(', ')}`,
    '',
  ].join('\n');
}

function joined(properties: readonly string[]): string[] {
  const lines: string[] = [];
  for (const property of properties) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + property.length + 3 <= widest) lines[lines.length - 1] = `${last}   ${property}`;
    else lines.push(`  ${property}`);
  }
  return lines;
}

function maskedValue(type: string, name: string, value: unknown): string {
  if (type === 'AWS::CloudWatch::Dashboard' && name === 'DashboardBody') return '(dashboard)';
  return JSON.stringify(value).replace(/[0-9a-f]{64}(\.zip)?/g, '(asset)');
}

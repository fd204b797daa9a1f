export interface Template {
  readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties?: object; readonly DeletionPolicy?: string }>>;
  readonly Parameters?: object;
  readonly Outputs?: object;
}

/**
 * A template as text that a reviewer can read: a resource by type and id, one line per property. Asset hashes and the
 * dashboard's body change with every build and say nothing.
 */
export function masked({ Resources, Parameters = {}, Outputs = {} }: Template): string {
  const resources = Object.entries(Resources).map(([id, { Type, Properties = {}, DeletionPolicy }]) => {
    const policy = DeletionPolicy === undefined ? '' : `  (${DeletionPolicy})`;
    const lines = Object.entries(Properties).map(([name, value]) => `  ${name}: ${maskedValue(Type, name, value)}`);
    return [`${Type} ${id}${policy}`, ...lines].join('\n');
  });
  return [`Parameters: ${Object.keys(Parameters).join(', ')}`, ...resources, `Outputs: ${Object.keys(Outputs).join(', ')}`, ''].join('\n');
}

function maskedValue(type: string, name: string, value: unknown): string {
  if (type === 'AWS::CloudWatch::Dashboard' && name === 'DashboardBody') return '(dashboard)';
  return JSON.stringify(value).replace(/[0-9a-f]{64}(\.zip)?/g, '(asset)');
}

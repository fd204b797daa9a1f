import { evaluate } from './intrinsics.ts';
import { CreationError, TemplateError } from './faults.ts';
import { physicalName } from './names.ts';
import { plan, type Ignored, type Plan, type PlannedResource, type ResourceTypes } from './plan.ts';
import { constructPath, type Template } from './template.ts';
import type { StackArtifact } from './assembly.ts';
import type { StackOptions, StackScope } from './stack-scope.ts';
import type { Created } from './resource-type.ts';
import type { Cloud } from '../services/cloud.ts';

export interface Provisioned {
  readonly stackName: string;
  readonly outputs: Readonly<Record<string, string>>;
  /** By export name, for `Fn::ImportValue` in other stacks. */
  readonly exports: ReadonlyMap<string, string>;
  /** By logical id, in the order of creation. */
  readonly resources: ReadonlyMap<string, Created & { readonly type: string }>;
  readonly ignored: readonly Ignored[];
}

/**
 * Creates a template's resources in `cloud`.
 *
 * @throws TemplateError listing every fault of the template; nothing has been created then
 * @throws CreationError if a resource refuses to be created
 */
export async function provision(
  template: Template,
  cloud: Cloud,
  resourceTypes: ResourceTypes,
  options: StackOptions,
): Promise<Provisioned> {
  const checked = plan(template, resourceTypes, options);
  if (checked.faults.length > 0) throw new TemplateError(checked.faults);
  return carryOut(checked, cloud, resourceTypes);
}

/** Provisions every stack of an app in order; all templates are checked before anything is created. */
export async function provisionAll(
  stacks: readonly StackArtifact[],
  cloud: Cloud,
  resourceTypes: ResourceTypes,
  options: Omit<StackOptions, 'stackName' | 'assets'>,
): Promise<Provisioned[]> {
  return prepareAll(stacks, resourceTypes, options)(cloud);
}

/**
 * Checks every stack of an app once, for provisioning in one cloud after the other.
 *
 * @returns provisions them in a cloud; one call at a time
 * @throws TemplateError listing every fault of every template
 */
export function prepareAll(
  stacks: readonly StackArtifact[],
  resourceTypes: ResourceTypes,
  options: Omit<StackOptions, 'stackName' | 'assets'>,
): (cloud: Cloud) => Promise<Provisioned[]> {
  let done: Provisioned[] = [];
  const find = <T>(look: (stack: Provisioned) => T | undefined): T | undefined => {
    for (const stack of done) {
      const found = look(stack);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const plans = stacks.map((stack) =>
    plan(stack.template, resourceTypes, {
      ...options,
      stackName: stack.stackName,
      assets: stack.assets,
      parameters: { ...stack.parameters, ...forStack(stack, options.parameters) },
      imported: (name) => find(({ exports }) => exports.get(name)) ?? options.imported?.(name),
      stackOutput: (stackName, output) =>
        find((other) => (other.stackName === stackName ? other.outputs[output] : undefined)) ??
        options.stackOutput?.(stackName, output),
    }),
  );
  const faults = plans.flatMap((checked) => checked.faults);
  if (faults.length > 0) throw new TemplateError(faults);
  return async (cloud) => {
    done = [];
    for (const checked of plans) done.push(await carryOut(checked, cloud, resourceTypes));
    return done;
  };
}

async function carryOut(checked: Plan, cloud: Cloud, resourceTypes: ResourceTypes): Promise<Provisioned> {
  const { options } = checked;
  const scope = checked.scope.anew();
  for (const resource of checked.resources) {
    const { logicalId, declared } = resource;
    try {
      const created = await create(resource, checked, scope, cloud, resourceTypes);
      scope.created.set(logicalId, { ...created, type: declared.Type });
    } catch (error) {
      throw new CreationError(logicalId, declared.Type, constructPath(declared), error);
    }
  }
  const outputs: Record<string, string> = {};
  const exports = new Map<string, string>();
  for (const [name, output] of checked.outputs) {
    outputs[name] = outputText(name, evaluate(output.value, scope));
    const exportName = evaluate(output.exportName, scope);
    if (exportName !== undefined) exports.set(outputText(name, exportName), outputs[name]);
  }
  return { stackName: options.stackName, outputs, exports, resources: scope.created, ignored: checked.ignored };
}

function create(
  resource: PlannedResource,
  { options }: Plan,
  scope: StackScope,
  cloud: Cloud,
  types: ResourceTypes,
): Created | Promise<Created> {
  const { logicalId, declared, properties } = resource;
  return types[declared.Type]!.create(
    {
      logicalId,
      type: declared.Type,
      properties: evaluate(properties, scope) as Readonly<Record<string, unknown>>,
      physicalName: (longest) => physicalName(options.stackName, logicalId, longest),
      assetPath: (objectKey) => {
        const path = options.assets?.get(objectKey);
        if (path === undefined) throw new Error(`the assembly has no asset ${objectKey}`);
        return path;
      },
    },
    cloud,
  );
}

function forStack(stack: StackArtifact, given: Readonly<Record<string, string>> = {}): Record<string, string> {
  const declared = stack.template.Parameters ?? {};
  return Object.fromEntries(Object.entries(given).filter(([name]) => Object.hasOwn(declared, name)));
}

function outputText(name: string, value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new Error(`Outputs.${name} must be text, got ${JSON.stringify(value)}`);
}

import { isObject } from '../services/json-object.ts';
import { inOrder } from './graph.ts';
import { prune } from './intrinsics.ts';
import { references } from './references.ts';
import { checkSections, checkParameters } from './sections.ts';
import { StackScope, type StackOptions } from './stack-scope.ts';
import { constructPath, type Template, type TemplateResource } from './template.ts';
import type { Fault } from './faults.ts';
import type { ResourceType } from './resource-type.ts';

export type ResourceTypes = Readonly<Record<string, ResourceType>>;

/** Something of the template that is left out, and why that changes nothing here. */
export interface Ignored {
  /** `Parameters.BootstrapVersion`, `Orders.SqsManagedSseEnabled` */
  readonly what: string;
  readonly reason: string;
}

export interface PlannedResource {
  readonly logicalId: string;
  readonly declared: TemplateResource;
  /** With `Fn::If` and `AWS::NoValue` resolved, other functions still to be evaluated. */
  readonly properties: Readonly<Record<string, unknown>>;
}

/** A checked template: if there are no faults, `resources` can be created in this order. */
export interface Plan {
  readonly options: StackOptions;
  readonly scope: StackScope;
  readonly resources: readonly PlannedResource[];
  /** Pruned, by name, without those whose condition does not hold. */
  readonly outputs: ReadonlyMap<string, { readonly value: unknown; readonly exportName?: unknown }>;
  readonly faults: readonly Fault[];
  readonly ignored: readonly Ignored[];
}

/** Checks a whole template against the resource types, and creates nothing. */
export function plan(template: Template, resourceTypes: ResourceTypes, options: StackOptions): Plan {
  const draft = new Draft(template, resourceTypes, options);
  checkSections(template, draft.report);
  draft.planResources();
  draft.planOutputs();
  const resources = draft.ordered();
  draft.noteIgnored();
  return {
    options,
    scope: draft.scope,
    resources,
    outputs: draft.outputs,
    faults: draft.faults,
    ignored: draft.ignored,
  };
}

/** Attributes of a resource beside its properties; none changes what is created. */
const resourceAttributes = new Set([
  'Type',
  'Properties',
  'DependsOn',
  'Condition',
  'Metadata',
  'DeletionPolicy',
  'UpdateReplacePolicy',
  'UpdatePolicy',
]);

class Draft {
  readonly faults: Fault[] = [];
  readonly ignored: Ignored[] = [];
  readonly outputs = new Map<string, { value: unknown; exportName?: unknown }>();
  readonly scope: StackScope;
  readonly #template: Template;
  readonly #types: ResourceTypes;
  readonly #stack: string;
  /** Names given to `Ref` anywhere that is deployed. */
  readonly #read = new Set<string>();
  readonly #resources = new Map<string, PlannedResource>();
  readonly #parameterFaults: ReadonlyMap<string, string>;

  constructor(template: Template, types: ResourceTypes, options: StackOptions) {
    this.#template = template;
    this.#types = types;
    this.#stack = options.stackName;
    const parameters = checkParameters(template, options, this.report);
    this.#parameterFaults = parameters.missing;
    this.scope = new StackScope(template, options, parameters.values);
  }

  readonly report = (where: string, message: string, path?: string): void => {
    this.faults.push({ stack: this.#stack, where, path, message });
  };

  planResources(): void {
    for (const [logicalId, declared] of Object.entries(this.#template.Resources ?? {})) {
      this.#guarded(logicalId, constructPath(declared), () => {
        if (declared.Condition !== undefined && !this.scope.condition(declared.Condition)) return;
        const properties = (prune(declared.Properties ?? {}, this.scope) ?? {}) as Record<string, unknown>;
        this.#resources.set(logicalId, { logicalId, declared, properties });
      });
    }
    for (const resource of this.#resources.values()) this.#checkType(resource);
  }

  noteIgnored(): void {
    for (const [name, reason] of this.#parameterFaults) {
      if (!this.#read.has(name))
        this.ignored.push({ what: `Parameters.${name}`, reason: `nothing reads it; ${reason}` });
    }
    for (const name of Object.keys(this.#template.Rules ?? {})) {
      this.ignored.push({ what: `Rules.${name}`, reason: 'rules check the account before a deployment to AWS' });
    }
  }

  planOutputs(): void {
    for (const [name, output] of Object.entries(this.#template.Outputs ?? {})) {
      this.#guarded(`Outputs.${name}`, undefined, () => {
        if (output.Condition !== undefined && !this.scope.condition(output.Condition)) return;
        const pruned = { value: prune(output.Value, this.scope), exportName: prune(output.Export?.Name, this.scope) };
        this.#checkReferences(`Outputs.${name}`, undefined, pruned);
        this.outputs.set(name, pruned);
      });
    }
  }

  ordered(): PlannedResource[] {
    const edges = new Map([...this.#resources].map(([id, resource]) => [id, this.#dependencies(resource)]));
    const sorted = inOrder(edges);
    if ('order' in sorted) return sorted.order.map((id) => this.#resources.get(id)!);
    const first = this.#resources.get(sorted.cycle[0]!)!;
    this.report(
      first.logicalId,
      `resources depend on each other: ${sorted.cycle.join(' → ')}`,
      constructPath(first.declared),
    );
    return [];
  }

  #dependencies({ logicalId, declared, properties }: PlannedResource): Set<string> {
    const path = constructPath(declared);
    const needed = this.#checkReferences(logicalId, path, properties);
    for (const id of [declared.DependsOn ?? []].flat()) {
      if (!Object.hasOwn(this.#template.Resources ?? {}, id))
        this.report(logicalId, `depends on ${id}, which is not in the template`, path);
      // A dependency whose condition does not hold is dropped, as CloudFormation does.
      else if (this.#resources.has(id)) needed.add(id);
    }
    return needed;
  }

  #checkType({ logicalId, declared, properties }: PlannedResource): void {
    const path = constructPath(declared);
    for (const attribute of Object.keys(declared)) {
      if (!resourceAttributes.has(attribute))
        this.report(logicalId, `resource attribute ${attribute} is not simulated`, path);
    }
    if (!Object.hasOwn(this.#types, declared.Type)) {
      this.report(logicalId, `resource type ${declared.Type} is not simulated`, path);
      return;
    }
    if (!isObject(properties)) {
      this.report(logicalId, 'Properties must be an object', path);
      return;
    }
    const known = this.#types[declared.Type]!.properties;
    for (const property of Object.keys(properties)) {
      const support = Object.hasOwn(known, property) ? known[property] : undefined;
      if (support === undefined)
        this.report(logicalId, `property ${property} of ${declared.Type} is not simulated`, path);
      else if (support !== true) this.ignored.push({ what: `${logicalId}.${property}`, reason: support });
    }
  }

  /** @returns the logical ids that `value` refers to */
  #checkReferences(where: string, path: string | undefined, value: unknown): Set<string> {
    const { names, owners, faults } = references(value);
    for (const fault of faults) this.report(where, fault, path);
    const needed = new Set<string>();
    for (const name of names) {
      this.#read.add(name);
      if (this.#parameterFaults.has(name))
        this.report(where, `parameter ${name} has no value: ${this.#parameterFaults.get(name)}`, path);
      else if (this.#resources.has(name)) needed.add(name);
      else if (!this.#isParameter(name)) this.report(where, `refers to ${name}, ${this.#absence(name)}`, path);
    }
    for (const owner of owners) {
      if (this.#resources.has(owner)) needed.add(owner);
      else this.report(where, `refers to ${owner}, ${this.#absence(owner)}`, path);
    }
    return needed;
  }

  #isParameter(name: string): boolean {
    return this.scope.isPseudo(name) || Object.hasOwn(this.#template.Parameters ?? {}, name);
  }

  #absence(name: string): string {
    const declared = Object.hasOwn(this.#template.Resources ?? {}, name);
    return declared ? 'whose condition does not hold' : 'which is not in the template';
  }

  #guarded(where: string, path: string | undefined, step: () => void): void {
    try {
      step();
    } catch (error) {
      this.report(where, (error as Error).message, path);
    }
  }
}

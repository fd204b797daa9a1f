import { holds } from './intrinsics.ts';
import { stackId } from './names.ts';
import { NO_VALUE, type Scope } from './scope.ts';
import type { ParameterValue } from './parameters.ts';
import type { Created } from './resource-type.ts';
import type { Template } from './template.ts';

/** What a stack can see of the world outside its template. */
export interface StackSurroundings {
  readonly stackName: string;
  /** Twelve digits. */
  readonly accountId: string;
  readonly region: string;
  /** What other stacks export; `undefined` for an unknown name. */
  readonly imported?: (exportName: string) => string | undefined;
  /** An output of another stack; `undefined` for an unknown one. */
  readonly stackOutput?: (stackName: string, outputName: string) => string | undefined;
  /** `{{resolve:secretsmanager:…}}` and its like; `undefined` for an unknown one. */
  readonly secret?: (service: string, reference: string) => string | undefined;
}

export interface StackOptions extends StackSurroundings {
  /** Values for the template's parameters; numbers and lists as text, as the CloudFormation API takes them. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** From object key to folder or file, as `readAssembly` gives them. */
  readonly assets?: ReadonlyMap<string, string>;
  /** Reads the SSM parameter store for parameters of the `AWS::SSM::Parameter::Value` types. */
  readonly systemParameter?: (name: string) => string | undefined;
}

/** The scope of one stack, growing as its resources are created. */
export class StackScope implements Scope {
  readonly created = new Map<string, Created & { readonly type: string }>();
  readonly #template: Template;
  readonly #outside: StackSurroundings;
  readonly #parameters: ReadonlyMap<string, ParameterValue>;
  readonly #conditions = new Map<string, boolean | 'evaluating'>();
  readonly #pseudo: Readonly<Record<string, unknown>>;

  constructor(template: Template, outside: StackSurroundings, parameters: ReadonlyMap<string, ParameterValue>) {
    this.#template = template;
    this.#outside = outside;
    this.#parameters = parameters;
    this.#pseudo = {
      'AWS::AccountId': outside.accountId,
      'AWS::NotificationARNs': [],
      'AWS::NoValue': NO_VALUE,
      'AWS::Partition': 'aws',
      'AWS::Region': outside.region,
      'AWS::StackId': stackId(outside.stackName, outside.accountId, outside.region),
      'AWS::StackName': outside.stackName,
      'AWS::URLSuffix': 'amazonaws.com',
    };
  }

  /** The same stack before anything of it is created. */
  anew(): StackScope {
    return new StackScope(this.#template, this.#outside, this.#parameters);
  }

  isPseudo(name: string): boolean {
    return Object.hasOwn(this.#pseudo, name);
  }

  ref(name: string): unknown {
    if (this.isPseudo(name)) return this.#pseudo[name];
    const parameter = this.#parameters.get(name);
    if (parameter !== undefined) {
      if ('missing' in parameter) throw new Error(`parameter ${name} has no value: ${parameter.missing}`);
      return parameter.value;
    }
    return this.#resource(name).ref;
  }

  attribute(logicalId: string, attribute: string): unknown {
    const { type, attributes = {} } = this.#resource(logicalId);
    if (Object.hasOwn(attributes, attribute)) return attributes[attribute];
    const known = Object.keys(attributes).join(', ') || 'none';
    throw new Error(`${logicalId}.${attribute} is not simulated: ${type} has these attributes here: ${known}`);
  }

  condition(name: string): boolean {
    const known = this.#conditions.get(name);
    if (known === 'evaluating') throw new Error(`condition ${name} depends on itself`);
    if (known !== undefined) return known;
    const declared = this.#template.Conditions ?? {};
    if (!Object.hasOwn(declared, name)) throw new Error(`the template has no condition ${name}`);
    this.#conditions.set(name, 'evaluating');
    try {
      const result = holds(declared[name], this);
      this.#conditions.set(name, result);
      return result;
    } catch (error) {
      this.#conditions.delete(name);
      throw error;
    }
  }

  mapped(map: string, topLevelKey: string, secondLevelKey: string): unknown {
    return this.#template.Mappings?.[map]?.[topLevelKey]?.[secondLevelKey];
  }

  imported(exportName: string): unknown {
    return known(this.#outside.imported?.(exportName), `no stack exports ${exportName}`);
  }

  stackOutput(stackName: string, outputName: string, region: string | undefined): unknown {
    if (region !== undefined && region !== this.#outside.region) {
      throw new Error(`Fn::GetStackOutput from another region (${region}) is not simulated`);
    }
    const value = this.#outside.stackOutput?.(stackName, outputName);
    return known(value, `no stack ${stackName} with an output ${outputName} has been deployed`);
  }

  secret(service: string, reference: string): string {
    return known(this.#outside.secret?.(service, reference), `{{resolve:${service}:${reference}}} is not known here`);
  }

  #resource(logicalId: string): Created & { readonly type: string } {
    return known(this.created.get(logicalId), `the stack has no resource or parameter ${logicalId}`);
  }
}

function known<T>(value: T | undefined, complaint: string): T {
  if (value === undefined) throw new Error(complaint);
  return value;
}

import { parameterFaults, resolveParameter, type ParameterValue } from './parameters.ts';
import type { StackOptions } from './stack-scope.ts';
import type { Template } from './template.ts';

type Report = (where: string, message: string) => void;

const sections = new Set([
  'AWSTemplateFormatVersion',
  'Description',
  'Metadata',
  'Parameters',
  'Mappings',
  'Conditions',
  'Rules',
  'Resources',
  'Outputs',
  'Transform',
]);

/** `AWS::LanguageExtensions` is what makes AWS accept `Fn::ToJsonString`, `Fn::Length` and map defaults: known anyway. */
const harmlessTransforms = new Set(['AWS::LanguageExtensions']);

export function checkSections(template: Template, report: Report): void {
  for (const section of Object.keys(template)) {
    if (!sections.has(section)) report(section, `template section ${section} is not simulated`);
  }
  for (const transform of [template['Transform'] ?? []].flat()) {
    const name = typeof transform === 'string' ? transform : JSON.stringify(transform);
    if (!harmlessTransforms.has(name)) report('Transform', `macro ${name} is not simulated`);
  }
}

/** Every parameter's value, and why those that have none have none. */
export function checkParameters(
  template: Template,
  options: StackOptions,
  report: Report,
): { readonly values: Map<string, ParameterValue>; readonly missing: Map<string, string> } {
  const given = options.parameters ?? {};
  const values = new Map<string, ParameterValue>();
  const missing = new Map<string, string>();
  for (const [name, declared] of Object.entries(template.Parameters ?? {})) {
    const own = Object.hasOwn(given, name) ? given[name] : undefined;
    const resolved = resolveParameter(declared, own, options.systemParameter ?? (() => undefined));
    values.set(name, resolved);
    if ('missing' in resolved) missing.set(name, resolved.missing);
    else for (const fault of parameterFaults(declared, resolved.value)) report(`Parameters.${name}`, fault);
  }
  for (const name of Object.keys(given)) {
    if (!values.has(name)) report(`Parameters.${name}`, 'a value was given, but the template has no such parameter');
  }
  return { values, missing };
}

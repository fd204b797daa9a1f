import { diagnose, type Finding } from '../../../lib/doctor/diagnose.ts';
import { doctorRules } from '../../../lib/doctor/rules.ts';
import { command, exitCodes, UsageError, type Invocation } from '../command.ts';
import { readTemplates, type NamedTemplate } from '../templates/read-templates.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { wrap } from '../terminal/wrap.ts';

interface Diagnosis {
  readonly stack: string;
  readonly findings: readonly Finding[];
}

export const doctor = command({
  usage: 'doctor [CDK_OUT | TEMPLATE] [options]',
  about: `Reads synthesized templates (cdk.out unless told) and reports what will lose or break messages in production, with its consequence and the fix: ${doctorRules.length} rules, for any stack with queues. Nothing is deployed or called. Fails (exit code 1) where an error is found.`,
  options: {
    acknowledge: { type: 'string', multiple: true, value: 'RULE', about: 'leave a rule out; may be repeated' },
    strict: { type: 'boolean', default: false, about: 'fail on warnings too' },
  },
  words: { least: 0, most: 1 },
  examples: [
    'doctor',
    'doctor ../shop/cdk.out --strict',
    'doctor stack.template.json --acknowledge lag-rings',
    'doctor --json | jq ".[].rule"',
  ],
  async run(invocation) {
    const { values, words, terminal } = invocation;
    const acknowledged = values.acknowledge ?? [];
    const unknown = acknowledged.filter((id) => !doctorRules.some((rule) => rule.id === id));
    if (unknown.length > 0) throw new UsageError(`there is no rule ${unknown.join(', ')}`);
    const templates = readTemplates(words[0] ?? 'cdk.out');
    const diagnoses = templates.map(({ name, template }) => ({
      stack: name,
      findings: diagnose(template, acknowledged),
    }));
    if (values.json) printJson(terminal, diagnoses);
    else printReport(invocation, templates, diagnoses);
    const failing = diagnoses.some(({ findings }) =>
      findings.some(({ rule }) => values.strict || rule.severity === 'error'),
    );
    return failing ? exitCodes.failed : exitCodes.done;
  },
});

function printJson(terminal: Terminal, diagnoses: readonly Diagnosis[]): void {
  const rows = diagnoses.flatMap(({ stack, findings }) =>
    findings.map(({ rule: { id, severity, consequence, fix, source }, resource, what }) => ({
      stack,
      rule: id,
      severity,
      resource,
      what,
      consequence,
      fix,
      source,
    })),
  );
  terminal.print(JSON.stringify(rows));
}

function printReport(
  { terminal }: Pick<Invocation, 'terminal'>,
  templates: readonly NamedTemplate[],
  diagnoses: readonly Diagnosis[],
): void {
  for (const { stack, findings } of diagnoses) {
    if (findings.length === 0) continue;
    terminal.print(terminal.paint('bold', stack));
    for (const [, same] of Map.groupBy(findings, ({ rule }) => rule.id)) terminal.print(paragraph(terminal, same));
  }
  const all = diagnoses.flatMap(({ findings }) => findings);
  const errors = all.filter(({ rule }) => rule.severity === 'error').length;
  const seen = templates.reduce((sum, { template }) => sum + Object.keys(template.Resources).length, 0);
  const count = (many: number, what: string): string => `${many} ${what}${many === 1 ? '' : 's'}`;
  const verdict = `${count(errors, 'error')}, ${count(all.length - errors, 'warning')}`;
  terminal.print(`${verdict} in ${count(templates.length, 'template')} of ${count(seen, 'resource')}`);
}

/** One rule with every resource that breaks it. */
function paragraph(terminal: Terminal, findings: readonly Finding[]): string {
  const { rule } = findings[0]!;
  const lines = (text: string): string[] => wrap(text, terminal.columns - 4).map((line) => `    ${line}`);
  const head = terminal.paint(rule.severity === 'error' ? 'red' : 'yellow', `  ${rule.severity} ${rule.id}`);
  return [
    head,
    ...findings.flatMap(({ resource, what }) => lines(`${resource} ${what}`)),
    ...lines(rule.consequence),
    ...lines(`Fix: ${rule.fix}`),
    terminal.paint('dim', `    ${rule.source}`),
    '',
  ].join('\n');
}

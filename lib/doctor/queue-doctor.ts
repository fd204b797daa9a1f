import { readFileSync } from 'node:fs';
import type {
  IPolicyValidationContext,
  IPolicyValidationPlugin,
  PolicyValidationPluginReport,
  PolicyViolation,
} from 'aws-cdk-lib';
import { diagnose } from './diagnose.ts';
import { doctorRules } from './rules.ts';
import type { Template } from './template.ts';

/**
 * The doctor at synth: errors fail it, warnings are shown. A rule is acknowledged, with a reason, as any of the CDK's:
 * `Validations.of(stack).acknowledge({ id: 'QueueDoctor::lag-rings', reason })`.
 *
 * @example
 * Validations.of(app).addPlugins(new QueueDoctor());
 */
export class QueueDoctor implements IPolicyValidationPlugin {
  readonly name = 'QueueDoctor';
  readonly ruleIds = doctorRules.map(({ id }) => id);

  validate({ templatePaths }: IPolicyValidationContext): PolicyValidationPluginReport {
    const violations = templatePaths.flatMap(violationsIn);
    return { success: violations.every(({ severity }) => severity === 'warning'), violations };
  }
}

function violationsIn(templatePath: string): PolicyViolation[] {
  const template = JSON.parse(readFileSync(templatePath, 'utf8')) as Template;
  return diagnose(template).map(({ rule, resource, what }) => ({
    ruleName: rule.id,
    description: `${resource} ${what}. ${rule.consequence}`,
    fix: `${rule.fix} See ${rule.source}`,
    severity: rule.severity,
    violatingResources: [{ resourceLogicalId: resource, templatePath, locations: [`Resources/${resource}`] }],
  }));
}

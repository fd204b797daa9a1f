import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from './bundling/options.ts';

/**
 * The context of cdk.json, for apps that are not started by the CDK CLI (tests, the local runtime): the CDK's
 * recommended flags, except that references across stacks are strong: the weak ones deploy nowhere but on AWS itself.
 *
 * Keys that this app reads besides: `stage` (`local`, `dev` or `prod`), the `spillway:` keys of lib/config.ts,
 * `spillway:root` (the folder that holds lambdas/, this repository unless given), and `aws:cdk:bundling-stacks`, where
 * `[]` leaves the functions without code for whoever wants only the template.
 */
export function projectContext(): Record<string, unknown> {
  const { context } = JSON.parse(readFileSync(join(repositoryRoot, 'cdk.json'), 'utf8')) as {
    context: Record<string, unknown>;
  };
  return context;
}

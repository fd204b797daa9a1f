import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Stack } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { IConstruct } from 'constructs';
import { bundleAll, type Bundles } from './bundle.ts';
import type { Entry } from './entries.ts';
import { sha256 } from './fingerprint.ts';
import { repositoryRoot } from './options.ts';

/** Where lambdas/ is: this repository, or the folder that context `spillway:root` names. */
export function sourceRoot(scope: IConstruct): string {
  return (scope.node.tryGetContext('spillway:root') as string | undefined) ?? repositoryRoot;
}

/** One run for each app, however many functions it has. */
const bundlesOfApp = new WeakMap<IConstruct, Bundles>();

/**
 * The code of a function. Where the CDK asks for no bundles (`cdk list`, most tests) it is a placeholder whose hash
 * depends on the entry alone.
 *
 * @throws Error where the entry does not exist or exports no handler, or its source does not build
 */
export function codeOf(scope: IConstruct, entry: Entry): Code {
  const root = sourceRoot(scope);
  if (!existsSync(join(root, entry))) {
    throw new Error(`${scope.node.path}: entry must be a file of this project, got ${entry}: check the path`);
  }
  if (!Stack.of(scope).bundlingRequired) {
    const folder = fileURLToPath(new URL('placeholder', import.meta.url));
    return Code.fromAsset(folder, { assetHash: sha256('placeholder', entry) });
  }
  const app = scope.node.root;
  const bundles = bundlesOfApp.get(app) ?? bundleAll(root);
  bundlesOfApp.set(app, bundles);
  const bundle = bundles.byEntry.get(entry);
  if (bundle === undefined) {
    throw new Error(`${scope.node.path}: entry must export const handler, got ${entry}: a function is what handles`);
  }
  return Code.fromAsset(bundle.folder, { assetHash: bundle.hash });
}

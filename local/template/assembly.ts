import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { inOrder } from './graph.ts';
import type { Template } from './template.ts';

/** A stack of a synthesized app. */
export interface StackArtifact {
  /** Id in the manifest. */
  readonly id: string;
  readonly stackName: string;
  readonly template: Template;
  /** Parameter values fixed at synth. */
  readonly parameters: Readonly<Record<string, string>>;
  /** From an asset's object key (`<hash>.zip`) to its absolute folder or file. */
  readonly assets: ReadonlyMap<string, string>;
  /** Undefined where the app left it open. */
  readonly account: string | undefined;
  readonly region: string | undefined;
}

interface Artifact {
  readonly type: string;
  readonly environment?: string;
  readonly dependencies?: readonly string[];
  readonly properties?: {
    readonly templateFile?: string;
    readonly stackName?: string;
    readonly parameters?: Readonly<Record<string, string>>;
    readonly file?: string;
    readonly directoryName?: string;
  };
}

interface AssetManifest {
  readonly files?: Readonly<
    Record<
      string,
      {
        readonly source: { readonly path?: string };
        readonly destinations: Readonly<Record<string, { readonly objectKey: string }>>;
      }
    >
  >;
}

/**
 * Reads the cloud assembly that `cdk synth` left in `folder`, stages included.
 *
 * @returns its stacks, each after those it depends on
 * @throws Error if the folder holds no readable assembly
 */
export function readAssembly(folder: string): StackArtifact[] {
  const artifacts = new Map(Object.entries(readManifest(folder)));
  const edges = new Map([...artifacts].map(([id, artifact]) => [id, known(artifact, artifacts)]));
  const sorted = inOrder(edges);
  if ('cycle' in sorted) throw new Error(`${folder}: artifacts depend on each other: ${sorted.cycle.join(' → ')}`);
  return sorted.order.flatMap((id) => {
    const artifact = artifacts.get(id)!;
    if (artifact.type === 'cdk:cloud-assembly') return readAssembly(join(folder, artifact.properties!.directoryName!));
    if (artifact.type !== 'aws:cloudformation:stack') return [];
    return [readStack(folder, id, artifact, artifacts)];
  });
}

function readStack(
  folder: string,
  id: string,
  artifact: Artifact,
  artifacts: ReadonlyMap<string, Artifact>,
): StackArtifact {
  const { templateFile, stackName, parameters } = artifact.properties ?? {};
  if (templateFile === undefined) throw new Error(`${folder}: stack ${id} names no template file`);
  const [, account, region] = /^aws:\/\/([^/]+)\/(.+)$/.exec(artifact.environment ?? '') ?? [];
  return {
    id,
    stackName: stackName ?? id,
    template: readJson(join(folder, templateFile)) as Template,
    parameters: parameters ?? {},
    assets: readAssets(folder, artifact, artifacts),
    account: account === 'unknown-account' ? undefined : account,
    region: region === 'unknown-region' ? undefined : region,
  };
}

function readAssets(folder: string, stack: Artifact, artifacts: ReadonlyMap<string, Artifact>): Map<string, string> {
  const assets = new Map<string, string>();
  for (const id of stack.dependencies ?? []) {
    const artifact = artifacts.get(id);
    if (artifact?.type !== 'cdk:asset-manifest' || artifact.properties?.file === undefined) continue;
    const manifest = readJson(join(folder, artifact.properties.file)) as AssetManifest;
    for (const { source, destinations } of Object.values(manifest.files ?? {})) {
      // An asset made by a command instead of a file has no path: whoever needs it finds it missing by name.
      if (source.path === undefined) continue;
      const path = resolve(folder, source.path);
      for (const { objectKey } of Object.values(destinations)) assets.set(objectKey, path);
    }
  }
  return assets;
}

function readManifest(folder: string): Readonly<Record<string, Artifact>> {
  const manifest = readJson(join(folder, 'manifest.json')) as { artifacts?: Record<string, Artifact> };
  return manifest.artifacts ?? {};
}

function known(artifact: Artifact, artifacts: ReadonlyMap<string, Artifact>): Set<string> {
  return new Set((artifact.dependencies ?? []).filter((id) => artifacts.has(id)));
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new Error(`${file} cannot be read: ${(cause as Error).message}`, { cause });
  }
}

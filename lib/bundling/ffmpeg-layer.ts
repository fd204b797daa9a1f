import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { enforce, shapeLimits } from '../constructs/limits.ts';
import { sha256 } from './fingerprint.ts';
import { repositoryRoot } from './options.ts';

/** Static builds for arm64 Linux on npm, pinned: see docs/decisions on FFmpeg for what else there was. */
const packages = [
  {
    program: 'ffmpeg',
    name: '@ffmpeg-installer/linux-arm64',
    version: '4.1.4',
    integrity: 'sha512-dljEqAOD0oIM6O6DxBW9US/FkvqvQwgJ2lGHOwHDDwu/pX8+V0YsDL1xqHbj1DMX/+nP9rxw7G7gcUvGspSoKg==',
  },
  {
    program: 'ffprobe',
    name: '@ffprobe-installer/linux-arm64',
    version: '5.2.0',
    integrity: 'sha512-X1VvWtlLs6ScP73biVLuHD5ohKJKsMTa0vafCESOen4mOoNeLAYbxOVxDWAdFz9cpZgRiloFj5QD6nDj8E28yQ==',
  },
];

const programs = packages.map(({ program }) => program);

export interface FfmpegLayerFolder {
  readonly folder: string;
  readonly assetHash: string;
  /** Why the folder holds no FFmpeg, and what to do. */
  readonly missing?: string;
}

/**
 * The folder that becomes the layer: one that was given, or the pinned builds, which are fetched by npm once and kept in
 * `.spillway/ffmpeg`. Where the CDK asks for no bundles it is a placeholder.
 *
 * @throws Error where a folder that was given lacks a program, or the programs are too large for Lambda
 */
export function ffmpegLayer(scope: IConstruct, given?: string): FfmpegLayerFolder {
  if (given !== undefined) {
    const folder = resolve(given);
    const lacking = programs.filter((program) => !existsSync(join(folder, 'bin', program)));
    if (lacking.length > 0)
      throw new Error(
        `${scope.node.path}: spillway:ffmpegFolder must hold bin/ffmpeg and bin/ffprobe for arm64, got ${given} without ${lacking.join(' and ')}`,
      );
    return checked(scope, { folder, assetHash: hashOf(folder) });
  }
  const pins = packages.map(({ name, version, integrity }) => `${name}@${version} ${integrity}`);
  const assetHash = sha256('ffmpeg-layer', ...pins);
  if (!Stack.of(scope).bundlingRequired) return { folder: placeholder, assetHash };
  const folder = join(repositoryRoot, '.spillway', 'ffmpeg', assetHash.slice(0, 16));
  try {
    if (!existsSync(folder)) fetchInto(folder);
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n')[0] : String(error);
    return {
      folder: placeholder,
      assetHash: sha256('ffmpeg-layer', 'none'),
      missing: `FFmpeg for Lambda could not be fetched from npm (${why}), so this stack cannot transcode: synthesize again with npm's registry in reach, or give a folder with arm64 builds by -c spillway:ffmpegFolder=PATH`,
    };
  }
  return checked(scope, { folder, assetHash });
}

const placeholder = fileURLToPath(new URL('placeholder', import.meta.url));

function checked(scope: IConstruct, layer: FfmpegLayerFolder): FfmpegLayerFolder {
  const bytes = programs.reduce((sum, program) => sum + statSync(join(layer.folder, 'bin', program)).size, 0);
  enforce(scope, shapeLimits.layerSize, bytes);
  return layer;
}

function hashOf(folder: string): string {
  return sha256('ffmpeg-layer', ...programs.map((program) => readFileSync(join(folder, 'bin', program))));
}

/** Downloads through npm, checks against the pins, and appears all at once, so that an interruption leaves nothing half. */
function fetchInto(folder: string): void {
  mkdirSync(join(folder, '..'), { recursive: true });
  const workshop = mkdtempSync(`${folder}-`);
  try {
    mkdirSync(join(workshop, 'layer', 'bin'), { recursive: true });
    for (const pinned of packages) unpack(pinned, workshop);
    writeFileSync(join(workshop, 'layer', 'SOURCES.txt'), sources());
    renameSync(join(workshop, 'layer'), folder);
  } finally {
    rmSync(workshop, { recursive: true, force: true });
  }
}

function unpack({ program, name, version, integrity }: (typeof packages)[number], workshop: string): void {
  const packed = execFileSync('npm', ['pack', `${name}@${version}`, '--json', '--pack-destination', workshop], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  });
  const [entry] = JSON.parse(packed) as { filename: string }[];
  // Some versions of npm answer the package's name here, not the file's.
  const archive = join(workshop, entry!.filename.replace('@', '').replace('/', '-'));
  const found = `sha512-${createHash('sha512').update(readFileSync(archive)).digest('base64')}`;
  if (found !== integrity) throw new Error(`${name}@${version} is not what was pinned: ${found}`);
  execFileSync('tar', ['-xzf', archive, '-C', workshop, `package/${program}`]);
  const target = join(workshop, 'layer', 'bin', program);
  copyFileSync(join(workshop, 'package', program), target);
  chmodSync(target, 0o755);
}

/** The GPL asks that whoever gets the programs can find their source. */
function sources(): string {
  const lines = packages.map(({ program, name, version }) => `${program}: npm ${name}@${version}`);
  return `${lines.join('\n')}\nGPL-3.0-or-later; builds and sources: https://johnvansickle.com/ffmpeg/\n`;
}

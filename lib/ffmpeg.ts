import { Annotations, CfnParameter } from 'aws-cdk-lib';
import { Architecture, Code, LayerVersion } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { ffmpegLayer } from './bundling/ffmpeg-layer.ts';
import type { NodeFunction } from './constructs/node-function.ts';

/** Where functions find FFmpeg and ffprobe. */
export interface Ffmpeg {
  connect(fn: NodeFunction): void;
}

/** Local stage: whoever runs the template says where they are on this machine. */
export class ParameterFfmpeg extends Construct implements Ffmpeg {
  private readonly paths: { readonly ffmpeg: string; readonly ffprobe: string };

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const path = (name: string, program: string): string => {
      const description = `Path of ${program}`;
      const parameter = new CfnParameter(this, name, { type: 'String', default: program, description });
      parameter.overrideLogicalId(name);
      return parameter.valueAsString;
    };
    this.paths = { ffmpeg: path('FfmpegPath', 'ffmpeg'), ffprobe: path('FfprobePath', 'ffprobe') };
  }

  connect(fn: NodeFunction): void {
    fn.setEnvironment('ffmpegPath', this.paths.ffmpeg);
    fn.setEnvironment('ffprobePath', this.paths.ffprobe);
  }
}

export interface LayerFfmpegProps {
  /**
   * Folder with `bin/ffmpeg` and `bin/ffprobe` for arm64 Linux, statically linked.
   *
   * @default - builds from npm, fetched at the first synthesis
   */
  readonly folder?: string;
}

/** On AWS: a layer, unpacked to /opt. */
export class LayerFfmpeg extends Construct implements Ffmpeg {
  readonly layer: LayerVersion;

  constructor(scope: Construct, id: string, props: LayerFfmpegProps = {}) {
    super(scope, id);
    const { folder, assetHash, missing } = ffmpegLayer(this, props.folder);
    if (missing !== undefined) Annotations.of(this).addWarningV2('spillway:ffmpegMissing', missing);
    this.layer = new LayerVersion(this, 'Layer', {
      code: Code.fromAsset(folder, { assetHash }),
      description: 'FFmpeg and ffprobe for arm64',
      license: 'GPL-3.0-or-later',
      compatibleArchitectures: [Architecture.ARM_64],
    });
  }

  connect(fn: NodeFunction): void {
    fn.function.addLayers(this.layer);
    fn.setEnvironment('ffmpegPath', '/opt/bin/ffmpeg');
    fn.setEnvironment('ffprobePath', '/opt/bin/ffprobe');
  }
}

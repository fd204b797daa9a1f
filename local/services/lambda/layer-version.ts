/** A published layer: kept by name so that templates and listings work; its content is not mounted. */
export interface LayerVersion {
  readonly layerName: string;
  readonly version: number;
  /** With the version. */
  readonly arn: string;
  readonly description: string;
  readonly compatibleRuntimes: readonly string[];
  /** ISO 8601. */
  readonly createdDate: string;
}

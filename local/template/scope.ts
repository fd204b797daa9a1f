/** What a template's intrinsic functions may look at. Every look-up throws an `Error` that names what is missing. */
export interface Scope {
  /** The value of a parameter, a pseudo parameter or a created resource. */
  ref(name: string): unknown;
  /** An attribute of a created resource. */
  attribute(logicalId: string, attribute: string): unknown;
  condition(name: string): boolean;
  /** `undefined` where the map has no such entry. */
  mapped(map: string, topLevelKey: string, secondLevelKey: string): unknown;
  /** What another stack exports under this name. */
  imported(exportName: string): unknown;
  stackOutput(stackName: string, outputName: string, region: string | undefined): unknown;
  /** The value behind `{{resolve:service:reference}}`. */
  secret(service: string, reference: string): string;
}

/** What `AWS::NoValue` evaluates to: its property or list entry is left out. */
export const NO_VALUE: unique symbol = Symbol('AWS::NoValue');

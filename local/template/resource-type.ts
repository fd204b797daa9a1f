import type { Cloud } from '../services/cloud.ts';

/** A resource of the template with every intrinsic in its properties resolved. */
export interface Resource {
  readonly logicalId: string;
  /** `AWS::SQS::Queue` */
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
  /** A physical name as CloudFormation makes one: stack, logical id, suffix; at most `longest` characters. */
  physicalName(longest: number): string;
  /** The folder or file in the assembly that an asset's object key (`<hash>.zip`) stands for. */
  assetPath(objectKey: string): string;
}

/** What `Ref` and `Fn::GetAtt` give for a created resource. */
export interface Created {
  readonly ref: string;
  readonly attributes?: Readonly<Record<string, string>>;
}

/** How one CloudFormation resource type comes to life in the simulator. */
export interface ResourceType {
  /**
   * Every property that is understood: `true` where it is honoured, or the reason why leaving it out changes nothing
   * here. A property that is not listed fails the deployment by name.
   */
  readonly properties: Readonly<Record<string, true | string>>;
  create(resource: Resource, cloud: Cloud): Created | Promise<Created>;
}

import { deployMapping } from '../actions/create-event-source-mapping.ts';
import { mappingArn } from '../mappings/mapping-output.ts';
import type { CreateEventSourceMappingRequest } from '@aws-sdk/client-lambda';
import type { Created, Resource, ResourceType } from '../../../template/resource-type.ts';
import type { Cloud } from '../../cloud.ts';

type Properties = Omit<CreateEventSourceMappingRequest, 'Tags'> & { Tags?: { Key: string; Value: string }[] };

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-eventsourcemapping.html */
export const eventSourceMapping: ResourceType = {
  properties: {
    BatchSize: true,
    BisectBatchOnFunctionError: true,
    DestinationConfig: true,
    Enabled: true,
    EventSourceArn: true,
    FilterCriteria: true,
    FunctionName: true,
    FunctionResponseTypes: true,
    KmsKeyArn: 'encryption of filter criteria cannot be seen from outside',
    LoggingConfig: 'the journal holds everything a mapping does',
    MaximumBatchingWindowInSeconds: true,
    MaximumRecordAgeInSeconds: true,
    MaximumRetryAttempts: true,
    MetricsConfig: true,
    ParallelizationFactor: true,
    ScalingConfig: true,
    StartingPosition: true,
    Tags: true,
  },
  create(resource: Resource, cloud: Cloud): Created {
    const { Tags, ...properties } = resource.properties as unknown as Properties;
    const tags = Object.fromEntries((Tags ?? []).map(({ Key, Value }) => [Key, Value]));
    const mapping = deployMapping(cloud.lambda, { ...properties, Tags: tags });
    const arn = mappingArn(cloud.lambda, mapping.uuid);
    return { ref: mapping.uuid, attributes: { Id: mapping.uuid, EventSourceMappingArn: arn } };
  },
};

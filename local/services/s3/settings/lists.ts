/** Settings of one kind that a bucket has several of, each under an id: kept, answered as given, without effect here. */
export interface SettingList {
  /** The element that a document starts with. */
  readonly root: string;
  /** The element around all of them. */
  readonly list: string;
  /** The permission, without `Get` or `Put`. */
  readonly permission: string;
  /** What every document must have beside its id. */
  readonly required: readonly string[];
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketAnalyticsConfiguration.html */
export const analytics: SettingList = {
  root: 'AnalyticsConfiguration',
  list: 'ListBucketAnalyticsConfigurationResult',
  permission: 'AnalyticsConfiguration',
  required: ['StorageClassAnalysis'],
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketIntelligentTieringConfiguration.html */
export const intelligentTiering: SettingList = {
  root: 'IntelligentTieringConfiguration',
  list: 'ListBucketIntelligentTieringConfigurationsOutput',
  permission: 'IntelligentTieringConfiguration',
  required: ['Status', 'Tiering'],
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketInventoryConfiguration.html */
export const inventory: SettingList = {
  root: 'InventoryConfiguration',
  list: 'ListInventoryConfigurationsResult',
  permission: 'InventoryConfiguration',
  required: ['Destination', 'IncludedObjectVersions', 'IsEnabled', 'Schedule'],
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketMetricsConfiguration.html */
export const metrics: SettingList = {
  root: 'MetricsConfiguration',
  list: 'ListMetricsConfigurationsResult',
  permission: 'MetricsConfiguration',
  required: [],
};

/** Of one kind, in one bucket. */
export const mostConfigurations = 1000;

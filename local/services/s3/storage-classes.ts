/** Those of general purpose buckets, from warm to cold. https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-class-intro.html */
export const storageClasses = [
  'STANDARD',
  'REDUCED_REDUNDANCY',
  'STANDARD_IA',
  'INTELLIGENT_TIERING',
  'ONEZONE_IA',
  'GLACIER_IR',
  'GLACIER',
  'DEEP_ARCHIVE',
];

import { S3Error } from '../errors.ts';
import { textOf } from '../rest/xml.ts';
import type { Setting } from './setting.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketAccelerateConfiguration.html */
export const acceleration: Setting = {
  root: 'AccelerateConfiguration',
  permissions: { get: 'GetAccelerateConfiguration', put: 'PutAccelerateConfiguration' },
  unset: { content: '' },
  check(document, { record }) {
    if (record.name.includes('.')) {
      throw new S3Error('InvalidRequest', {
        message: 'S3 Transfer Acceleration is not supported for buckets with periods (.) in their names',
      });
    }
    const status = textOf(document, 'Status');
    if (status !== 'Enabled' && status !== 'Suspended') throw new S3Error('MalformedXML');
  },
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketRequestPayment.html */
export const requestPayment: Setting = {
  root: 'RequestPaymentConfiguration',
  permissions: { get: 'GetBucketRequestPayment', put: 'PutBucketRequestPayment' },
  unset: { content: '<Payer>BucketOwner</Payer>' },
  check(document) {
    const payer = textOf(document, 'Payer');
    if (payer !== 'BucketOwner' && payer !== 'Requester') throw new S3Error('MalformedXML');
  },
};

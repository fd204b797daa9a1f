import { onObject, type S3 } from '../s3.ts';
import { uploadOf, type UploadTarget } from './upload-in-progress.ts';
import type { Call } from '../../service.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_AbortMultipartUpload.html */
export function abortMultipartUpload(s3: S3, input: UploadTarget, call: Call): void {
  const bucket = s3.bucket(input.bucket);
  call.authorize(onObject('AbortMultipartUpload', bucket, input.key));
  uploadOf(bucket, input);
  s3.store.change({ kind: 'upload-removed', bucket: input.bucket, uploadId: input.uploadId });
  s3.report('upload-aborted', bucket, input.key, { uploadId: input.uploadId, reason: 'asked for' });
}

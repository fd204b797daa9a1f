import { onObject, type S3 } from '../s3.ts';
import { uploadOf, type UploadTarget } from './upload-in-progress.ts';
import type { Call } from '../../service.ts';
import type { PartRecord, UploadRecord } from '../records.ts';

export interface ListPartsInput extends UploadTarget {
  readonly limit: number;
  readonly partNumberMarker: number;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListParts.html */
export function listParts(
  s3: S3,
  input: ListPartsInput,
  call: Call,
): { readonly upload: UploadRecord; readonly parts: readonly PartRecord[]; readonly truncated: boolean } {
  const bucket = s3.bucket(input.bucket);
  call.authorize(onObject('ListMultipartUploadParts', bucket, input.key));
  const upload = uploadOf(bucket, input);
  const rest = [...upload.parts.values()]
    .filter((part) => part.partNumber > input.partNumberMarker)
    .toSorted((a, b) => a.partNumber - b.partNumber);
  return { upload: upload.record, parts: rest.slice(0, input.limit), truncated: rest.length > input.limit };
}

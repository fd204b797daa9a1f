import { AwsError } from '../../aws-error.ts';
import { S3Error } from '../errors.ts';
import { readBypass } from '../object-lock/deletion.ts';
import { deleteObject, type Deleted, type DeleteObjectInput } from './delete-object.ts';
import type { Call } from '../../service.ts';
import type { S3 } from '../s3.ts';

export type DeleteRequest = Omit<DeleteObjectInput, 'bucket' | 'bypass'>;

export interface DeleteObjectsOutput {
  readonly deleted: readonly (Deleted & { readonly request: DeleteRequest })[];
  readonly errors: readonly { readonly request: DeleteRequest; readonly error: AwsError }[];
}

/** Each object stands alone: one that may not be deleted keeps no other. https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html */
export function deleteObjects(
  s3: S3,
  input: { readonly bucket: string; readonly objects: readonly DeleteRequest[]; readonly bypass?: string | undefined },
  call: Call,
): DeleteObjectsOutput {
  const { bypass } = input;
  readBypass(s3.bucket(input.bucket), bypass);
  if (input.objects.length === 0 || input.objects.length > 1000) throw new S3Error('MalformedXML');
  const deleted: DeleteObjectsOutput['deleted'][number][] = [];
  const errors: DeleteObjectsOutput['errors'][number][] = [];
  for (const request of input.objects) {
    try {
      deleted.push({ ...deleteObject(s3, { ...request, bucket: input.bucket, bypass }, call), request });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      errors.push({ request, error: amongMany(request, error) });
    }
  }
  return { deleted, errors };
}

/** What can be no version id is refused where one object is deleted; among many it is a version that is not there. */
function amongMany({ key, versionId }: DeleteRequest, error: AwsError): AwsError {
  if (error.fields['ArgumentName'] !== 'versionId') return error;
  return new S3Error('NoSuchVersion', { fields: { Key: key, VersionId: versionId! } });
}

import type { XmlNode } from '../rest/xml.ts';
import type { S3ErrorCode } from '../errors.ts';
import type { S3 } from '../s3.ts';
import type { Bucket } from '../store.ts';

/** A setting that is kept and answered as it was given, and has no effect here. */
export interface Setting {
  /** The element its document starts with. */
  readonly root: string;
  readonly permissions: { readonly get: string; readonly put: string; readonly delete?: string };
  /** What a bucket answers that was never given it: an error, or the content of a document. */
  readonly unset: { readonly error: S3ErrorCode } | { readonly content: string };
  /** @throws S3Error in AWS's words */
  readonly check: (document: XmlNode, bucket: Bucket, s3: S3) => void;
}

import { S3Error } from '../errors.ts';
import { child, contentOf, textOf, type XmlNode } from '../rest/xml.ts';
import { onBucket, type S3 } from '../s3.ts';
import { mostConfigurations, type SettingList } from '../settings/lists.ts';
import type { Call } from '../../service.ts';
import type { Bucket } from '../store.ts';

interface OfKind {
  readonly bucket: string;
  readonly kind: SettingList;
}

interface OneOfKind extends OfKind {
  readonly id: string;
}

/** The content of its document. */
export function getListed(s3: S3, { bucket: name, kind, id }: OneOfKind, call: Call): string {
  const bucket = s3.bucket(name);
  call.authorize(onBucket(`Get${kind.permission}`, bucket));
  return found(bucket, kind, id);
}

export function putListed(
  s3: S3,
  { bucket: name, kind, id, document }: OneOfKind & { readonly document: XmlNode },
  call: Call,
): void {
  const bucket = s3.bucket(name);
  call.authorize(onBucket(`Put${kind.permission}`, bucket));
  const own = textOf(document, 'Id');
  if (own === undefined || kind.required.some((element) => child(document, element) === undefined))
    throw new S3Error('MalformedXML');
  if (own !== id) throw new S3Error('IdMismatch');
  const ids = idsOf(bucket, kind);
  if (!ids.includes(id) && ids.length >= mostConfigurations) throw new S3Error('TooManyConfigurations');
  s3.update(bucket, { settings: { ...bucket.record.settings, [place(kind, id)]: contentOf(document) } });
}

export function deleteListed(s3: S3, { bucket: name, kind, id }: OneOfKind, call: Call): void {
  const bucket = s3.bucket(name);
  call.authorize(onBucket(`Put${kind.permission}`, bucket));
  found(bucket, kind, id);
  const { [place(kind, id)]: _given, ...rest } = bucket.record.settings ?? {};
  s3.update(bucket, { settings: rest });
}

const pageSize = 100;

/** A hundred at a time, by id: their documents' contents, and the id to go on after. */
export function listSettings(
  s3: S3,
  { bucket: name, kind, after = '' }: OfKind & { readonly after?: string | undefined },
  call: Call,
): { readonly contents: readonly string[]; readonly next?: string | undefined } {
  const bucket = s3.bucket(name);
  call.authorize(onBucket(`Get${kind.permission}`, bucket));
  const rest = idsOf(bucket, kind).filter((id) => id > after);
  const page = rest.slice(0, pageSize);
  return {
    contents: page.map((id) => found(bucket, kind, id)),
    next: rest.length > page.length ? page.at(-1) : undefined,
  };
}

function idsOf({ record }: Bucket, kind: SettingList): string[] {
  const start = place(kind, '');
  return Object.keys(record.settings ?? {})
    .filter((key) => key.startsWith(start))
    .map((key) => key.slice(start.length))
    .toSorted();
}

function found({ record }: Bucket, kind: SettingList, id: string): string {
  const content = record.settings?.[place(kind, id)];
  if (content === undefined) throw new S3Error('NoSuchConfiguration');
  return content;
}

function place({ root }: SettingList, id: string): string {
  return `${root}/${id}`;
}

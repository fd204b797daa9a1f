import { S3Error } from '../errors.ts';
import { ByteReader } from './byte-reader.ts';

/** A `multipart/form-data` body up to its file; `file` streams the rest. */
export interface Form {
  /** By lower-case name. */
  readonly fields: Readonly<Record<string, string>>;
  readonly fileName: string;
  readonly file: AsyncIterable<Uint8Array>;
}

/** All that comes before the file may have this many bytes. */
const longestPreamble = 20_000;

/** @throws S3Error `MalformedPOSTRequest`, `InvalidArgument` */
export async function readForm(contentType: string, source: AsyncIterable<Uint8Array>): Promise<Form> {
  const boundary = /boundary=(?:"([^"]+)"|([^;\s]+))/i
    .exec(contentType)
    ?.slice(1)
    .find((part) => part !== undefined);
  if (boundary === undefined) throw new S3Error('MalformedPOSTRequest');
  const reader = new ByteReader(source, () => new S3Error('MalformedPOSTRequest'));
  await reader.until(Buffer.from(`--${boundary}`), longestPreamble);
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  const fields: Record<string, string> = {};
  let room = longestPreamble;
  for (;;) {
    if ((await reader.line(2)) !== '') throw noFile();
    const disposition = await readHeaders(reader);
    const name = parameter(disposition['content-disposition'], 'name')?.toLowerCase();
    if (name === undefined) throw new S3Error('MalformedPOSTRequest');
    if (name === 'file') {
      const fileName = parameter(disposition['content-disposition'], 'filename') ?? '';
      return { fields, fileName: fileName.replace(/^.*[/\\]/, ''), file: reader.bytesUntil(delimiter) };
    }
    const value = await reader.until(delimiter, room);
    room -= value.length;
    if (!Object.hasOwn(fields, name)) fields[name] = value.toString('utf8');
  }
}

async function readHeaders(reader: ByteReader): Promise<Record<string, string>> {
  const headers: Record<string, string> = {};
  for (let line = await header(reader); line !== ''; line = await header(reader)) {
    const colon = line.indexOf(':');
    if (colon > 0) headers[line.slice(0, colon).trim().toLowerCase()] = line.slice(colon + 1).trim();
  }
  return headers;
}

async function header(reader: ByteReader): Promise<string> {
  return (await reader.until(Buffer.from('\r\n'), longestPreamble)).toString('utf8');
}

function parameter(text: string | undefined, name: string): string | undefined {
  return new RegExp(`(?:^|;)\\s*${name}="((?:[^"\\\\]|\\\\.)*)"`, 'i').exec(text ?? '')?.[1]?.replace(/\\(.)/g, '$1');
}

function noFile(): S3Error {
  return new S3Error('InvalidArgument', {
    message: 'POST requires exactly one file upload per request.',
    fields: { ArgumentName: 'file', ArgumentValue: '0' },
  });
}

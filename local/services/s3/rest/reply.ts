import { AwsError } from '../../aws-error.ts';
import { S3Error } from '../errors.ts';
import { children, escapeXml, type XmlValue } from '../../protocol/xml.ts';
import type { WireResponse } from '../../service.ts';

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
const namespace = 'http://s3.amazonaws.com/doc/2006-03-01/';

export type Headers = Readonly<Record<string, string | undefined>>;

/** What every reply is known by. */
export interface ReplyIds {
  readonly server: string;
  readonly 'x-amz-request-id': string;
  readonly 'x-amz-id-2': string;
}

/** S3 has ids of its own kind: sixteen digits for the request, and base64 for the host. */
export function replyIds(requestId: string): ReplyIds {
  return {
    server: 'AmazonS3',
    'x-amz-request-id': requestId.replaceAll('-', '').slice(-16).toUpperCase(),
    'x-amz-id-2': Buffer.from(requestId.repeat(2)).toString('base64'),
  };
}

export function empty(status: 200 | 202 | 204, headers: Headers = {}): WireResponse {
  return { status, headers: present(headers), body: '' };
}

export function xmlReply(
  root: string,
  value: { readonly [name: string]: XmlValue },
  headers: Headers = {},
): WireResponse {
  return documentReply(root, children(value), headers);
}

/** A document whose content is markup already. */
export function documentReply(root: string, content: string, headers: Headers = {}): WireResponse {
  return markupReply(`<${root} xmlns="${namespace}">${content}</${root}>`, headers);
}

/** For documents with text of their own in the root, or with attributes. */
export function markupReply(markup: string, headers: Headers = {}): WireResponse {
  return {
    status: 200,
    headers: { 'content-type': 'application/xml', ...present(headers) },
    body: declaration + markup,
  };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#RESTErrorResponses */
export function errorReply(error: AwsError, ids: ReplyIds, method: string): WireResponse {
  const own = error instanceof S3Error ? error.headers : {};
  if (error.status === 304) return { status: 304, headers: own, body: '' };
  const headers = { 'content-type': 'application/xml', ...own };
  // A reply to HEAD has no body: the status is all that a client learns.
  if (method === 'HEAD') return { status: error.status, headers, body: '' };
  const fields = Object.entries(error.fields).map(([name, value]) => `<${name}>${escapeXml(String(value))}</${name}>`);
  const body =
    children({ Code: error.code, Message: error.message }) +
    fields.join('') +
    children({ RequestId: ids['x-amz-request-id'], HostId: ids['x-amz-id-2'] });
  return { status: error.status, headers, body: `${declaration}<Error>${body}</Error>` };
}

export function present(headers: Headers): Record<string, string> {
  const entries = Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(entries);
}

/** `2026-01-01T00:00:00.000Z`: times are told to the second, as in the header `last-modified`. */
export function isoTime(time: number): string {
  return new Date(Math.floor(time / 1000) * 1000).toISOString();
}

/** As `encoding-type=url` asks for: everything but letters, digits, `-_.*` and `/` percent-encoded. */
export function urlEncoded(text: string): string {
  return encodeURIComponent(text)
    .replace(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%2F', '/')
    .replaceAll('%20', '+');
}

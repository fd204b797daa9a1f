import { S3Error, invalidArgument } from './errors.ts';
import { childrenOf, textOf, texts, wholeNumber, type XmlNode } from './rest/xml.ts';
import type { XmlValue } from '../protocol/xml.ts';

export interface CorsRule {
  readonly id?: string | undefined;
  readonly allowedOrigins: readonly string[];
  readonly allowedMethods: readonly string[];
  readonly allowedHeaders: readonly string[];
  readonly exposeHeaders: readonly string[];
  readonly maxAgeSeconds?: number | undefined;
}

const methods = new Set(['GET', 'PUT', 'POST', 'DELETE', 'HEAD']);

/** @throws S3Error `MalformedXML`, `InvalidRequest` */
export function readCors(document: XmlNode): CorsRule[] {
  const rules = childrenOf(document, 'CORSRule').map((node) => ({
    id: textOf(node, 'ID'),
    allowedOrigins: texts(node, 'AllowedOrigin'),
    allowedMethods: texts(node, 'AllowedMethod'),
    allowedHeaders: texts(node, 'AllowedHeader'),
    exposeHeaders: texts(node, 'ExposeHeader'),
    maxAgeSeconds: wholeNumber(node, 'MaxAgeSeconds'),
  }));
  checkCors(rules);
  return rules;
}

/** @throws S3Error `MalformedXML`, `InvalidRequest` */
export function checkCors(rules: readonly CorsRule[]): void {
  if (rules.length === 0 || rules.length > 100) throw new S3Error('MalformedXML');
  for (const { allowedOrigins, allowedMethods, allowedHeaders, exposeHeaders } of rules) {
    if (allowedOrigins.length === 0 || allowedMethods.length === 0) throw new S3Error('MalformedXML');
    for (const method of allowedMethods) {
      if (!methods.has(method)) {
        const message = `Found unsupported HTTP method in CORS config. Unsupported method is ${method}`;
        throw new S3Error('InvalidRequest', { message });
      }
    }
    for (const [name, patterns] of [
      ['AllowedOrigin', allowedOrigins],
      ['AllowedHeader', allowedHeaders],
    ] as const) {
      const wild = patterns.find((pattern) => pattern.split('*').length > 2);
      if (wild !== undefined)
        throw new S3Error('InvalidRequest', { message: `${name} "${wild}" can not have more than one wildcard.` });
    }
    const exposed = exposeHeaders.find((header) => header.includes('*'));
    if (exposed !== undefined) throw invalidArgument('ExposeHeader cannot contain wildcards', 'ExposeHeader', exposed);
  }
}

export function writeCors(rules: readonly CorsRule[]): { [name: string]: XmlValue } {
  return {
    CORSRule: rules.map((rule) => ({
      ID: rule.id,
      AllowedMethod: rule.allowedMethods,
      AllowedOrigin: rule.allowedOrigins,
      AllowedHeader: rule.allowedHeaders,
      ExposeHeader: rule.exposeHeaders,
      MaxAgeSeconds: rule.maxAgeSeconds,
    })),
  };
}

/** The headers that let a browser at `origin` do this, or undefined if no rule allows it. */
export function corsHeaders(
  rules: readonly CorsRule[],
  origin: string,
  method: string,
  requested: readonly string[] = [],
): Record<string, string> | undefined {
  for (const rule of rules) {
    const pattern = rule.allowedOrigins.find((allowed) => fits(allowed, origin));
    if (pattern === undefined || !rule.allowedMethods.includes(method)) continue;
    if (!requested.every((header) => rule.allowedHeaders.some((allowed) => fits(allowed.toLowerCase(), header))))
      continue;
    const headers: Record<string, string> = {
      'access-control-allow-origin': pattern === '*' ? '*' : origin,
      'access-control-allow-methods': rule.allowedMethods.join(', '),
      vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
    };
    if (pattern !== '*') headers['access-control-allow-credentials'] = 'true';
    if (requested.length > 0) headers['access-control-allow-headers'] = requested.join(', ');
    if (rule.exposeHeaders.length > 0) headers['access-control-expose-headers'] = rule.exposeHeaders.join(', ');
    if (rule.maxAgeSeconds !== undefined) headers['access-control-max-age'] = String(rule.maxAgeSeconds);
    return headers;
  }
  return undefined;
}

function fits(pattern: string, value: string): boolean {
  const star = pattern.indexOf('*');
  if (star < 0) return pattern === value;
  const [before, after] = [pattern.slice(0, star), pattern.slice(star + 1)];
  return value.length >= before.length + after.length && value.startsWith(before) && value.endsWith(after);
}

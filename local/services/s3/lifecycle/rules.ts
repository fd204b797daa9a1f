import { S3Error, invalidArgument } from '../errors.ts';
import { child, childrenOf, isTrue, requiredText, textOf, wholeNumber, type XmlNode } from '../rest/xml.ts';
import { readTag } from '../tags.ts';
import { checkFilters } from './filters.ts';
import {
  readNoncurrentTransitions,
  readTransitions,
  writeNoncurrentTransitions,
  writeTransitions,
  type NoncurrentTransition,
  type Transition,
} from './transitions.ts';
import type { XmlValue } from '../../protocol/xml.ts';
import type { Tag } from '../records.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html */
export interface LifecycleRule {
  readonly id: string;
  readonly enabled: boolean;
  /** Whether the prefix stood in the rule itself, as older clients write it. */
  readonly legacy: boolean;
  readonly prefix: string;
  /** Whether the filter says so where the prefix is empty. */
  readonly named?: boolean;
  readonly tags: readonly Tag[];
  readonly sizeGreaterThan?: number | undefined;
  readonly sizeLessThan?: number | undefined;
  readonly expireAfterDays?: number | undefined;
  /** Milliseconds since the epoch, at midnight UTC. */
  readonly expireOn?: number | undefined;
  readonly expireDeleteMarkers?: boolean | undefined;
  readonly noncurrentDays?: number | undefined;
  readonly newerNoncurrentVersions?: number | undefined;
  readonly abortUploadsAfterDays?: number | undefined;
  readonly transitions?: readonly Transition[];
  readonly noncurrentTransitions?: readonly NoncurrentTransition[];
}

const conditions = ['And', 'Prefix', 'Tag', 'ObjectSizeGreaterThan', 'ObjectSizeLessThan'];

/** @throws S3Error `MalformedXML`, `InvalidArgument` */
export function readLifecycle(document: XmlNode, newId: () => string): LifecycleRule[] {
  const rules = childrenOf(document, 'Rule').map((node) => readRule(node, newId));
  checkLifecycle(rules);
  return rules;
}

/** @throws S3Error `MalformedXML`, `InvalidArgument` */
export function checkLifecycle(rules: readonly LifecycleRule[]): void {
  if (rules.length === 0 || rules.length > 1000) throw new S3Error('MalformedXML');
  const ids = new Set(rules.map((rule) => rule.id));
  if (ids.size < rules.length)
    throw invalidArgument('Rule ID must be unique. Found same ID for more than one rule', 'ID');
  checkFilters(rules);
  for (const rule of rules) {
    if (rule.id.length > 255) throw invalidArgument('ID length should not exceed allowed limit of 255', 'ID', rule.id);
    const { expireAfterDays, expireOn, expireDeleteMarkers, noncurrentDays, abortUploadsAfterDays } = rule;
    const { transitions = [], noncurrentTransitions = [] } = rule;
    const moves = [...transitions, ...noncurrentTransitions];
    const actions = [expireAfterDays, expireOn, expireDeleteMarkers, noncurrentDays, abortUploadsAfterDays, ...moves];
    checkTransitions(rule, transitions);
    checkOrder(rule, transitions);
    if (actions.every((action) => action === undefined)) {
      throw new S3Error('InvalidRequest', { message: 'At least one action needs to be specified in a rule' });
    }
    if (expireOn !== undefined && expireOn % 86_400_000 !== 0)
      throw invalidArgument("'Date' must be at midnight GMT", 'Date');
  }
}

/** One way of counting in a rule, and one move to each class. */
function checkTransitions({ expireAfterDays, expireOn, prefix }: LifecycleRule, given: readonly Transition[]): void {
  const byDays = expireAfterDays !== undefined || given.some(({ afterDays }) => afterDays !== undefined);
  const byDate = expireOn !== undefined || given.some(({ on }) => on !== undefined);
  if (byDays && byDate) {
    const message = `Found mixed 'Date' and 'Days' based Expiration and Transition actions in lifecycle rule for filter '(prefix=${prefix})'`;
    throw new S3Error('InvalidRequest', { message });
  }
  if (new Set(given.map(({ storageClass }) => storageClass)).size < given.length) {
    const message = `'StorageClass' must be different for 'Transition' actions in same 'Rule' with filter '(prefix=${prefix})'`;
    throw new S3Error('InvalidRequest', { message });
  }
}

/** An object moves before it expires. */
function checkOrder({ expireAfterDays, prefix }: LifecycleRule, transitions: readonly Transition[]): void {
  if (expireAfterDays === undefined) return;
  if (transitions.every(({ afterDays = 0 }) => afterDays < expireAfterDays)) return;
  throw invalidArgument(
    `'Days' in the Expiration action for filter '(prefix=${prefix})' must be greater than 'Days' in the Transition action`,
    'Days',
    String(expireAfterDays),
  );
}

export function writeLifecycle(rules: readonly LifecycleRule[]): { [name: string]: XmlValue } {
  return {
    Rule: rules.map((rule) => ({
      ID: rule.id,
      ...(rule.legacy ? { Prefix: rule.prefix } : { Filter: writeFilter(rule) }),
      Status: rule.enabled ? 'Enabled' : 'Disabled',
      Transition: writeTransitions(rule.transitions ?? []),
      Expiration: writeExpiration(rule),
      NoncurrentVersionTransition: writeNoncurrentTransitions(rule.noncurrentTransitions ?? []),
      NoncurrentVersionExpiration:
        rule.noncurrentDays === undefined
          ? undefined
          : { NoncurrentDays: rule.noncurrentDays, NewerNoncurrentVersions: rule.newerNoncurrentVersions },
      AbortIncompleteMultipartUpload:
        rule.abortUploadsAfterDays === undefined ? undefined : { DaysAfterInitiation: rule.abortUploadsAfterDays },
    })),
  };
}

function readRule(node: XmlNode, newId: () => string): LifecycleRule {
  const status = textOf(node, 'Status');
  if (status !== 'Enabled' && status !== 'Disabled') throw new S3Error('MalformedXML');
  const filter = child(node, 'Filter');
  const legacy = filter === undefined;
  // One or the other, and in a filter one condition or several joined by And.
  if (legacy !== (child(node, 'Prefix') !== undefined)) throw new S3Error('MalformedXML');
  if (conditions.filter((name) => child(filter, name) !== undefined).length > 1) throw new S3Error('MalformedXML');
  const scope = child(filter, 'And') ?? filter;
  const expiration = child(node, 'Expiration');
  const date = textOf(expiration, 'Date');
  const noncurrent = child(node, 'NoncurrentVersionExpiration');
  const tags = childrenOf(scope, 'Tag').map(readTag);
  if (new Set(tags.map(({ Key }) => Key)).size < tags.length)
    throw new S3Error('InvalidRequest', { message: 'Duplicate Tag Keys are not allowed.' });
  const ends = ['Days', 'Date', 'ExpiredObjectDeleteMarker'].filter((name) => child(expiration, name) !== undefined);
  if (ends.length > 1 || (noncurrent !== undefined && child(noncurrent, 'NoncurrentDays') === undefined))
    throw new S3Error('MalformedXML');
  return {
    id: textOf(node, 'ID') || newId(),
    enabled: status === 'Enabled',
    legacy,
    prefix: textOf(legacy ? node : scope, 'Prefix') ?? '',
    tags,
    ...(child(filter, 'Prefix') !== undefined && { named: true }),
    sizeGreaterThan: wholeNumber(scope, 'ObjectSizeGreaterThan'),
    sizeLessThan: wholeNumber(scope, 'ObjectSizeLessThan'),
    expireAfterDays: days(expiration, 'Days'),
    expireOn: date === undefined ? undefined : time(date),
    expireDeleteMarkers: isTrue(expiration, 'ExpiredObjectDeleteMarker') || undefined,
    noncurrentDays: days(noncurrent, 'NoncurrentDays'),
    newerNoncurrentVersions: wholeNumber(noncurrent, 'NewerNoncurrentVersions', 1),
    abortUploadsAfterDays: days(child(node, 'AbortIncompleteMultipartUpload'), 'DaysAfterInitiation'),
    transitions: readTransitions(node),
    noncurrentTransitions: readNoncurrentTransitions(node),
  };
}

function days(node: XmlNode | undefined, name: string): number | undefined {
  if (node === undefined || child(node, name) === undefined) return undefined;
  const value = Number(requiredText(node, name));
  if (!Number.isInteger(value) || value < 1) {
    throw invalidArgument(`'${name}' for this action must be a positive integer`, name, String(value));
  }
  return value;
}

function time(text: string): number {
  const value = Date.parse(text);
  if (Number.isNaN(value)) throw new S3Error('MalformedXML');
  return value;
}

function writeFilter({ prefix, named, tags, sizeGreaterThan, sizeLessThan }: LifecycleRule): XmlValue {
  const sizes = { ObjectSizeGreaterThan: sizeGreaterThan, ObjectSizeLessThan: sizeLessThan };
  const given = [prefix === '' ? undefined : prefix, ...tags, sizeGreaterThan, sizeLessThan];
  const parts = {
    Prefix: prefix === '' ? undefined : prefix,
    Tag: tags.map(({ Key, Value }) => ({ Key, Value })),
    ...sizes,
  };
  const count = given.filter((part) => part !== undefined).length;
  if (count === 0) return named === true ? { Prefix: '' } : {};
  return count > 1 ? { And: parts } : parts;
}

function writeExpiration({ expireAfterDays, expireOn, expireDeleteMarkers }: LifecycleRule): XmlValue {
  if (expireAfterDays === undefined && expireOn === undefined && expireDeleteMarkers === undefined) return undefined;
  return {
    Days: expireAfterDays,
    Date: expireOn === undefined ? undefined : new Date(expireOn).toISOString(),
    ExpiredObjectDeleteMarker: expireDeleteMarkers,
  };
}

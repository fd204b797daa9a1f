import { NotSimulated } from '../../aws-error.ts';
import { S3Error, invalidArgument } from '../errors.ts';
import { texts, child, childrenOf, textOf, type XmlNode } from '../rest/xml.ts';
import type { XmlValue } from '../../protocol/xml.ts';

export type TargetKind = 'topic' | 'queue' | 'function';

/** One rule of a bucket's notification configuration. */
export interface NotificationTarget {
  readonly id: string;
  readonly kind: TargetKind;
  readonly arn: string;
  /** `s3:ObjectCreated:*` */
  readonly events: readonly string[];
  readonly prefix: string;
  readonly suffix: string;
}

const elements: Readonly<
  Record<TargetKind, { readonly list: string; readonly arn: string; readonly service: string }>
> = {
  topic: { list: 'TopicConfiguration', arn: 'Topic', service: 'sns' },
  queue: { list: 'QueueConfiguration', arn: 'Queue', service: 'sqs' },
  function: { list: 'CloudFunctionConfiguration', arn: 'CloudFunction', service: 'lambda' },
};

/** Events that this simulator can raise. */
const raised = new Set([
  's3:ObjectCreated:*',
  's3:ObjectCreated:Put',
  's3:ObjectCreated:Post',
  's3:ObjectCreated:Copy',
  's3:ObjectCreated:CompleteMultipartUpload',
  's3:ObjectRemoved:*',
  's3:ObjectRemoved:Delete',
  's3:ObjectRemoved:DeleteMarkerCreated',
  's3:LifecycleExpiration:*',
  's3:LifecycleExpiration:Delete',
  's3:LifecycleExpiration:DeleteMarkerCreated',
  's3:LifecycleTransition',
  's3:ObjectTagging:*',
  's3:ObjectTagging:Put',
  's3:ObjectTagging:Delete',
  's3:ObjectAcl:Put',
]);

const notRaised =
  /^s3:(TestEvent|ReducedRedundancyLostObject|Replication:|ObjectRestore:|IntelligentTiering$|ObjectAnnotation:)/;

/** @throws S3Error `MalformedXML`, `InvalidArgument`; NotSimulated for EventBridge and events never raised here */
export function readNotifications(document: XmlNode, newId: () => string): NotificationTarget[] {
  if (child(document, 'EventBridgeConfiguration') !== undefined)
    throw new NotSimulated('S3 notification to EventBridge');
  const targets = (Object.keys(elements) as TargetKind[]).flatMap((kind) =>
    childrenOf(document, elements[kind].list).map((node) => readTarget(kind, node, newId)),
  );
  checkNotifications(targets);
  return targets;
}

/** @throws S3Error `InvalidArgument`; NotSimulated for events never raised here */
export function checkNotifications(targets: readonly NotificationTarget[]): void {
  for (const target of targets) checkTarget(target);
  for (const [index, target] of targets.entries()) {
    for (const other of targets.slice(index + 1)) {
      if (target.id === other.id)
        throw invalidArgument('Same ID used for multiple configurations. IDs must be unique', 'Id', target.id);
      if (overlap(target, other)) {
        throw new S3Error('InvalidArgument', {
          message:
            'Configuration is ambiguously defined. Cannot have overlapping suffixes in two rules if the prefixes are overlapping for the same event type.',
        });
      }
    }
  }
}

export function writeNotifications(targets: readonly NotificationTarget[]): { [name: string]: XmlValue } {
  return Object.fromEntries(
    (Object.keys(elements) as TargetKind[]).map((kind) => {
      const { list, arn } = elements[kind];
      const rules = targets.filter((target) => target.kind === kind);
      return [
        list,
        rules.map((target) => ({ Id: target.id, [arn]: target.arn, Event: target.events, Filter: filterOf(target) })),
      ];
    }),
  );
}

/** Whether a target asks for this event: `ObjectCreated:Put` on this key. */
export function wants(target: NotificationTarget, event: string, key: string): boolean {
  if (!key.startsWith(target.prefix) || !key.endsWith(target.suffix)) return false;
  return target.events.some((pattern) => matches(pattern, `s3:${event}`));
}

function readTarget(kind: TargetKind, node: XmlNode, newId: () => string): NotificationTarget {
  const rules = { prefix: '', suffix: '' };
  const filter = child(child(node, 'Filter'), 'S3Key');
  const seen = new Set<string>();
  for (const rule of childrenOf(filter, 'FilterRule')) {
    const given = textOf(rule, 'Name') ?? '';
    const name = given.toLowerCase();
    if (name !== 'prefix' && name !== 'suffix') {
      throw invalidArgument('filter rule name must be either prefix or suffix', 'FilterRule.Name', given);
    }
    if (seen.has(name))
      throw invalidArgument(`Cannot specify more than one ${name} rule in a filter.`, 'FilterRule.Name', name);
    seen.add(name);
    rules[name] = textOf(rule, 'Value') ?? '';
  }
  const arn = textOf(node, elements[kind].arn);
  if (arn === undefined) throw new S3Error('MalformedXML');
  return { id: textOf(node, 'Id') || newId(), kind, arn, events: texts(node, 'Event'), ...rules };
}

function checkTarget({ kind, arn, events, prefix, suffix }: NotificationTarget): void {
  const { service } = elements[kind];
  if (!/^arn:[^:]*:[^:]*:[^:]*:[^:]*:./.test(arn))
    throw invalidArgument('The ARN could not be parsed', elements[kind].arn, arn);
  if (!arn.startsWith(`arn:aws:${service}:`))
    throw invalidArgument('The ARN is not well formed', elements[kind].arn, arn);
  if (kind !== 'function' && arn.endsWith('.fifo')) {
    throw invalidArgument(`FIFO ${service.toUpperCase()} ${kind}s are not supported`, elements[kind].arn, arn);
  }
  if (events.length === 0) throw new S3Error('MalformedXML');
  for (const event of events) {
    if (notRaised.test(event)) throw new NotSimulated(`the S3 event ${event}`);
    if (!raised.has(event)) throw invalidArgument('The event is not supported for notifications', 'Event', event);
  }
  for (const value of [prefix, suffix]) {
    if (Buffer.byteLength(value) > 1024)
      throw invalidArgument(
        'Size of filter rule value cannot exceed 1024 bytes in UTF-8 representation',
        'FilterRule.Value',
        value,
      );
  }
}

function overlap(a: NotificationTarget, b: NotificationTarget): boolean {
  const common = a.events.some((one) => b.events.some((other) => matches(one, other) || matches(other, one)));
  const prefixes = a.prefix.startsWith(b.prefix) || b.prefix.startsWith(a.prefix);
  const suffixes = a.suffix.endsWith(b.suffix) || b.suffix.endsWith(a.suffix);
  return common && prefixes && suffixes;
}

function matches(pattern: string, event: string): boolean {
  return pattern.endsWith('*') ? event.startsWith(pattern.slice(0, -1)) : pattern === event;
}

function filterOf({ prefix, suffix }: NotificationTarget): XmlValue {
  const rules = [
    ['Prefix', prefix],
    ['Suffix', suffix],
  ].filter(([, value]) => value !== '');
  if (rules.length === 0) return undefined;
  return { S3Key: { FilterRule: rules.map(([Name, Value]) => ({ Name, Value })) } };
}

import { S3Error, invalidArgument } from '../errors.ts';
import { child, childrenOf, textOf, type XmlNode } from '../rest/xml.ts';
import type { Setting } from './setting.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketWebsite.html */
export const website: Setting = {
  root: 'WebsiteConfiguration',
  permissions: { get: 'GetBucketWebsite', put: 'PutBucketWebsite', delete: 'DeleteBucketWebsite' },
  unset: { error: 'NoSuchWebsiteConfiguration' },
  check(document) {
    const redirect = child(document, 'RedirectAllRequestsTo');
    const index = child(document, 'IndexDocument');
    if (redirect === undefined) return checkSite(document, index);
    if (index !== undefined || child(document, 'ErrorDocument') !== undefined || rulesOf(document) !== undefined) {
      const message = 'RedirectAllRequestsTo cannot be provided in conjunction with other Routing Rules.';
      throw invalidArgument(message, 'RedirectAllRequestsTo', 'not null');
    }
    if (textOf(redirect, 'HostName') === undefined) throw new S3Error('MalformedXML');
    checkProtocol(redirect);
  },
};

function checkSite(document: XmlNode, index: XmlNode | undefined): void {
  if (index === undefined) {
    const message = 'A value for IndexDocument Suffix must be provided if RedirectAllRequestsTo is empty';
    throw invalidArgument(message, 'IndexDocument', 'null');
  }
  const suffix = textOf(index, 'Suffix') ?? '';
  if (suffix === '' || suffix.includes('/'))
    throw invalidArgument('The IndexDocument Suffix is not well formed', 'IndexDocument', suffix);
  const rules = rulesOf(document);
  if (rules?.length === 0) throw new S3Error('MalformedXML');
  for (const rule of rules ?? []) checkRule(rule);
}

function rulesOf(document: XmlNode): readonly XmlNode[] | undefined {
  const rules = child(document, 'RoutingRules');
  return rules === undefined ? undefined : childrenOf(rules, 'RoutingRule');
}

function checkRule(rule: XmlNode): void {
  const condition = child(rule, 'Condition');
  const redirect = child(rule, 'Redirect');
  const parts = [textOf(condition, 'KeyPrefixEquals'), textOf(condition, 'HttpErrorCodeReturnedEquals')];
  if (condition !== undefined && parts.every((part) => part === undefined)) {
    throw new S3Error('InvalidRequest', {
      message:
        "Condition cannot be empty. To redirect all requests without a condition, the condition element shouldn't be present.",
    });
  }
  if (redirect === undefined) throw new S3Error('MalformedXML');
  if (textOf(redirect, 'ReplaceKeyPrefixWith') !== undefined && textOf(redirect, 'ReplaceKeyWith') !== undefined) {
    throw new S3Error('InvalidRequest', {
      message: 'You can only define ReplaceKeyPrefix or ReplaceKey but not both.',
    });
  }
  checkProtocol(redirect);
}

function checkProtocol(redirect: XmlNode): void {
  const protocol = textOf(redirect, 'Protocol');
  if (protocol === undefined || protocol === 'http' || protocol === 'https') return;
  throw new S3Error('InvalidRequest', {
    message:
      'Invalid protocol, protocol can be http or https. If not defined the protocol will be selected automatically.',
  });
}

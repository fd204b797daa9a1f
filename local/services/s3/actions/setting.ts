import { S3Error } from '../errors.ts';
import { onBucket, type S3 } from '../s3.ts';
import { contentOf, type XmlNode } from '../rest/xml.ts';
import type { Call } from '../../service.ts';
import type { Setting } from '../settings/setting.ts';

interface SettingInput {
  readonly bucket: string;
  readonly setting: Setting;
}

/** The content of its document. */
export function getSetting(s3: S3, { bucket: name, setting }: SettingInput, call: Call): string {
  const bucket = s3.bucket(name);
  call.authorize(onBucket(setting.permissions.get, bucket));
  const given = bucket.record.settings?.[setting.root];
  if (given !== undefined) return given;
  if ('content' in setting.unset) return setting.unset.content;
  throw new S3Error(setting.unset.error, { fields: { BucketName: name } });
}

export function putSetting(
  s3: S3,
  { bucket: name, setting, document }: SettingInput & { readonly document: XmlNode },
  call: Call,
): void {
  const bucket = s3.bucket(name);
  call.authorize(onBucket(setting.permissions.put, bucket));
  setting.check(document, bucket, s3);
  s3.update(bucket, { settings: { ...bucket.record.settings, [setting.root]: contentOf(document) } });
}

export function deleteSetting(s3: S3, { bucket: name, setting }: SettingInput, call: Call): void {
  const bucket = s3.bucket(name);
  call.authorize(onBucket(setting.permissions.delete ?? setting.permissions.put, bucket));
  const { [setting.root]: _given, ...rest } = bucket.record.settings ?? {};
  s3.update(bucket, { settings: rest });
}

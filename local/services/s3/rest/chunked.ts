import { S3Error } from '../errors.ts';
import { ByteReader } from './byte-reader.ts';

/**
 * Takes `aws-chunked` framing off a body: `size[;chunk-signature=…]\r\ndata\r\n…0\r\n[trailers]\r\n`. Signatures of
 * single chunks are not checked.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
 *
 * @param onTrailer told of each trailer, before the returned sequence ends
 */
export async function* unchunk(
  source: AsyncIterable<Uint8Array>,
  onTrailer: (name: string, value: string) => void,
): AsyncGenerator<Uint8Array> {
  const reader = new ByteReader(source, () => new S3Error('IncompleteBody'));
  for (;;) {
    const header = await reader.line(1024);
    const size = /^([0-9a-f]+)(;|$)/i.exec(header)?.[1];
    if (size === undefined)
      throw new S3Error('IncompleteBody', { message: 'The request body is not properly chunked' });
    const length = parseInt(size, 16);
    if (length === 0) break;
    yield* reader.bytes(length);
    if ((await reader.line(2)) !== '')
      throw new S3Error('IncompleteBody', { message: 'A chunk is longer than announced' });
  }
  while (!(await reader.atEnd())) {
    const line = await reader.line(4096);
    if (line === '') continue;
    const colon = line.indexOf(':');
    if (colon < 0) throw new S3Error('MalformedTrailerError');
    onTrailer(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
}

import * as z from 'zod/mini';

/**
 * Text that every hop carries unchanged: well-formed UTF-16 without control characters and without the two
 * noncharacters that SQS refuses (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html).
 */
export function text(longest: number) {
  return z.string().check(
    z.maxLength(longest),
    z.refine((value) => value.isWellFormed() && !/[^\P{Cc}\t\n\r]|[\uFFFE\uFFFF]/u.test(value), {
      error: 'holds characters that a message cannot carry',
    }),
  );
}

/** An identifier chosen outside: letters, digits and `_.:-`, so that it is plain data wherever it is shown or joined. */
export function identifier(longest: number) {
  return z.string().check(z.regex(/^[A-Za-z0-9][A-Za-z0-9_.:-]*$/), z.maxLength(longest));
}

/** An error in one line: what AWS calls it, what it says, and where there is one, the way out. */
export function describeProblem(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { name } = error;
  const text = (error.message === '' ? causeOf(error) : error.message).replace(/\s+/g, ' ');
  const remedy = remedies.find(([pattern]) => pattern.test(`${name} ${text}`))?.[1];
  const named = /^(Error|UsageError|TypeError)$/.test(name) ? text : `${name}: ${text}`;
  return remedy === undefined ? named : `${named} (${remedy})`;
}

/** Node gathers the refusals of several addresses in an error without a text. */
function causeOf({ cause, ...error }: Error & { readonly errors?: readonly unknown[] }): string {
  const [first] = error.errors ?? [cause];
  return first instanceof Error ? first.message : 'no reason was given';
}

const remedies: readonly (readonly [RegExp, string])[] = [
  [/AccessDenied|not authorized/, '"spillway policy" prints what the command line needs'],
  [/CredentialsProviderError|UnrecognizedClient|ExpiredToken/, 'log in, or name a profile with --profile'],
  [/Region is missing/, 'name it with --region or AWS_REGION'],
  [/ECONNREFUSED/, 'is it running? "npm start" starts the embedded runtime'],
  [/ValidationError.*does not exist/, 'name it with --stack, in the right --region'],
];

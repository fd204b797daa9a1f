/** Forms that only a secret has. */
const patterns: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['an AWS access key', /\b(AKIA|ASIA)(?!IOSFODNN7EXAMPLE)[A-Z0-9]{16}\b/],
  ['a private key', /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
  ['a GitHub token', /\bgh[pousr]_[A-Za-z0-9]{36}\b/],
  ['an npm token', /\bnpm_[A-Za-z0-9]{36}\b/],
  ['a Slack token', /\bxox[abprs]-[A-Za-z0-9-]{10,}\b/],
  ['a Stripe key', /\b[sr]k_live_[A-Za-z0-9]{20,}\b/],
  ['a URL with a password', /\b[a-z]+:\/\/[^\s/:@'"`]+:[^\s/:@'"`{$]+@[a-z0-9.-]+/i],
];

export function secretsIn(text: string): string[] {
  return patterns.filter(([, pattern]) => pattern.test(text)).map(([what]) => what);
}

/** Variables whose name speaks of a secret must point to one, never hold one. */
export function heldSecrets(variables: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(variables)
    .filter(([name]) => /SECRET|PASSWORD|TOKEN|API_?KEY|CREDENTIAL/.test(name))
    .filter(([, value]) => typeof value === 'string' && !/^arn:[a-z-]+:(secretsmanager|ssm):/.test(value))
    .map(([name]) => name);
}

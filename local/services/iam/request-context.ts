import type { Caller, Demand } from '../service.ts';

/** What is known of a request, by condition key in lower case: keys are not case-sensitive. */
export interface RequestContext {
  /** Undefined where the request has no such key; an empty list counts as that too. */
  values(key: string): readonly string[] | undefined;
}

export interface Place {
  /** Twelve digits. */
  readonly accountId: string;
  readonly region: string;
  /** Milliseconds since the epoch. */
  now(): number;
}

/**
 * Global keys of a request and those that its service adds
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html).
 */
export function requestContext(caller: Caller, demand: Demand, place: Place): RequestContext {
  const own = new Map<string, readonly string[]>();
  for (const [key, value] of Object.entries(demand.conditions ?? {})) own.set(key.toLowerCase(), [value].flat());
  return {
    values(key) {
      const values = own.get(key) ?? globalValues(key, caller, place);
      return values === undefined || values.length === 0 ? undefined : values;
    },
  };
}

function globalValues(key: string, caller: Caller, place: Place): readonly string[] | undefined {
  const value = globals[key]?.(caller, place);
  return value === undefined ? undefined : [value];
}

const isService = ({ principal }: Caller): boolean => principal.endsWith('.amazonaws.com');
const isIdentity = ({ principal }: Caller): boolean => principal.startsWith('arn:');

const globals: Readonly<Record<string, (caller: Caller, place: Place) => string | undefined>> = {
  'aws:currenttime': (_caller, { now }) => new Date(now()).toISOString(),
  'aws:epochtime': (_caller, { now }) => String(Math.floor(now() / 1000)),
  'aws:principalaccount': (caller, { accountId }) => (isIdentity(caller) ? accountId : undefined),
  'aws:principalarn': (caller) => (isIdentity(caller) ? caller.principal : undefined),
  'aws:principalisawsservice': (caller) => String(isService(caller)),
  'aws:principalservicename': (caller) => (isService(caller) ? caller.principal : undefined),
  'aws:principaltype': (caller) => principalType(caller),
  'aws:requestedregion': (_caller, { region }) => region,
  // The loopback interface gives a listener on the wire as little as TLS does: it counts as TLS.
  'aws:securetransport': () => 'true',
  // Only services say on whose behalf they call; all resources here are of this account, also where an ARN has none.
  'aws:sourceaccount': (caller, { accountId }) =>
    isService(caller) && caller.sourceArn !== undefined ? caller.sourceArn.split(':')[4] || accountId : undefined,
  'aws:sourcearn': (caller) => (isService(caller) ? caller.sourceArn : undefined),
  'aws:sourceip': (caller) => (isService(caller) ? undefined : '127.0.0.1'),
  'aws:viaawsservice': () => 'false',
};

function principalType(caller: Caller): string {
  if (isService(caller)) return 'Service';
  if (!isIdentity(caller)) return 'Anonymous';
  return caller.principal.includes(':role/') ? 'AssumedRole' : 'Account';
}

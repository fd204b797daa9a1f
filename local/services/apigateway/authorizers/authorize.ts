import { message } from '../proxy-response.ts';
import { checkSigner, type IamPorts } from './iam-authorizer.ts';
import { checkToken } from './jwt-authorizer.ts';
import type { IssuerKeys } from './issuer-keys.ts';
import type { WireResponse } from '../../service.ts';
import type { Routed } from '../exchange.ts';

export interface AuthorizerPorts extends IamPorts {
  readonly keys: IssuerKeys;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** Lets a request through to its route (undefined), or answers it. */
export function authorize(
  exchange: Routed,
  ports: AuthorizerPorts,
): Promise<WireResponse | undefined> | WireResponse | undefined {
  switch (exchange.match.route.authorization) {
    case 'NONE':
      return undefined;
    case 'AWS_IAM':
      return checkSigner(exchange, ports, ports.now) ? undefined : message(403, 'Forbidden');
    case 'JWT':
      return checkToken(exchange, ports.keys, ports.now);
  }
}

import type { WireResponse } from '../../service.ts';
import type { Incoming } from './incoming.ts';

/** One operation over REST: reads a request, runs its action, writes the answer. */
export type Operation = (incoming: Incoming) => WireResponse | Promise<WireResponse>;

/** By the name that AWS gives the operation. */
export type Operations = Readonly<Record<string, Operation>>;

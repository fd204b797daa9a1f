declare module 'dynalite' {
  import type { Server } from 'node:http';

  export interface DynaliteOptions {
    readonly createTableMs?: number;
    readonly deleteTableMs?: number;
    readonly updateTableMs?: number;
    readonly path?: string;
  }

  /** An independent implementation of DynamoDB, as an HTTP server that is not yet listening. */
  export default function dynalite(options?: DynaliteOptions): Server;
}

/** What a worker is started with. */
export interface WorkerSetup {
  /** Folder of the code, `LAMBDA_TASK_ROOT`. */
  readonly taskRoot: string;
  /** `index.handler` */
  readonly handler: string;
  readonly functionName: string;
  readonly version: string;
  readonly memoryMb: number;
  /** The runtime's time, milliseconds since the epoch. */
  readonly now: number;
  /** Runtime seconds per real second. */
  readonly speed: number;
  /** Folder of V8's compile cache. */
  readonly compileCache: string | undefined;
  readonly measureHeap: boolean;
  /** Whether AWS requests go over the message port. */
  readonly overPort: boolean;
}

/** To the worker. */
export type HostMessage = InvokeMessage | ResponseMessage;

/** One invocation. */
export interface InvokeMessage {
  readonly kind: 'invoke';
  readonly requestId: string;
  /** JSON text. */
  readonly event: string;
  /** The runtime's time, milliseconds since the epoch. */
  readonly now: number;
  /** Milliseconds of runtime time until the deadline. */
  readonly remaining: number;
  readonly functionArn: string;
  readonly traceId: string;
  readonly clientContext?: string | undefined;
}

/** The answer to a `RequestMessage`. */
export interface ResponseMessage {
  readonly kind: 'response';
  readonly id: number;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
  /** The connection is cut instead of answered. */
  readonly dropped?: boolean;
}

/** An AWS call: `POST /`, in the JSON or the query protocol. */
export interface RequestMessage {
  readonly kind: 'request';
  /** Of this worker's. */
  readonly id: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

export interface WorkerError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly stack: readonly string[];
}

/** From the worker. */
export type WorkerMessage =
  | RequestMessage
  | { readonly kind: 'ready'; readonly failed: boolean }
  /** A process that the function started, or that has ended. */
  | { readonly kind: 'child'; readonly pid: number; readonly running: boolean }
  | { readonly kind: 'ok'; readonly payload: string; readonly heapBytes?: number }
  | { readonly kind: 'error'; readonly error: WorkerError; readonly fatal: boolean; readonly heapBytes?: number }
  | {
      readonly kind: 'log';
      readonly stream: 'stdout' | 'stderr';
      /** Undefined while the code loads. */
      readonly requestId: string | undefined;
      readonly lines: readonly string[];
    };

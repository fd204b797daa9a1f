import { orders } from './orders/pipeline.ts';
import type { Pipeline } from './pipeline.ts';
import { quotes } from './quotes/pipeline.ts';
import { users } from './users/pipeline.ts';
import { videos } from './videos/pipeline.ts';

/** Every pipeline of the stack; a run has all of them at once. */
export const pipelines: readonly Pipeline[] = [orders, users, quotes, videos];

import { required } from '../../lambdas/messaging/environment.ts';

/** One table holds the stock (`tea`) and, under their ids, the orders that took from it. */
export const table = required('catalogueTable');

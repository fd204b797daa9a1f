import type { Pipeline } from '../pipeline.ts';
import { indexed, put } from '../tables.ts';
import type { World } from '../world.ts';
import {
  fewCallsWhileOpen,
  legalTransitions,
  neverFailed,
  nothingGivenUpForAnOutage,
  restsWhileOpen,
} from './breaker.ts';
import { chargesOnce, completionsAnnounced, everyStepOnce, ledgersBalance, nothingFromNowhere } from './effects.ts';
import { acceptedEnds, legalPaths, sameKeySameAnswer } from './orders.ts';
import { customers, products } from './shop.ts';
import { Shoppers } from './shoppers.ts';

export const orders: Pipeline = {
  name: 'orders',
  seed({ cloud, outputs }) {
    for (const customer of customers) put(cloud, outputs['CustomersTable']!, customer);
    for (const product of products) put(cloud, outputs['CatalogueTable']!, product);
  },
  start(world, size) {
    const shoppers = new Shoppers(world);
    shoppers.shop(size);
    return shoppers;
  },
  pending: open,
  idle: (world, entry) =>
    (entry === 'lambdas/orders/park-overdue.ts' && open(world) === 0) ||
    (entry === 'lambdas/operations/breaker-controller.ts' && neverFailed(world)),
  invariants: [
    { id: 'I1', title: 'what was accepted reaches a terminal state', check: acceptedEnds },
    { id: 'I2', title: 'nothing comes from nowhere', check: nothingFromNowhere },
    { id: 'I3', title: 'each step takes effect once', check: everyStepOnce },
    { id: 'I3', title: 'one payment key and one charge per round', check: chargesOnce },
    { id: 'I4', title: 'stock and money balance', check: ledgersBalance },
    { id: 'I5', title: 'every order takes a legal path', check: legalPaths },
    { id: 'I7', title: 'every completed order is announced', check: completionsAnnounced },
    { id: 'I8', title: 'one key, one order, one answer', check: sameKeySameAnswer },
    { id: 'I12', title: 'the breaker takes legal steps', check: legalTransitions },
    { id: 'I12', title: 'an open breaker holds back calls', check: fewCallsWhileOpen },
    { id: 'I12', title: 'nothing is given up because the breaker is open', check: nothingGivenUpForAnOutage },
    { id: 'I12', title: 'a message rests while the breaker is open', check: restsWhileOpen },
  ],
};

/** Orders under way. */
function open({ cloud, outputs }: World): number {
  return indexed(cloud, outputs['OrdersTable']!, 'openByDeadline');
}

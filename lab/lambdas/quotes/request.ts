/** The product's own handler, by a name that the lab's stacks can use. */
export { handler } from '../../../lambdas/quotes/request.ts';

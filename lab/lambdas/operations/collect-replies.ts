/** The product's own handler, by a name that the lab's stacks can use. */
export { handler } from '../../../lambdas/operations/collect-replies.ts';

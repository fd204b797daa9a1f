import * as z from 'zod/mini';
import {
  idempotencyKeySchema,
  listOrdersSchema,
  orderAcceptedSchema,
  orderIdSchema,
  orderPageSchema,
  orderViewSchema,
  placeOrderSchema,
} from './orders.ts';
import { problems, type ProblemCode } from './problems.ts';
import { createVideoSchema, fileNameSchema, videoCreatedSchema, videoIdSchema, videoViewSchema } from './videos.ts';
import { quoteViewSchema, requestQuoteSchema } from './quotes.ts';
import { requestIdSchema } from './replies.ts';
import { registerUserSchema, userRegistrationSchema } from './users.ts';

/** A schema under the name that documents give it. */
export interface Named {
  readonly name: string;
  readonly schema: z.ZodMiniType;
}

export interface Bodiless {
  readonly name?: undefined;
  readonly schema?: undefined;
}

/** One method on one path of the HTTP API. */
export interface Route {
  readonly method: 'GET' | 'POST';
  /** As the API Gateway route has it: `/orders/{id}`. */
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  readonly pathParameters?: Readonly<Record<string, z.ZodMiniType>>;
  readonly query?: z.ZodMiniObject;
  /** Whether `Idempotency-Key` is required. */
  readonly idempotencyKey?: boolean;
  readonly body?: Named;
  /** Without a schema for those that have no body, such as redirects. */
  readonly answers: Readonly<Record<number, { readonly summary: string } & (Named | Bodiless)>>;
  /** Besides `unavailable`, and what reading a body can meet. */
  readonly problems: readonly ProblemCode[];
}

const order = { name: 'Order', schema: orderViewSchema };
const byId = { id: orderIdSchema };

/** Every route of the stack. A route joins here; the OpenAPI document and the checks of its answers follow. */
export const routes: readonly Route[] = [
  {
    method: 'POST',
    path: '/orders',
    operationId: 'placeOrder',
    summary: 'Places an order. The same key and body get the same answer, whatever became of the first one.',
    idempotencyKey: true,
    body: { name: 'PlaceOrder', schema: placeOrderSchema },
    answers: { 202: { summary: 'Accepted', name: 'OrderAccepted', schema: orderAcceptedSchema } },
    problems: [
      'invalid-idempotency-key',
      'idempotency-key-reused',
      'request-in-progress',
      'unknown-customer',
      'unknown-product',
    ],
  },
  {
    method: 'GET',
    path: '/orders',
    operationId: 'listOrders',
    summary: "A customer's orders, newest first.",
    query: listOrdersSchema,
    answers: { 200: { summary: 'A page', name: 'OrderPage', schema: orderPageSchema } },
    problems: ['invalid-request'],
  },
  {
    method: 'GET',
    path: '/orders/{id}',
    operationId: 'getOrder',
    summary: "One order. Another customer's answers as one that does not exist.",
    pathParameters: byId,
    answers: { 200: { summary: 'The order', ...order } },
    problems: ['not-found'],
  },
  {
    method: 'POST',
    path: '/orders/{id}/cancellation',
    operationId: 'cancelOrder',
    summary: 'Takes an order back. Takes no body; asked again, it answers the same.',
    pathParameters: byId,
    answers: { 200: { summary: 'The cancelled order', ...order } },
    problems: ['not-found', 'order-not-cancellable', 'request-in-progress'],
  },
  {
    method: 'POST',
    path: '/videos',
    operationId: 'createVideo',
    summary:
      'Announces a video and gets a form to upload it with. Asked again, it gets a fresh form for the same video.',
    idempotencyKey: true,
    body: { name: 'CreateVideo', schema: createVideoSchema },
    answers: { 201: { summary: 'Upload it', name: 'VideoCreated', schema: videoCreatedSchema } },
    problems: ['invalid-idempotency-key', 'idempotency-key-reused', 'request-in-progress', 'upload-closed'],
  },
  {
    method: 'GET',
    path: '/videos/{id}',
    operationId: 'getVideo',
    summary: "One video and its qualities. Another owner's answers as one that does not exist.",
    pathParameters: { id: videoIdSchema },
    answers: { 200: { summary: 'The video', name: 'Video', schema: videoViewSchema } },
    problems: ['not-found'],
  },
  {
    method: 'GET',
    path: '/videos/{id}/files/{name}',
    operationId: 'getVideoFile',
    summary: 'Redirects to a rendition or the thumbnail by a link that is good for five minutes.',
    pathParameters: { id: videoIdSchema, name: fileNameSchema },
    answers: { 302: { summary: 'It is where `Location` says' } },
    problems: ['not-found'],
  },
  {
    method: 'POST',
    path: '/quotes',
    operationId: 'requestQuote',
    summary: 'Asks for prices and waits for them for a while. The same key and body get the same quote.',
    idempotencyKey: true,
    body: { name: 'RequestQuote', schema: requestQuoteSchema },
    answers: {
      200: { summary: 'The quote, or why there is none', name: 'Quote', schema: quoteViewSchema },
      202: { summary: 'Not there yet: fetch it where `Location` says', name: 'Quote', schema: quoteViewSchema },
    },
    problems: ['invalid-idempotency-key', 'idempotency-key-reused', 'request-in-progress'],
  },
  {
    method: 'GET',
    path: '/quotes/{id}',
    operationId: 'getQuote',
    summary: "One quote. Another caller's answers as one that does not exist.",
    pathParameters: { id: requestIdSchema },
    answers: { 200: { summary: 'The quote as it stands', name: 'Quote', schema: quoteViewSchema } },
    problems: ['not-found'],
  },
  {
    method: 'POST',
    path: '/users',
    operationId: 'registerUser',
    summary: 'Registers a user. The same key and body get the same answer; an e-mail address is given out once.',
    idempotencyKey: true,
    body: { name: 'RegisterUser', schema: registerUserSchema },
    answers: { 201: { summary: 'Registered', name: 'UserRegistration', schema: userRegistrationSchema } },
    problems: ['invalid-idempotency-key', 'idempotency-key-reused', 'request-in-progress', 'email-taken'],
  },
];

export { idempotencyKeySchema };

/** An answer other than success (RFC 9457). */
export const problemSchema = z.object({
  type: z.string(),
  code: z.enum(Object.keys(problems) as [ProblemCode, ...ProblemCode[]]),
  title: z.string(),
  status: z.int(),
  detail: z.optional(z.string()),
});

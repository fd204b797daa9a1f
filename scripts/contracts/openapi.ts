import type * as z from 'zod/mini';
import { problems, type ProblemCode } from '../../contracts/problems.ts';
import { idempotencyKeySchema, problemSchema, routes, type Named, type Route } from '../../contracts/routes.ts';
import { jsonSchema, type JsonSchema } from './json-schema.ts';

/** What reading a JSON body can meet, whatever the route. */
const bodyProblems: readonly ProblemCode[] = [
  'invalid-json',
  'invalid-request',
  'body-too-large',
  'unsupported-media-type',
];

/** The HTTP API as OpenAPI 3.1 (https://spec.openapis.org/oas/v3.1.1). */
export function openApi(version: string, all: readonly Route[] = routes) {
  return {
    openapi: '3.1.1',
    info: {
      title: 'Spillway',
      version,
      summary: 'Orders that are accepted at once and finished through queues.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [
      { url: 'http://127.0.0.1:3000', description: '`npm start`' },
      {
        url: 'https://{api}.execute-api.{region}.amazonaws.com',
        description: 'A deployed stack: the output `ApiUrl`',
        variables: { api: { default: 'abcde12345' }, region: { default: 'us-east-1' } },
      },
    ],
    security: [{ iam: [] }, { jwt: [] }, {}],
    paths: pathsOf(all),
    components: { schemas: schemasOf(all), securitySchemes },
  };
}

const securitySchemes = {
  iam: {
    type: 'apiKey',
    name: 'Authorization',
    in: 'header',
    description: 'Signature Version 4 of a trusted backend, which names the customer (the default).',
  },
  jwt: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'The customer is the token’s `sub` (`-c spillway:jwt=…`).',
  },
};

function pathsOf(all: readonly Route[]) {
  const byPath = Map.groupBy(all, ({ path }) => path);
  return Object.fromEntries(
    [...byPath].map(([path, methods]) => [
      path,
      Object.fromEntries(methods.map((route) => [route.method.toLowerCase(), operationOf(route)])),
    ]),
  );
}

function operationOf(route: Route) {
  return {
    operationId: route.operationId,
    summary: route.summary,
    tags: [route.path.split('/')[1]!],
    ...parametersOf(route),
    ...(route.body !== undefined && {
      requestBody: { required: true, content: { 'application/json': { schema: reference(route.body) } } },
    }),
    responses: { ...successes(route), ...failures(route) },
  };
}

function parametersOf({ pathParameters = {}, query, idempotencyKey = false }: Route) {
  const { properties = {}, required = [] } = query === undefined ? {} : jsonSchema(query);
  const parameters = [
    ...Object.entries(pathParameters).map(([name, schema]) => parameter(name, 'path', true, jsonSchema(schema))),
    ...Object.entries(properties).map(([name, schema]) => parameter(name, 'query', required.includes(name), schema)),
    ...(idempotencyKey ? [parameter('Idempotency-Key', 'header', true, jsonSchema(idempotencyKeySchema))] : []),
  ];
  return parameters.length === 0 ? {} : { parameters };
}

function parameter(name: string, place: 'path' | 'query' | 'header', required: boolean, schema: JsonSchema) {
  return { name, in: place, required, schema };
}

function successes({ answers }: Route) {
  return Object.fromEntries(
    Object.entries(answers).map(([status, answer]) => [
      status,
      {
        description: answer.summary,
        ...(answer.schema !== undefined && { content: { 'application/json': { schema: reference(answer) } } }),
      },
    ]),
  );
}

/** Problems of one status share an answer that lists their codes. */
function failures(route: Route) {
  const codes = [...route.problems, ...(route.body === undefined ? [] : bodyProblems), 'unavailable' as const];
  const byStatus = Map.groupBy(codes, (code) => problems[code].status);
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      status,
      {
        description: codes.map((code) => `\`${code}\`: ${problems[code].title}`).join('. '),
        content: { 'application/problem+json': { schema: reference(problem) } },
      },
    ]),
  );
}

const problem = { name: 'Problem', schema: problemSchema };

function schemasOf(all: readonly Route[]): Record<string, JsonSchema> {
  const named = [
    problem,
    ...all.flatMap(({ body, answers }) => [
      ...(body ? [body] : []),
      ...Object.values(answers).filter((answer) => answer.schema !== undefined),
    ]),
  ];
  const byName = new Map<string, z.ZodMiniType>();
  for (const { name, schema } of named) {
    if ((byName.get(name) ?? schema) !== schema) throw new Error(`Two schemas of the routes are called ${name}`);
    byName.set(name, schema);
  }
  return Object.fromEntries([...byName].map(([name, schema]) => [name, jsonSchema(schema)]));
}

function reference({ name }: Pick<Named, 'name'>) {
  return { $ref: `#/components/schemas/${name}` };
}

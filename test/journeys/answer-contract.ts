import { problems } from '../../contracts/problems.ts';
import { brokenPaths } from '../../lambdas/messaging/envelope.ts';
import { problemSchema, routes, type Route } from '../../contracts/routes.ts';

/** Problems that any route may answer, since a caller, a body or a downstream can be at fault anywhere. */
const anywhere = ['invalid-json', 'invalid-request', 'body-too-large', 'unsupported-media-type', 'unavailable'];

interface Answer {
  readonly status: number;
  readonly body: unknown;
  /** Whether a function of ours answered: what API Gateway says by itself has no contract of ours. */
  readonly problem: boolean;
}

/**
 * How an answer breaks the contract of its route, in a sentence; undefined where it keeps it.
 *
 * @param path with or without its query
 */
export function brokenContract(method: string, path: string, { status, body, problem }: Answer): string | undefined {
  const route = routeOf(method, path.split('?')[0]!);
  if (route === undefined || (status >= 400 && !problem)) return undefined;
  const at = `${method} ${route.path} answered ${status}`;
  if (problem) return brokenProblem(route, body, status, at);
  const answer = route.answers[status];
  if (answer === undefined) return `${at}, which is not in its contract`;
  const { schema } = answer;
  if (schema === undefined) return undefined;
  const result = schema.safeParse(body);
  return result.success ? undefined : `${at}, wrong at ${brokenPaths(result.error)}`;
}

function routeOf(method: string, path: string): Route | undefined {
  return routes.find((route) => {
    const pattern = `^${route.path.replaceAll(/\{\w+\}/g, '[^/]+')}$`;
    return route.method === method && new RegExp(pattern).test(path);
  });
}

function brokenProblem(route: Route, body: unknown, status: number, at: string): string | undefined {
  const result = problemSchema.safeParse(body);
  if (!result.success) return `${at} with no problem+json, wrong at ${brokenPaths(result.error)}`;
  const { code } = result.data;
  if (problems[code].status !== status) return `${at} with ${code}, which is ${problems[code].status}`;
  const known = route.problems.includes(code) || code === 'unauthorized' || anywhere.includes(code);
  return known ? undefined : `${at} with ${code}, which is not in its contract`;
}

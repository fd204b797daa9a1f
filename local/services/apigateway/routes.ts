import type { HttpApi, Route, Stage } from './http-api.ts';

export interface Match {
  readonly route: Route;
  readonly parameters: Readonly<Record<string, string>>;
}

/** The stage that a path names, and the rest of it; `$default` takes what names none. */
export function findStage(api: HttpApi, path: string): { readonly stage: Stage | undefined; readonly path: string } {
  const end = path.indexOf('/', 1);
  const first = end === -1 ? path.slice(1) : path.slice(1, end);
  const named = first === '$default' ? undefined : api.stages.get(first);
  if (named !== undefined) return { stage: named, path: end === -1 ? '/' : path.slice(end) };
  return { stage: api.stages.get('$default'), path };
}

interface Pattern {
  readonly route: Route;
  readonly method: string;
  readonly segments: readonly string[];
  /** One digit per segment: less is more exact. */
  readonly rank: string;
}

/**
 * The routes of an API, most exact first: literal segments before variables, these before a greedy `{proxy+}`, a
 * method before `ANY`, and `$default` last
 * (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html).
 */
export class RouteTable {
  readonly #patterns: readonly Pattern[];
  readonly #fallback: Route | undefined;

  constructor(routes: ReadonlyMap<string, Route>) {
    this.#fallback = routes.get('$default');
    this.#patterns = [...routes.values()]
      .filter(({ key }) => key !== '$default')
      .map(pattern)
      .toSorted((a, b) => (a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : 0));
  }

  /** @param path percent-encoded */
  find(method: string, path: string): Match | undefined {
    const parts = path.slice(1).split('/');
    for (const { route, method: wanted, segments } of this.#patterns) {
      if (wanted !== method && wanted !== 'ANY') continue;
      const parameters = matchSegments(segments, parts);
      if (parameters !== undefined) return { route, parameters };
    }
    return this.#fallback && { route: this.#fallback, parameters: {} };
  }
}

function pattern(route: Route): Pattern {
  const space = route.key.indexOf(' ');
  const method = route.key.slice(0, space);
  const segments = route.key.slice(space + 2).split('/');
  const digits = segments.map((segment) => (segment.endsWith('+}') ? '2' : segment.startsWith('{') ? '1' : '0'));
  return { route, method, segments, rank: `${digits.join('')}~${method === 'ANY' ? 1 : 0}` };
}

function matchSegments(segments: readonly string[], parts: readonly string[]): Record<string, string> | undefined {
  const parameters: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    const part = parts[index];
    if (part === undefined) return undefined;
    if (segment.endsWith('+}')) {
      const rest = parts.slice(index).join('/');
      if (rest === '') return undefined;
      parameters[segment.slice(1, -2)] = decoded(rest);
      return parameters;
    }
    if (segment.startsWith('{')) {
      if (part === '') return undefined;
      parameters[segment.slice(1, -1)] = decoded(part);
    } else if (segment !== part && segment !== decoded(part)) return undefined;
  }
  return segments.length === parts.length ? parameters : undefined;
}

/** Text that is not properly encoded is taken as it is. */
export function decoded(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

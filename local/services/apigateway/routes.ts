import type { Route } from './http-api.ts';

export interface Match {
  readonly route: Route;
  readonly parameters: Readonly<Record<string, string>>;
}

/**
 * The route of a request: the one with the fewest variable parts wins, a greedy `{proxy+}` comes after, `$default` last
 * (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html).
 */
export function findRoute(routes: ReadonlyMap<string, Route>, method: string, path: string): Match | undefined {
  const parts = path.split('/').slice(1).map(decoded);
  let best: (Match & { rank: number }) | undefined;
  for (const route of routes.values()) {
    const [routeMethod, routePath] = route.key.split(' ');
    if (routePath === undefined || (routeMethod !== method && routeMethod !== 'ANY')) continue;
    const found = matchPath(routePath.split('/').slice(1), parts);
    if (found === undefined) continue;
    const rank = found.rank * 2 + (routeMethod === 'ANY' ? 1 : 0);
    if (best === undefined || rank < best.rank) best = { route, parameters: found.parameters, rank };
  }
  if (best !== undefined) return { route: best.route, parameters: best.parameters };
  const fallback = routes.get('$default');
  return fallback && { route: fallback, parameters: {} };
}

function matchPath(
  pattern: readonly string[],
  parts: readonly string[],
): { parameters: Record<string, string>; rank: number } | undefined {
  const parameters: Record<string, string> = {};
  let rank = 0;
  for (const [index, name] of pattern.entries()) {
    const part = parts[index];
    if (name.endsWith('+}')) {
      parameters[name.slice(1, -2)] = parts.slice(index).join('/');
      return { parameters, rank: rank + 100 };
    }
    if (part === undefined) return undefined;
    if (name.startsWith('{')) {
      if (part === '') return undefined;
      parameters[name.slice(1, -1)] = part;
      rank += 1;
    } else if (name !== part) return undefined;
  }
  return pattern.length === parts.length ? { parameters, rank } : undefined;
}

/** A part that is not properly encoded is taken as it is. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

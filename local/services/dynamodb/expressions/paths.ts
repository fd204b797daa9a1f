import { invalid } from './check-operands.ts';
import { pathText, type ExpressionKind, type Path } from './ast.ts';

/**
 * Refuses paths of which one lies inside another, or that take one place both for a map and for a list.
 *
 * @throws AwsError `ValidationException`
 */
export function checkOverlap(paths: readonly Path[], kind: ExpressionKind): void {
  paths.forEach((two, index) => {
    for (const one of paths.slice(0, index)) {
      const clash = clashOf(one.parts, two.parts);
      if (clash === undefined) continue;
      throw invalid(
        kind,
        `Two document paths ${clash} with each other; must remove or rewrite one of these paths; path one: ${pathText(one.parts)}, path two: ${pathText(two.parts)}`,
      );
    }
  });
}

function clashOf(one: Path['parts'], two: Path['parts']): 'overlap' | 'conflict' | undefined {
  const shared = Math.min(one.length, two.length);
  for (let i = 0; i < shared; i++) {
    if (one[i] === two[i]) continue;
    return typeof one[i] === typeof two[i] ? undefined : 'conflict';
  }
  return 'overlap';
}

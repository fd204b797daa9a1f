import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** A link to something in this repository. */
export interface Link {
  readonly from: string;
  /** As written, such as `../README.md#deploy-to-aws`. */
  readonly target: string;
}

/** Pages that people read: those at the root and all below docs/. */
export function pages(root: string): string[] {
  const atRoot = readdirSync(root).filter((name) => name.endsWith('.md'));
  const inDocs = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name));
  return [...atRoot, ...inDocs];
}

/** Links of a page that stay in the repository. Code is no text. */
export function linksOf(from: string, text: string): Link[] {
  const prose = text.replaceAll(/```[^]*?```/g, '').replaceAll(/`[^`\n]*`/g, '');
  const definitions = [...prose.matchAll(/^\[[^\]]+\]: (\S+)$/gm)];
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g), ...definitions]
    .map(([, target]) => ({ from, target: target! }))
    .filter(({ target }) => !/^[a-z]+:/.test(target));
}

/** References such as `[queues][sqs]` that nothing on the page defines. */
export function undefinedReferences(text: string): string[] {
  const prose = text.replaceAll(/```[^]*?```/g, '').replaceAll(/`[^`\n]*`/g, '');
  const defined = new Set([...prose.matchAll(/^\[([^\]]+)\]: \S+$/gm)].map(([, name]) => name));
  return [...prose.matchAll(/\]\[([^\]]+)\]/g)].map(([, name]) => name!).filter((name) => !defined.has(name));
}

/** Links that lead nowhere: no such file, or no such heading in it. */
export function deadLinks(root: string, links: readonly Link[]): string[] {
  return links.flatMap(({ from, target }) => {
    const [path = '', anchor] = target.split('#');
    const file = path === '' ? from : normalize(join(dirname(from), path));
    const full = join(root, file);
    if (!existsSync(full)) return [`${from}: ${target} leads to no file`];
    if (anchor === undefined || statSync(full).isDirectory()) return [];
    return anchors(readFileSync(full, 'utf8')).has(anchor) ? [] : [`${from}: ${target} leads to no heading`];
  });
}

/** Ids that GitHub gives a page's headings. */
export function anchors(text: string): Set<string> {
  const seen = new Map<string, number>();
  const headings = text.replaceAll(/```[^]*?```/g, '').matchAll(/^#{1,6} +(.+?) *$/gm);
  return new Set(
    [...headings].map(([, heading]) => {
      const slug = heading!
        .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-');
      const before = seen.get(slug) ?? 0;
      seen.set(slug, before + 1);
      return before === 0 ? slug : `${slug}-${before}`;
    }),
  );
}

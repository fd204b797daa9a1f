import { expect, test } from 'vitest';
import fc from 'fast-check';
import { SortedMap } from '../../../local/services/dynamodb/sorted-map.ts';

test('a sorted map agrees with a sorted copy of a plain one', () => {
  const key = fc.integer({ min: 0, max: 2000 }).map((n) => String(n).padStart(4, '0'));
  const step = fc.tuple(fc.boolean(), key);
  fc.assert(
    fc.property(fc.array(step, { maxLength: 3000, size: 'max' }), key, key, (steps, from, to) => {
      const map = new SortedMap<number>();
      const model = new Map<string, number>();
      steps.forEach(([remove, name], index) => {
        if (remove) expect(map.delete(name)).toBe(model.delete(name));
        else {
          map.set(name, index);
          model.set(name, index);
        }
      });
      const inside = [...model].filter(([name]) => name >= from && name < to).sort(([a], [b]) => (a < b ? -1 : 1));
      expect([...map.range(from, to)]).toEqual(inside);
      expect([...map.range(from, to, true)]).toEqual(inside.toReversed());
      expect(map.size).toBe(model.size);
      expect(map.get(from)).toBe(model.get(from));
    }),
    { numRuns: 20 },
  );
});

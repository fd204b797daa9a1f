/** Remembers what a function made of the last texts it was given; the oldest are forgotten first. */
export function remembering<T>(parse: (source: string) => T, capacity = 1000): (source: string) => T {
  const known = new Map<string, T>();
  return (source) => {
    let result = known.get(source);
    if (result === undefined) {
      result = parse(source);
      if (known.size >= capacity) known.delete(known.keys().next().value!);
      known.set(source, result);
    }
    return result;
  };
}

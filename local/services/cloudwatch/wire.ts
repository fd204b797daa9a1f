/** Members that are times: seconds since the epoch on the wire, `Date` in the SDK's types. */
const TIMES = new Set(['StartTime', 'EndTime', 'Timestamp', 'StartDate', 'EndDate']);

/** Gives the times in an input as `Date`. */
export function readTimes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(readTimes);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      TIMES.has(name) && typeof member === 'number' ? new Date(member * 1000) : readTimes(member),
    ]),
  );
}

/** Gives every `Date` in an output as seconds. */
export function writeTimes(value: unknown): unknown {
  if (value instanceof Date) return value.getTime() / 1000;
  if (Array.isArray(value)) return value.map(writeTimes);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, writeTimes(member)]));
}

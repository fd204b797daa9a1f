/** Members whose texts say what happened and nothing about a person. Numbers, truth values and times stay as well. */
const plain: ReadonlySet<string> = new Set([
  'specversion',
  'source',
  'type',
  'datacontenttype',
  'status',
  'reason',
  'currency',
  'sku',
  'tier',
  'quality',
  'destination',
  'openShard',
]);

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/**
 * Takes personal data out of bodies and rows and keeps what makes them fail: shape, numbers, times, lengths and
 * punctuation. The list of what stays is closed. Equal texts become equal stand-ins, so that what belonged together still
 * does; a stand-in is a number in the order of appearance and gives nothing away.
 */
export class Redactor {
  readonly #standIns = new Map<string, string>();

  value(value: unknown, name = ''): unknown {
    if (typeof value === 'string') return this.#text(value, name);
    if (Array.isArray(value)) return value.map((each) => this.value(each, name));
    if (typeof value !== 'object' || value === null) return value;
    if (value instanceof Set) return new Set([...value].map((each) => this.value(each, name)));
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, this.value(each, key)]));
  }

  /** A message body; one that is not JSON keeps its punctuation alone. */
  body(body: string): string {
    let given: unknown;
    try {
      given = JSON.parse(body);
    } catch {
      return masked(body);
    }
    return JSON.stringify(this.value(given));
  }

  #text(text: string, name: string): string {
    if (plain.has(name) || time.test(text)) return text;
    const known = this.#standIns.get(text);
    if (known !== undefined) return known;
    const number = this.#standIns.size + 1;
    const standIn = standInFor(text, name, number);
    this.#standIns.set(text, standIn);
    return standIn;
  }
}

function standInFor(text: string, name: string, number: number): string {
  if (uuid.test(text)) return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
  if (/^[^\s@]+@[^\s@]+$/.test(text)) return `person-${number}@example.com`;
  if (/id$|key$|^subject$/i.test(name) && /^[\w-]+$/.test(text)) return `${name.toLowerCase()}-${number}`;
  return masked(text);
}

/** Letters and digits give way; length, spaces, punctuation and everything odd stay. */
function masked(text: string): string {
  return text
    .replaceAll(/\p{Lu}/gu, 'X')
    .replaceAll(/\p{Ll}/gu, 'x')
    .replaceAll(/\p{Nd}/gu, '0');
}

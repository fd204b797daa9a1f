import { Behaviours } from './behaviour.ts';
import { isObject, jsonBody, type JsonObject } from './body.ts';
import { Refusal, json, problem, refuse, type Answer, type Reply, type Request } from './wire.ts';
import type { Ledgers } from './ledger.ts';
import type { Surroundings } from './surroundings.ts';

/** One thing a provider can do. */
export interface Operation {
  /** What behaviour rules call it: `charge`. */
  readonly name: string;
  readonly method: string;
  /** `/charges/{key}/void` */
  readonly path: string;
  readonly run: (input: OperationInput) => Promise<Reply>;
}

export interface OperationInput {
  readonly request: Request;
  /** Decoded values of the path's `{…}` parts. */
  readonly path: Readonly<Record<string, string>>;
  /** Why this charge is to be declined, if a rule says so. Draws from the rules: ask once, and only for new work. */
  readonly decline: () => Promise<string | undefined>;
}

/** What became of one request, for whoever watches. */
export interface Observation {
  /** `payment`, `mail`, `push` */
  readonly provider: string;
  readonly operation: string;
  /** Fields of the body and the path. */
  readonly facts: JsonObject;
  readonly idempotencyKey: string | undefined;
  readonly outcome: number | 'dropped';
}

export interface ProviderOptions {
  readonly ledgers: Ledgers;
  readonly surroundings: Surroundings;
  readonly observe?: (observation: Observation) => void;
}

/** A provider's operations, its misbehaviour and the control endpoint `/behaviour` around them. */
export class Provider {
  readonly name: string;
  readonly behaviours: Behaviours;
  readonly #operations: readonly Operation[];
  readonly #options: ProviderOptions;

  constructor(name: string, operations: readonly Operation[], options: ProviderOptions) {
    this.name = name;
    this.behaviours = new Behaviours(options.ledgers(`${name}-behaviour`));
    this.#operations = operations;
    this.#options = options;
  }

  async handle(request: Request): Promise<Answer> {
    try {
      if (request.path === '/behaviour') return await this.#control(request);
      return await this.#operate(request);
    } catch (error) {
      if (error instanceof Refusal) return error.reply;
      throw error;
    }
  }

  async #operate(request: Request): Promise<Answer> {
    const { operation, path } = this.#find(request);
    const facts = { ...softBody(request), ...path };
    const { waitMilliseconds, fail, loseReply } = await this.behaviours.misbehaviour(operation.name, facts);
    if (waitMilliseconds > 0) await this.#options.surroundings.sleep(waitMilliseconds);
    const decline = (): Promise<string | undefined> => this.behaviours.decline(operation.name, facts);
    const reply = fail === undefined ? await run(operation, { request, path, decline }) : failure(fail);
    const answer = loseReply ? 'dropped' : reply;
    this.#options.observe?.({
      provider: this.name,
      operation: operation.name,
      facts,
      idempotencyKey: request.headers['idempotency-key'],
      outcome: answer === 'dropped' ? answer : answer.status,
    });
    return answer;
  }

  #find(request: Request): { operation: Operation; path: Record<string, string> } {
    const allowed: string[] = [];
    for (const operation of this.#operations) {
      const path = matchPath(operation.path, request.path);
      if (path === undefined) continue;
      if (operation.method === request.method) return { operation, path };
      allowed.push(operation.method);
    }
    if (allowed.length === 0) return refuse(404, 'no-such-route', `nothing at ${request.path}`);
    const headers = { allow: allowed.join(', ') };
    throw new Refusal(problem(405, 'method-not-allowed', `allowed here: ${headers.allow}`, headers));
  }

  async #control(request: Request): Promise<Reply> {
    if (request.method === 'PUT') await this.behaviours.set(jsonBody(request));
    else if (request.method === 'DELETE') await this.behaviours.set({});
    else if (request.method !== 'GET') return problem(405, 'method-not-allowed', 'allowed here: GET, PUT, DELETE');
    return json(200, await this.behaviours.current());
  }
}

async function run(operation: Operation, input: OperationInput): Promise<Reply> {
  try {
    return await operation.run(input);
  } catch (error) {
    if (error instanceof Refusal) return error.reply;
    throw error;
  }
}

function failure({ status, retryAfterSeconds }: { status: number; retryAfterSeconds?: number | undefined }): Reply {
  const headers: Record<string, string> = {};
  if (retryAfterSeconds !== undefined) headers['retry-after'] = String(retryAfterSeconds);
  return problem(status, 'told-to-fail', `a behaviour rule asked for ${status}`, headers);
}

function matchPath(pattern: string, path: string): Record<string, string> | undefined {
  const names = pattern.split('/');
  const parts = path.split('/');
  if (names.length !== parts.length) return undefined;
  const found: Record<string, string> = {};
  for (const [index, name] of names.entries()) {
    const part = parts[index]!;
    if (!name.startsWith('{')) {
      if (name !== part) return undefined;
    } else if (part === '') return undefined;
    else found[name.slice(1, -1)] = decoded(part);
  }
  return found;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return refuse(400, 'invalid-request', 'the path is not properly percent-encoded');
  }
}

/** The body's fields for behaviour rules; a body that is not a JSON object has none, and its operation will say so. */
function softBody(request: Request): JsonObject {
  try {
    const body: unknown = JSON.parse(request.body);
    return isObject(body) ? body : {};
  } catch {
    return {};
  }
}

/** A console request that cannot be done: answered 400 with the reason. */
export class BadRequest extends Error {
  override readonly name: string = 'BadRequest';
  readonly status: number = 400;
}

export class MethodNotAllowed extends BadRequest {
  override readonly name = 'MethodNotAllowed';
  override readonly status = 405;

  constructor(allowed: readonly string[]) {
    super(`The method must be one of ${allowed.join(', ')}`);
  }
}

/** One line on a terminal that says what is being done; plain lines elsewhere, none where they would disturb. */
export class Progress {
  readonly #out: NodeJS.WriteStream;
  readonly #silent: boolean;

  constructor(out: NodeJS.WriteStream, silent: boolean) {
    this.#out = out;
    this.#silent = silent;
  }

  async step<Result>(what: string, work: () => Promise<Result>): Promise<Result> {
    if (!this.#silent) this.#out.write(this.#out.isTTY ? `\r\x1b[K${what} …` : `${what}\n`);
    try {
      return await work();
    } catch (error) {
      this.done();
      throw error;
    }
  }

  done(): void {
    if (!this.#silent && this.#out.isTTY) this.#out.write('\r\x1b[K');
  }
}

/** Lets so many through a second, evenly. */
export class Pace {
  readonly #perSecond: number;
  #free = performance.now();

  constructor(perSecond: number) {
    this.#perSecond = perSecond;
  }

  /** Resolves when `count` more may go. */
  async wait(count: number): Promise<void> {
    const now = performance.now();
    const at = Math.max(now, this.#free);
    this.#free = at + (1000 * count) / this.#perSecond;
    if (at > now) await new Promise((resolve) => setTimeout(resolve, at - now));
  }
}

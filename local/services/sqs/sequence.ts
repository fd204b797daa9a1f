/** Sequence numbers of twenty digits that grow with time, so that they grow across a restart too. */
export class Sequence {
  #millisecond = 0;
  #count = 0;

  next(now: number): string {
    if (now > this.#millisecond) {
      this.#millisecond = now;
      this.#count = 0;
    } else if (this.#count === 999_999) {
      this.#millisecond += 1;
      this.#count = 0;
    } else {
      this.#count += 1;
    }
    return `1${String(this.#millisecond).padStart(13, '0')}${String(this.#count).padStart(6, '0')}`;
  }
}

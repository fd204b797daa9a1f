/** Spaces the deliveries to each endpoint that takes only so many in a second. */
export class Throttle {
  /** When an endpoint may be served next, by its subscription. */
  readonly #next = new Map<string, number>();

  /** Takes the next turn, and says how many milliseconds from now it is. */
  turn(subscriptionArn: string, perSecond: number, now: number): number {
    const at = Math.max(now, this.#next.get(subscriptionArn) ?? 0);
    this.#next.set(subscriptionArn, at + 1000 / perSecond);
    return Math.ceil(at - now);
  }

  /** Gives up the turns of a subscription that ended. */
  forget(subscriptionArn: string): void {
    this.#next.delete(subscriptionArn);
  }
}

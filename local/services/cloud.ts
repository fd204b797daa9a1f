/** Every engine of one simulated account, wired to one another. */
export interface Cloud {}

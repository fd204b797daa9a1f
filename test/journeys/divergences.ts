/** A journey that is known not to hold on a target. One that starts to hold fails the run, so that the list stays true. */
export interface Divergence {
  readonly target: 'localstack' | 'aws';
  /** The journey's title. */
  readonly journey: string;
  readonly why: string;
}

export const divergences: readonly Divergence[] = [];

/** When something is due. */
export interface Occurrences {
  /** The first time later than `after`, milliseconds since the epoch; undefined where there is none any more. */
  next(after: number): number | undefined;
}

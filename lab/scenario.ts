/** One thing that happened, as a reader is told it. */
export interface Line {
  /** Milliseconds since the scenario's start. */
  readonly at: number;
  readonly who: string;
  readonly what: string;
}

/** One way of doing it, on the scenario's input. */
export interface Side {
  /** `The guide's way`, `Spillway`. */
  readonly name: string;
  /** What it does, in a sentence. */
  readonly how: string;
  readonly timeline: readonly Line[];
}

/** A number or word for each side, in their order. */
export interface Measure {
  readonly what: string;
  readonly values: readonly (string | number)[];
}

/** What the run shows. It is computed from what happened; a claim that does not hold fails the scenario. */
export interface Claim {
  readonly says: string;
  readonly holds: boolean;
}

/** What became of a run. */
export interface Story {
  readonly sides: readonly Side[];
  readonly measures: readonly Measure[];
  readonly claims: readonly Claim[];
}

/** A pattern played through on the embedded engines, in virtual time. Equal runs tell equal stories. */
export interface Scenario {
  /** As `spillway lab NAME` takes it. */
  readonly name: string;
  /** For the list: what there is to see. */
  readonly summary: string;
  /** The input, the same for every side. */
  readonly setting: string;
  /** The page that explains the pattern, from the repository's root. */
  readonly page: string;
  readonly run: () => Promise<Story>;
}

export const guide = "The guide's way";
export const spillway = 'Spillway';

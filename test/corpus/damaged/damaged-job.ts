// What a process that reads damaged inputs is given and what it says. Types only.

import type { DamagedOutcome } from './read-damaged.ts';

export interface DamagedJob {
  /** Holds the library, the temporary folder and the working folder, all empty. */
  root: string;
  goldenFolder: string;
  readingScript: string;
  /** Numbers of inputs; the last one is not included. */
  first: number;
  end: number;
}

export interface ReadInput extends Omit<DamagedOutcome, 'corpus'> {
  number: number;
  label: string;
  residentBytes: number;
}

export type DamagedMessage =
  | { kind: 'begins'; number: number }
  | ({ kind: 'read' } & ReadInput)
  /** `faults` are of the process as a whole; corpora that were copied and merged are in its library. */
  | { kind: 'ended'; faults: string[]; corpora: string[]; peakBytes: number };

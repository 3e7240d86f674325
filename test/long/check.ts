// What a longer proof is, and what it is given. Types only.

import type { Context } from '../../build/setup/context.mjs';
import type { Report } from '../../build/setup/report.mjs';

export interface Surroundings {
  context: Context;
  report: Report;
  /** Says what is being done now. */
  say: (text: string) => void;
  /** An empty folder, deleted afterwards. */
  folder: string;
}

/** What was shown, and the figures behind it. */
export interface Outcome {
  summary: string;
  figures: string[];
}

export interface LongCheck {
  name: string;
  /** In a few words, for the list of names. */
  shows: string;
  /** Throws where it fails. */
  run: (surroundings: Surroundings) => Promise<Outcome>;
}

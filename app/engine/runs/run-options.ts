// What a run is given: its surroundings in the engine, and what it is to train.

import type { Normalisation } from '../../contract/model.ts';
import type { Models } from '../../library/interfaces.ts';
import type { Emit } from '../emit.ts';
import type { PreparedRun } from '../plans/prepare.ts';
import type { HistoryRecorder } from './run-history.ts';
import type { RunOrigin } from './run-start.ts';

/** What a run needs around it. */
export interface RunSurroundings {
  models: Models;
  replicaScript: string;
  emit: Emit;
  log: (line: string) => void;
}

export interface RunOptions {
  model: string;
  name: string;
  /** Of the corpus in the library. */
  corpus: string;
  prepared: PreparedRun;
  /** How the corpus was cleaned, and so is what the model is given to go on from. */
  normalisation: Normalisation;
  origin: RunOrigin;
  /** Fed before every live sample. */
  samplePrompt: string;
  history: HistoryRecorder;
}

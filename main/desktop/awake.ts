// Keeps the computer from falling asleep while something trains; the screen may go dark.

import { powerSaveBlocker } from 'electron';
import type { ActiveRuns } from '../engine/active-runs.ts';

/** Follows the runs and holds sleep off exactly as long as there is one. */
export function stayAwakeWhileTraining(runs: ActiveRuns): void {
  let blocker: number | null = null;
  runs.onChange((models) => {
    if (models.length > 0) blocker ??= powerSaveBlocker.start('prevent-app-suspension');
    else if (blocker !== null) {
      powerSaveBlocker.stop(blocker);
      blocker = null;
    }
  });
}

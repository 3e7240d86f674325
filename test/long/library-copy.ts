// A library as a crash has left it: copied in the moment of the crash, then looked through with nothing but
// the library's own means.

import { cpSync, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openLibrary } from '../../app/library/library.ts';
import { hold } from './check-failed.mjs';
import { filesIn } from './leftovers.ts';

/** What was found; `step` is the checkpoint's, 0 where there was none yet. */
export interface Left {
  step: number;
  hasBest: boolean;
  /** Files that were being written, by the names that they would have had. */
  unfinished: string[];
}

/** Copies at once, before anybody can change anything. */
export function copyLibrary(home: string, folder: string): string {
  const copy = mkdtempSync(join(folder, 'copy-'));
  cpSync(home, copy, { recursive: true });
  return copy;
}

/** Reads all that a model consists of; throws where a part of it is broken. Deletes the copy. */
export async function lookThrough(copy: string, model: string): Promise<Left> {
  const unfinished = filesIn(copy)
    .filter((path) => path.includes('.tmp-'))
    .map((path) => path.replace(/^.*\.tmp-\d+-[0-9a-f]{8}-?/, ''));
  const complaints: string[] = [];
  const { models } = await openLibrary({ home: copy, log: (line) => complaints.push(line) });
  const listed = await models.list();
  hold(complaints.length === 0, `the library complains: ${complaints.join('; ')}`);
  hold(
    listed.some(({ id }) => id === model),
    'the model is not listed any more',
  );
  const details = await models.show(model);
  hold(details.state === 'interrupted' || details.state === 'paused', `it is ${details.state}`);
  const record = await models.read(model);
  const hasBest = record.trainedAt !== null;
  if (hasBest) {
    const weights = await models.readWeights(model);
    hold(weights.every(Number.isFinite), 'the best weights are not all numbers');
  }
  const checkpoint = await models.readCheckpoint(model);
  hold(!checkpoint?.damage, `a checkpoint is broken: ${checkpoint?.damage ?? ''}`);
  const swept = filesIn(copy).filter((path) => path.includes('.tmp-'));
  hold(swept.length === 0, `unfinished files are not cleared away: ${swept.join(', ')}`);
  await rm(copy, { recursive: true, force: true });
  return { step: checkpoint?.step ?? 0, hasBest, unfinished };
}

// Opens everything that Charloom keeps on disk: one folder of plain files that a person can look at, copy
// and delete. Knows nothing of training or of tensors.

import { join } from 'node:path';
import { writeSnapshot as writeHere } from '../corpus/importing/snapshot.ts';
import { checkpointsFolder } from './checkpoints.ts';
import { openCorpora } from './corpora.ts';
import { outputsAt } from './corpus-files.ts';
import { Entries } from './entries.ts';
import { failureCode, writingError } from './failures.ts';
import { nodeFileSystem, type FileSystem } from './file-system.ts';
import type { Library, WriteSnapshot } from './interfaces.ts';
import { openModels } from './models.ts';
import { clearOldReadings } from './old-readings.ts';

export interface LibraryOptions {
  /** The folder that holds everything; made when it is not there. */
  home: string;
  fileSystem?: FileSystem;
  /** How the files of a corpus are written; left out, in this thread. */
  writeSnapshot?: WriteSnapshot;
  /** Hears of entries that cannot be read; nothing of them is changed. */
  log?: (line: string) => void;
}

/** Makes the folders, clears away what crashed processes left half made, and opens corpora and models. */
export async function openLibrary({
  home,
  fileSystem = nodeFileSystem,
  writeSnapshot = (inputs, paths, options) =>
    writeHere(inputs, outputsAt(fileSystem, paths), options),
  log = () => undefined,
}: LibraryOptions): Promise<Library> {
  const corpora = new Entries(fileSystem, join(home, 'corpora'));
  const models = new Entries(fileSystem, join(home, 'models'));
  try {
    await fileSystem.makeFolder(join(home, 'corpora'));
    await fileSystem.makeFolder(join(home, 'models'));
  } catch (error) {
    throw await writingError(fileSystem, error, {
      what: 'the library',
      folder: home,
      neededBytes: 0,
    });
  }
  try {
    await corpora.sweep();
    await clearOldReadings(fileSystem, corpora);
    await models.sweep([checkpointsFolder]);
  } catch (error) {
    // What cannot be cleared away now does no harm; it is tried again at the next start.
    if (failureCode(error) === null) throw error;
    log(`Left-over files in ${home} could not be cleared away: ${String(error)}`);
  }
  return {
    home,
    corpora: openCorpora(corpora, { fileSystem, writeSnapshot, log }),
    models: openModels(fileSystem, models, log),
  };
}

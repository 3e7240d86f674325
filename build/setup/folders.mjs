// Where set-up reads and writes: the repository, its state folder, and the user's cache folder.
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of this clone. */
export const repository = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

/** What set-up found and decided in this clone; ignored by git. */
export const stateFolder = join(repository, '.charloom');

/**
 * The user's own cache folder for Charloom: downloads and finished native parts, shared by all clones.
 * @param {NodeJS.ProcessEnv} env
 * @param {NodeJS.Platform} platform
 * @param {string} home
 */
export function cacheFolderOf(env = process.env, platform = process.platform, home = homedir()) {
  if (platform === 'win32') {
    return join(env.LOCALAPPDATA ?? join(home, 'AppData', 'Local'), 'charloom', 'Cache');
  }
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'charloom');
  return join(env.XDG_CACHE_HOME || join(home, '.cache'), 'charloom');
}

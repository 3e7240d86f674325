// Finds a Python that has the packages a check needs: CHARLOOM_PYTHON, else python3 or python.
// Packages that set-up has put into the user's cache folder count as well.

import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { cacheFolderOf } from '../../build/setup/folders.mjs';
import { pythonPackagesFolder } from '../../build/setup/steps/python-for-tests.mjs';

export interface Python {
  /** Runs a script and returns what it printed. */
  run(args: readonly string[]): string;
}

/** Null when no Python here has all of the packages. */
export function pythonWith(packages: readonly string[]): Python | null {
  const env = {
    ...process.env,
    PYTHONPATH: [pythonPackagesFolder(cacheFolderOf()), process.env['PYTHONPATH'] ?? ''].join(
      process.platform === 'win32' ? ';' : ':',
    ),
  };
  const candidates = [process.env['CHARLOOM_PYTHON'], 'python3', 'python'];
  for (const command of candidates) {
    if (!command) continue;
    const run = (args: readonly string[]) =>
      execFileSync(command, args, { encoding: 'utf8', env, stdio: ['ignore', 'pipe', 'pipe'] });
    try {
      run(['-c', packages.map((name) => `import ${name}`).join('\n')]);
      return { run };
    } catch {
      // Not there, or without the packages: the next one may do.
    }
  }
  return null;
}

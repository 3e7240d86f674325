// Where the library lies on this machine.

import { resolve } from 'node:path';
import envPaths from 'env-paths';

/** CHARLOOM_HOME, else the platform's own folder for a program's data. */
export function libraryHome(environment: NodeJS.ProcessEnv): string {
  const chosen = environment['CHARLOOM_HOME'];
  return chosen ? resolve(chosen) : envPaths('charloom', { suffix: '' }).data;
}

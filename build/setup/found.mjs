// What set-up found for the tests: which Electron they may start, and in which browser they run.
import { installedElectron } from './steps/electron.mjs';
import { testOnlyElectron } from './steps/electron-for-tests.mjs';

/** @import { Context } from './context.mjs' */

/**
 * The Electron that the tests start: the installed one, else the one that is for tests alone.
 * @param {Context} context
 * @returns {Promise<{ path: string, version: string, isTestOnly: boolean } | { reason: string }>}
 */
export async function electronForTest(context) {
  const installed = await installedElectron(context);
  if (installed) return { ...installed, isTestOnly: false };
  const testOnly = await testOnlyElectron(context);
  if (testOnly) return { ...testOnly, isTestOnly: true };
  return { reason: 'no Electron is installed, and none could be had for the tests' };
}

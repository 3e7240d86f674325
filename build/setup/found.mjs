// What set-up found for the tests: in which browser they run, and which Electron they may start. Where
// there is none, the reason, for the tests to name when they skip.
import { createContext } from './context.mjs';
import { foundBrowser } from './steps/browser.mjs';
import { displayFailure } from './steps/display.mjs';
import { electronForTest } from './steps/electron-for-tests.mjs';

/**
 * @typedef {object} Found
 * @property {{ name: string, path: string } | { reason: string }} browser
 * @property {{ path: string, version: string, isTestOnly: boolean } | { reason: string }} electron ready to
 *   show a window: its libraries are there, and so is a display or the means to make one
 */

/**
 * Looks at what set-up left; starts nothing.
 * @returns {Promise<Found>}
 */
export async function findForTests() {
  const context = createContext();
  const [browser, electron, failure] = await Promise.all([
    foundBrowser(context),
    electronForTest(context),
    displayFailure(context),
  ]);
  const isLacking = 'path' in electron && failure !== '';
  return { browser, electron: isLacking ? { reason: failure } : electron };
}

// Browser mode out of `npm start`: the web server of out/terminal.js, and where there is a display, a window
// of an installed Chrome, Edge or Chromium that shows nothing but the app.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { findBrowser } from '../setup/browsers.mjs';
import { hasDisplay } from '../setup/steps/display.mjs';
import { endTogether } from './desktop.mjs';

/** @import { Context } from '../setup/context.mjs' */

/** A browser that ends sooner than this did not show the window itself. */
const SHORTEST_WINDOW_MS = 3000;

/**
 * Serves until the window is closed or the person ends it; returns the exit code.
 * @param {Context} context
 */
export async function runInBrowser(context) {
  const browser = await appWindowBrowser(context);
  // With a display and no such browser, the server opens the person's own.
  const isOpenedHere = browser !== undefined || !canShow(context);
  const server = spawn(
    process.execPath,
    [
      join(context.repository, 'out', 'terminal.js'),
      'serve',
      ...(isOpenedHere ? ['--no-open'] : []),
    ],
    { cwd: context.repository, env: context.env, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const stopWaiting = endTogether(server);
  createInterface(server.stdout).on('line', (line) => {
    console.log(line);
    const address = /http:\/\/\S+/.exec(line)?.[0];
    if (address && browser) showWindow(browser.path, address, context, server);
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.once('close', (code, signal) => {
      stopWaiting();
      resolve(code ?? (signal === 'SIGINT' ? 130 : 0));
    });
  });
}

/**
 * The browser to show an app window with, where one can be shown. Not as root: Chromium's family would
 * need its sandbox switched off for that.
 * @param {Context} context
 */
async function appWindowBrowser(context) {
  if (!canShow(context) || (context.platform === 'linux' && context.isRoot)) return undefined;
  return findBrowser(context.platform, context.env);
}

/** @param {Context} context */
function canShow({ platform, env }) {
  return platform !== 'linux' || hasDisplay(env);
}

/**
 * Opens the window; its end is the app's end, as with any desktop app.
 * @param {string} program
 * @param {string} address
 * @param {Context} context
 * @param {import('node:child_process').ChildProcess} server
 */
function showWindow(program, address, context, server) {
  const openedAt = performance.now();
  const window = spawn(
    program,
    [
      `--app=${address}`,
      // A profile of its own: the window is then a process that we can wait for.
      `--user-data-dir=${join(context.cache, 'browser-window')}`,
      ...['--no-first-run', '--no-default-browser-check', '--window-size=1280,800'],
    ],
    { stdio: 'ignore' },
  );
  server.once('close', () => void window.kill());
  window.once('error', () =>
    console.error('The browser could not be started: open the address above.'),
  );
  window.once('close', () => {
    if (performance.now() - openedAt > SHORTEST_WINDOW_MS) server.kill('SIGTERM');
    else console.error('If no window opened, open the address above in a browser.');
  });
}

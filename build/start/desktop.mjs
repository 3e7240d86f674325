// Starts Charloom in Electron and waits for its first window. A binary and a display prove nothing: the
// sandbox may be refused, a library missing. Only the window itself counts, which the program reports.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { hasDisplay } from '../setup/steps/display.mjs';
import { electronFailure, installedElectron } from '../setup/steps/electron.mjs';
import { causes, causeOfEnd } from './causes.mjs';

/** @import { Context } from '../setup/context.mjs' */
/** @import { Cause } from './causes.mjs' */

const LONGEST_WAIT_MS = 15_000;
/** What main/desktop.ts prints on stdout, where CHARLOOM_REPORT_WINDOW is set. */
const WINDOW_READY = 'charloom: window ready';
/** Chromium's own log lines, which tell a person nothing. */
const CHROMIUM_LOG = /^\[\d+[:/].*(INFO|WARNING|ERROR|FATAL)/;

/**
 * Runs the desktop program to its end and returns its exit code, or why its window did not come.
 * @param {Context} context
 * @param {string[]} args for Electron, as the person gave them
 * @returns {Promise<{ code: number } | Cause>}
 */
export async function runDesktop(context, args) {
  const electron = await installedElectron(context);
  if (!electron)
    return causes.noElectron((await electronFailure(context)) ?? 'it is not installed');
  if (context.platform === 'linux') {
    if (!hasDisplay(context.env)) return causes.noDisplay();
    if (context.isRoot && !args.includes('--no-sandbox')) return causes.root();
  }
  return waitForWindow(electron.path, context, args);
}

/**
 * @param {string} program
 * @param {Context} context
 * @param {string[]} args
 * @returns {Promise<{ code: number } | Cause>}
 */
function waitForWindow(program, context, args) {
  return new Promise((resolve) => {
    /** @type {NodeJS.ProcessEnv} */
    const env = { ...context.env, CHARLOOM_REPORT_WINDOW: '1' };
    delete env.ELECTRON_RUN_AS_NODE;
    const child = spawn(program, ['.', ...args], {
      cwd: context.repository,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let isShown = false;
    let isTooLate = false;
    let errors = '';
    const timer = setTimeout(() => {
      isTooLate = true;
      child.kill('SIGKILL');
    }, LONGEST_WAIT_MS);

    createInterface(child.stdout).on('line', (line) => {
      if (line !== WINDOW_READY) return void console.log(line);
      isShown = true;
      clearTimeout(timer);
      console.error('Charloom is open. Close its window or press Ctrl-C here to end it.');
    });
    createInterface(child.stderr).on('line', (line) => {
      errors = `${errors}${line}\n`.slice(-20_000);
      if (isShown && !CHROMIUM_LOG.test(line)) console.error(line);
    });

    const stopWaiting = endTogether(child);
    /** @param {{ code: number } | Cause} outcome */
    const finish = (outcome) => {
      clearTimeout(timer);
      stopWaiting();
      resolve(outcome);
    };
    child.once('error', (error) => finish(causeOfEnd({ how: error.message, errors })));
    child.once('close', (code, signal) => {
      if (isTooLate) return finish(causes.noWindow(LONGEST_WAIT_MS));
      if (!isShown && code === 0) {
        console.error('Charloom is open already: its window comes to the front.');
      }
      if (isShown || code === 0) return finish({ code: code ?? 130 });
      finish(causeOfEnd({ how: signal ? `it was ended by ${signal}` : `code ${code}`, errors }));
    });
  });
}

/**
 * Ctrl-C here reaches the program as well, and its own end decides; a termination is passed on to it.
 * @param {import('node:child_process').ChildProcess} child
 */
export function endTogether(child) {
  const wait = () => undefined;
  const end = () => void child.kill('SIGTERM');
  process.on('SIGINT', wait);
  process.on('SIGTERM', end);
  return () => {
    process.off('SIGINT', wait);
    process.off('SIGTERM', end);
  };
}

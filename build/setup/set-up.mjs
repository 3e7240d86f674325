// Puts in place what a command needs: looks at the stamps first, and only where one is missing takes the
// locks and works. One clone and one cache are worked on by one set-up at a time.
import { mkdir, rm } from 'node:fs/promises';
import { SetupError } from './setup-error.mjs';
import { lockAddress, withLock } from './lock.mjs';
import { browser } from './steps/browser.mjs';
import { chineseSample } from './steps/chinese-sample.mjs';
import { display } from './steps/display.mjs';
import { electron } from './steps/electron.mjs';
import { electronForTests } from './steps/electron-for-tests.mjs';
import { packages } from './steps/packages.mjs';
import { pythonForTests } from './steps/python-for-tests.mjs';
import { tensorflow } from './steps/tensorflow.mjs';

/** @import { Context, Step } from './context.mjs' */
/** @import { Report } from './report.mjs' */

/** What each command needs, in the order in which it is put in place. */
export const purposes = {
  build: [packages],
  run: [packages, tensorflow],
  bench: [packages, tensorflow],
  start: [packages, tensorflow, electron],
  samples: [packages, chineseSample],
  package: [packages, tensorflow, chineseSample, electron, electronForTests, display],
  test: [packages, tensorflow, electron, electronForTests, browser, display, pythonForTests],
};

/** @typedef {keyof typeof purposes} Purpose */

/**
 * Does what is missing for a purpose, and nothing where nothing is.
 * @param {Purpose} purpose
 * @param {Context} context
 * @param {Report} report
 */
export async function setUp(purpose, context, report) {
  const steps = purposes[purpose];
  if (!context.retry && (await firstMissing(steps, context)) === undefined) return;
  await underLock(context, report, async () => {
    const missing = await firstMissing(steps, context);
    if (missing === undefined) return;
    const duration = missing === packages ? ' This takes a few minutes, once.' : '';
    report.tell(`Setting up Charloom.${duration} Downloads are kept in ${context.cache}.`);
    await rm(context.work, { recursive: true, force: true });
    for (const step of steps) {
      if (await step.isDone(context)) continue;
      await mkdir(context.work, { recursive: true });
      await report.step(step.title, (stepReport) => explained(step, context, stepReport));
      await rm(context.work, { recursive: true, force: true });
    }
  });
}

/**
 * Runs `work` while no other set-up touches this clone or this cache.
 * @template T
 * @param {Context} context
 * @param {Report} report
 * @param {() => Promise<T>} work
 */
export function underLock(context, report, work) {
  const onWait = () => report.tell('Another set-up is at work; waiting for it to finish.');
  return withLock(lockAddress(context.repository), { onWait }, () =>
    withLock(lockAddress(context.cache), { onWait }, work),
  );
}

/**
 * @param {Step[]} steps
 * @param {Context} context
 */
async function firstMissing(steps, context) {
  for (const step of steps) if (!(await step.isDone(context))) return step;
  return undefined;
}

/**
 * Performs a step; what the file system refuses is said in a sentence too.
 * @param {Step} step
 * @param {Context} context
 * @param {import('./report.mjs').StepReport} report
 */
async function explained(step, context, report) {
  try {
    return await step.perform(context, report);
  } catch (error) {
    const { code, path } = /** @type {NodeJS.ErrnoException} */ (error);
    const place = path === undefined ? '' : ` at ${path}`;
    if (code === 'ENOSPC') {
      throw new SetupError(
        `The disk is full${place}: free some space and run the same command again.`,
      );
    }
    if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
      throw new SetupError(
        `Set-up may not write${place} (${code}): give yourself the right to, or move the clone, and run the same command again.`,
      );
    }
    throw error;
  }
}

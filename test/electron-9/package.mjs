// Packages the test build with Electron 9.4.1, as the product is packaged, and goes through the whole thread in
// the packaged program once. The result is for nobody's use: it says so in its window's title. It carries a Node
// of today for the engine, because its own Electron's is too old.
import { copyFile, mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makeTarget, unpackedIn } from '../../build/packaging/electron-builder.mjs';
import { inMegabytes, releaseFolder } from '../../build/packaging/product.mjs';
import { stage } from '../../build/packaging/stage.mjs';
import { requireSpace } from '../../build/setup/disk.mjs';
import { run } from '../../build/setup/run.mjs';
import { sizeOf } from '../../build/setup/size.mjs';
import { SetupError } from '../../build/setup/setup-error.mjs';
import { displayFailure } from '../../build/setup/steps/display.mjs';
import { testOnlyElectron } from '../../build/setup/steps/electron-for-tests.mjs';
import { openDisplay } from '../../build/setup/virtual-display.mjs';
import { fetchNode } from '../long/fetch-node.mjs';
import { buildForElectron9, testAppFolder } from './build.mjs';

/** @import { Context } from '../../build/setup/context.mjs' */
/** @import { Report } from '../../build/setup/report.mjs' */

const staged = 'out/package-test-only';
const output = `${releaseFolder}/test-only-electron-9`;
/** The stripped libraries twice, Electron, and Node. */
const NEEDED_BYTES = 2.5e9;
const THREAD = 'goes through the whole thread in an Electron window';

/**
 * Leaves the unpacked program in release/test-only-electron-9 and returns the exit code.
 * @param {Context} context
 * @param {Report} report
 */
export async function packageForTests(context, report) {
  const release = join(context.repository, output);
  await requireSpace(release, NEEDED_BYTES, 'the package');
  await rm(release, { recursive: true, force: true });
  await report.step('App', async (step) => {
    step.say('building it for Electron 9');
    await buildForElectron9();
    step.say('putting together what runs');
    const lacking = await stage(context, { built: join(testAppFolder, 'out'), staged });
    if (lacking) step.note(lacking);
    return inMegabytes(await sizeOf(join(context.repository, staged)));
  });
  await report.step('Package', async (step) => {
    step.say('packing it');
    const electron = await testOnlyElectron(context);
    if (!electron) throw new SetupError('Electron 9.4.1 is not there any more; run it again.');
    const { path, version } = electron;
    const packing = { staged, output, electron: { folder: dirname(path), version } };
    const outcome = await makeTarget(context, { ...packing, target: 'dir' });
    if ('reason' in outcome) throw new SetupError(`Packaging failed: ${outcome.reason}.`);
    step.say('adding a Node for the engine');
    await addNode(context, report);
    return `${output}, ${inMegabytes(await sizeOf(release))}, for tests alone`;
  });
  if (!(await goThroughTheThread(context, report))) return 1;
  report.end();
  return 0;
}

/** @param {Context} context */
function programFolder(context) {
  return unpackedIn(join(context.repository, output), context);
}

/** @param {Context} context @param {Report} report */
async function addNode(context, report) {
  const node = join(programFolder(context), 'resources', 'node', 'bin', 'node');
  await mkdir(dirname(node), { recursive: true });
  await copyFile(await fetchNode(context, report), node);
}

/**
 * Runs the thread of the end-to-end tests in the packaged program; false where it failed.
 * @param {Context} context
 * @param {Report} report
 */
async function goThroughTheThread(context, report) {
  const failure = await displayFailure(context);
  let isDone = true;
  let words = '';
  await report.step('Thread', async (step) => {
    if (failure) return { lacking: `not gone through: ${failure}` };
    step.say('importing, training and writing in the packaged window');
    const display = await openDisplay(context.env);
    const outcome = await run(
      process.execPath,
      [
        join(context.modules, 'vitest', 'vitest.mjs'),
        ...['run', '--config', join('test', 'vitest.config.mjs'), '--project', 'e2e'],
        ...[join('test', 'e2e', 'electron.test.ts'), '--testNamePattern', THREAD],
      ],
      {
        cwd: context.repository,
        env: {
          ...display.env,
          ...{ NO_COLOR: '1', FORCE_COLOR: '0' },
          CHARLOOM_TEST_PACKAGED: join(programFolder(context), 'charloom'),
        },
        timeoutMs: 10 * 60_000,
      },
    );
    display.close();
    // A pattern that matches nothing succeeds as well.
    isDone = outcome.isSuccess && /\b1 passed\b/.test(outcome.output);
    if (isDone) return 'imported, trained, wrote, saved and opened in the packaged window';
    words = outcome.output.trim();
    return { failed: 'failed in the packaged window, as follows' };
  });
  if (words) report.tell(`\n${words}\n`);
  return isDone;
}

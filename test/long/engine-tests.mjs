// The engine's unit tests, on whatever Node and whatever native TensorFlow they are to prove. Which they are
// is read from the folders of app/: each has its tests in the folder of the same name.
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../../build/setup/run.mjs';
import { CheckFailed, hold } from './check-failed.mjs';

/** @import { Context } from '../../build/setup/context.mjs' */
/** @import { Tally } from '../../build/test-reporter.mjs' */

/** Other work on the machine makes a test slow, and that is not what is to be shown here. */
const testTimeoutMs = 180_000;
const allTestsTimeoutMs = 20 * 60_000;
/** Types, and the rpc that test/main runs over every transport. */
const testedElsewhere = ['contract'];

/**
 * Runs the tests and returns how many passed, what was skipped and how long it took; throws where one failed.
 * @param {Context} context
 * @param {{ node: string, environment?: NodeJS.ProcessEnv }} on
 */
export async function runEngineTests({ repository, modules, state }, { node, environment = {} }) {
  const folders = await engineTestFolders(repository);
  const results = join(state, 'tests-long.json');
  await rm(results, { force: true });
  const startedAt = performance.now();
  const outcome = await run(
    node,
    [
      join(modules, 'vitest', 'vitest.mjs'),
      ...['run', '--config', join('test', 'vitest.config.mjs'), '--project', 'unit'],
      ...['--testTimeout', String(testTimeoutMs), '--hookTimeout', String(testTimeoutMs)],
      ...['--reporter', 'default', '--reporter', join(repository, 'build', 'test-reporter.mjs')],
      ...folders,
    ],
    {
      cwd: repository,
      env: { ...process.env, ...environment, CHARLOOM_TEST_RESULTS: results },
      timeoutMs: allTestsTimeoutMs,
    },
  );
  const text = await readFile(results, 'utf8').catch(() => undefined);
  const tally = text === undefined ? undefined : /** @type {Tally} */ (JSON.parse(text));
  if (!outcome.isSuccess || !tally || tally.failed > 0) {
    process.stdout.write(`\n${outcome.output}\n`);
    const count = tally ? `${tally.failed} of the engine's tests failed` : outcome.reason;
    throw new CheckFailed(`${count}, as shown above`);
  }
  hold(tally.passed > 0, 'no test ran at all');
  return {
    passed: tally.passed,
    skipped: tally.skipped,
    seconds: (performance.now() - startedAt) / 1000,
  };
}

/** @param {string} repository */
async function engineTestFolders(repository) {
  const entries = await readdir(join(repository, 'app'), { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  /** @type {string[]} */
  const folders = [];
  for (const name of names) {
    const files = await readdir(join(repository, 'test', name)).catch(() => []);
    if (files.some((file) => file.endsWith('.test.ts'))) folders.push(`test/${name}/`);
    else hold(testedElsewhere.includes(name), `app/${name} has no tests in test/${name}`);
  }
  return folders;
}

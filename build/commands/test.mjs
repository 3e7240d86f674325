// `npm test`: everything that shows whether Charloom works. The last line is `N passed, N failed`, alone,
// where each check of the sources counts as one; above it stand the skipped tests, each with its reason.
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { prepare, readOptions } from './prepare.mjs';
import { runInForeground } from './spawn.mjs';

/** @import { Context } from '../setup/context.mjs' */
/** @import { Tally } from '../test-reporter.mjs' */

/** The end-to-end tests come last: each of the others finds its fault sooner, and says it more plainly. */
const projects = [['unit', 'renderer'], ['e2e']];

/** @param {string[]} args */
export async function main(args) {
  const { context } = readOptions(args);
  await prepare('test', context);

  const { lintChecks, runChecks, typeChecks } = await import('../checks.mjs');
  const checks = [...typeChecks, ...lintChecks];
  const failedChecks = await runChecks(checks);
  const tallies = await runTests(context);

  const passed = checks.length - failedChecks + sum(tallies.map((tally) => tally.passed));
  const failed = failedChecks + sum(tallies.map((tally) => tally.failed));
  const skipped = tallies.flatMap((tally) => tally.skipped);
  if (skipped.length > 0) console.log(`\nSkipped: ${skipped.length}`);
  for (const [reason, names] of byReason(skipped)) {
    console.log(`  ${reason}:`);
    for (const name of names) console.log(`    ${name}`);
  }
  console.log(`\n${passed} passed, ${failed} failed`);
  return failed === 0 && tallies.every((tally) => tally.passed + tally.failed > 0) ? 0 : 1;
}

/**
 * Runs the tests project by project, windows on a virtual display where there is no other.
 * @param {Context} context
 */
async function runTests(context) {
  const { openDisplay } = await import('../setup/virtual-display.mjs');
  const display = await openDisplay();
  /** @type {Tally[]} */
  const tallies = [];
  for (const names of projects) {
    const results = join(context.state, `tests-${names[0]}.json`);
    await rm(results, { force: true });
    const code = await runInForeground(
      process.execPath,
      [
        join(context.modules, 'vitest', 'vitest.mjs'),
        ...['run', '--config', join('test', 'vitest.config.mjs')],
        ...names.flatMap((name) => ['--project', name]),
        ...[
          '--reporter',
          'default',
          '--reporter',
          join(context.repository, 'build', 'test-reporter.mjs'),
        ],
      ],
      { cwd: context.repository, env: { ...display.env, CHARLOOM_TEST_RESULTS: results } },
    );
    tallies.push(await readTally(results, code));
  }
  display.close();
  return tallies;
}

/**
 * A run that left no results, or ended badly with nothing to show for it, counts as one failure.
 * @param {string} path
 * @param {number} code
 * @returns {Promise<Tally>}
 */
async function readTally(path, code) {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return { passed: 0, failed: 1, skipped: [] };
  const tally = /** @type {Tally} */ (JSON.parse(text));
  return code !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally;
}

/** @param {Tally['skipped']} skipped */
function byReason(skipped) {
  /** @type {Map<string, string[]>} */
  const names = new Map();
  for (const { name, reason } of skipped) names.set(reason, [...(names.get(reason) ?? []), name]);
  return names;
}

/** @param {number[]} numbers */
function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}

// What is checked about the sources without running them. Each check is one process; its words are shown
// only where it fails.
import { join } from 'node:path';
import { repository } from './setup/folders.mjs';
import { createReport } from './setup/report.mjs';
import { run } from './setup/run.mjs';

/**
 * @typedef {object} Check
 * @property {string} title
 * @property {string[]} command a script of node_modules, and its arguments
 * @property {(outcome: import('./setup/run.mjs').Outcome) => boolean} [holds] when success is not exit code 0
 */

/** @type {Check[]} */
export const typeChecks = [
  { title: 'Types', command: ['typescript/bin/tsc', '-b'] },
  {
    title: 'Svelte',
    command: [
      ...['svelte-check/bin/svelte-check', '--tsconfig', 'renderer/tsconfig.json'],
      ...['--fail-on-warnings', '--output', 'human'],
    ],
  },
  {
    // A checker that finds nothing proves nothing: svelte-check has been silently blind before.
    title: 'Canary',
    command: [
      'svelte-check/bin/svelte-check',
      '--workspace',
      'build/canary',
      '--output',
      'machine',
    ],
    holds: ({ output }) =>
      /ERROR "Canary\.svelte" 4:/.test(output) && / 1 ERRORS 0 WARNINGS/.test(output),
  },
];

/** @type {Check[]} */
export const lintChecks = [
  {
    title: 'Lint',
    command: [
      ...['eslint/bin/eslint.js', '--config', 'build/eslint.config.mjs'],
      ...['--max-warnings', '0', '.'],
    ],
  },
  {
    title: 'Format',
    command: ['prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'],
  },
];

/**
 * Runs checks one after the other and returns how many failed.
 * @param {Check[]} checks
 */
export async function runChecks(checks) {
  // Whoever reads only the head of this has seen enough.
  process.stdout.on('error', () => process.exit(1));
  const report = createReport({ output: process.stdout });
  let failed = 0;
  for (const { title, command, holds } of checks) {
    const [script = '', ...args] = command;
    let words = '';
    await report.step(title, async (step) => {
      step.say('checking');
      const outcome = await run(
        process.execPath,
        [join(repository, 'node_modules', script), ...args],
        {
          cwd: repository,
          env: { ...process.env, ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}) },
          timeoutMs: 10 * 60_000,
        },
      );
      if (holds ? holds(outcome) : outcome.isSuccess) return 'fine';
      failed += 1;
      words = outcome.output.trim();
      return { failed: 'failed, as follows' };
    });
    if (words !== '') process.stdout.write(`\n${words}\n\n`);
  }
  return failed;
}

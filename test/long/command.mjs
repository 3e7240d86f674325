// Runs the longer proofs that are named, or all of them, one after the other, and prints what each showed.
// Those that drive the engine are TypeScript and bundled first, as the product is.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { moduleFormat } from '../../build/bundle/module-format.mjs';
import { prepare, readOptions } from '../../build/commands/prepare.mjs';
import { createReport } from '../../build/setup/report.mjs';
import { SetupError } from '../../build/setup/setup-error.mjs';
import { node24 } from './node-24.mjs';
import { tensorflow29 } from './tensorflow-2.9.mjs';

/** @import { LongCheck, Outcome, Surroundings } from './check.ts' */
/** @import { Context } from '../../build/setup/context.mjs' */

/** What an engine process always runs with; some of the proofs run the engine in this very process. */
const engineEnvironment = {
  TF_NUM_INTRAOP_THREADS: '1',
  TF_NUM_INTEROP_THREADS: '1',
  TF_CPP_MIN_LOG_LEVEL: '3',
};

/** @param {string[]} args */
export async function main(args) {
  const { context, rest } = readOptions(args);
  await prepare('bench', context);
  Object.assign(process.env, engineEnvironment);
  const checks = [node24, tensorflow29, ...(await bundledChecks(context))];
  const chosen = rest.length === 0 ? checks : rest.map((name) => find(checks, name));

  let failed = 0;
  for (const check of chosen) if (!(await passes(check, context))) failed += 1;
  console.log(`\n${chosen.length - failed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

/**
 * @param {LongCheck[]} checks
 * @param {string} name
 */
function find(checks, name) {
  const found = checks.find((check) => check.name === name);
  if (found) return found;
  const names = checks.map((check) => `  ${check.name.padEnd(16)} ${check.shows}`).join('\n');
  throw new SetupError(`There is no longer proof "${name}". There are:\n${names}`);
}

/**
 * Runs one proof in a folder of its own.
 * @param {LongCheck} check
 * @param {Context} context
 */
async function passes(check, context) {
  const folder = await mkdtemp(join(tmpdir(), `charloom-${check.name}-`));
  const report = createReport({ output: process.stdout });
  /** @type {string[]} */
  let details = [];
  let hasPassed = false;
  await report.step(check.name, async ({ say }) => {
    try {
      const { summary, figures } = await check.run({ context, report, say, folder });
      hasPassed = true;
      details = figures;
      return summary;
    } catch (error) {
      const isExpected = error instanceof Error && /^(CheckFailed|SetupError)$/.test(error.name);
      if (!isExpected) console.error(error);
      return { failed: isExpected ? error.message : 'it could not be carried out' };
    }
  });
  for (const line of details) report.tell(`    ${line}`);
  await rm(folder, { recursive: true, force: true });
  return hasPassed;
}

/**
 * @param {Context} context
 * @returns {Promise<LongCheck[]>}
 */
async function bundledChecks({ repository }) {
  const { build } = await import('esbuild');
  const outfile = join(repository, 'out', 'test', 'long.js');
  await build({
    ...moduleFormat,
    absWorkingDir: repository,
    entryPoints: ['test/long/engine-checks.ts'],
    outfile,
    external: ['@tensorflow/tfjs-node', 'esbuild'],
    logLevel: 'error',
  });
  const bundled = /** @type {{ engineChecks: LongCheck[] }} */ (
    await import(pathToFileURL(outfile).href)
  );
  return bundled.engineChecks;
}

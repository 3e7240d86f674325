// What every command begins with: the set-up that it lacks, then the bundles that are out of date. Says
// nothing where nothing is to do.
import { createContext } from '../setup/context.mjs';
import { createReport } from '../setup/report.mjs';
import { setUp } from '../setup/set-up.mjs';

/** @import { Context } from '../setup/context.mjs' */
/** @import { Purpose } from '../setup/set-up.mjs' */

/** The options that all commands take; what is left of the arguments is the command's own. */
const setUpOptions = ['--no-system', '--retry'];

/**
 * Takes the options of set-up out of a command's arguments.
 * @param {string[]} args
 */
export function readOptions(args) {
  return {
    context: createContext({
      allowSystem: !args.includes('--no-system'),
      retry: args.includes('--retry'),
    }),
    rest: args.filter((argument) => !setUpOptions.includes(argument)),
  };
}

/**
 * Puts in place what a purpose needs, and builds.
 * @param {Purpose} purpose
 * @param {Context} context
 * @param {{ bundles?: boolean }} [options]
 */
export async function prepare(purpose, context, { bundles = true } = {}) {
  const report = createReport();
  await setUp(purpose, context, report);
  if (bundles) {
    // Only now: it needs packages that set-up may just have installed.
    const { bundle } = await import('../bundle.mjs');
    await bundle(context, report);
  }
  report.end();
}

// `npm run lint`: the rules of build/eslint.config.mjs, and prettier's layout.
import { prepare, readOptions } from './prepare.mjs';

/** @param {string[]} args */
export async function main(args) {
  const { context } = readOptions(args);
  await prepare('build', context, { bundles: false });
  const { lintChecks, runChecks } = await import('../checks.mjs');
  return (await runChecks(lintChecks)) === 0 ? 0 : 1;
}

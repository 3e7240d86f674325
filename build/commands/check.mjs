// `npm run check`: the types of every layer, of the Svelte components, and of the checker itself.
import { prepare, readOptions } from './prepare.mjs';

/** @param {string[]} args */
export async function main(args) {
  const { context } = readOptions(args);
  await prepare('build', context, { bundles: false });
  const { runChecks, typeChecks } = await import('../checks.mjs');
  return (await runChecks(typeChecks)) === 0 ? 0 : 1;
}

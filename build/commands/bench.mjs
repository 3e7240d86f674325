// `npm run bench -- [row…] [--json]`: the benchmarks of test/bench, bundled as the product is.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { prepare, readOptions } from './prepare.mjs';

/** @param {string[]} args */
export async function main(args) {
  const { context, rest } = readOptions(args);
  await prepare('bench', context);
  const { buildBenchmarks } = await import('../bundle/node-bundles.mjs');
  const script = await buildBenchmarks(join(context.repository, 'out'));
  process.argv = [process.execPath, script, ...rest];
  await import(pathToFileURL(script).href);
  return undefined;
}

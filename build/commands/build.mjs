// `npm run build`: packages where they are missing, then everything in out/ that is out of date.
import { prepare, readOptions } from './prepare.mjs';

/** @param {string[]} args */
export async function main(args) {
  const { context } = readOptions(args);
  await prepare('build', context);
  return 0;
}

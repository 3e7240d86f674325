// The terminal out of a clone: set-up and bundles first, told on stderr, then the program itself in this
// very process, so that arguments, signals and exit codes are its own.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { prepare, readOptions } from './prepare.mjs';

/** @param {string[]} args left where they are: the program reads them from the process */
export async function main(args) {
  void args;
  const { context } = readOptions([]);
  await prepare('run', context);
  await import(pathToFileURL(join(context.repository, 'out', 'terminal.js')).href);
  return undefined;
}

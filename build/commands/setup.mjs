// `npm run setup`: set-up alone, for one purpose.
import { parseArgs } from 'node:util';
import { prepare } from './prepare.mjs';
import { createContext } from '../setup/context.mjs';
import { purposes } from '../setup/set-up.mjs';
import { SetupError } from '../setup/setup-error.mjs';

/** @import { Purpose } from '../setup/set-up.mjs' */

const usage = `npm run setup -- [--for ${Object.keys(purposes).join('|')}] [--no-system] [--retry]

Puts in place what Charloom needs in this clone: npm's packages, native TensorFlow and Electron, and for
the tests a browser and a virtual display; for "samples", the Chinese sample text. Everything downloaded
is kept in your cache folder.

  --for PURPOSE   what it is for; without it, what "npm start" needs
  --no-system     never install system packages
  --retry         try again what could not be reached within the last day`;

/** @param {string[]} args */
export async function main(args) {
  const { values } = parseArgs({
    args,
    options: {
      for: { type: 'string', default: 'start' },
      system: { type: 'boolean', default: true },
      retry: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
    allowNegative: true,
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  if (!(values.for in purposes)) {
    throw new SetupError(`There is no purpose "${values.for}".\n${usage}`);
  }
  const context = createContext({ allowSystem: values.system, retry: values.retry });
  const purpose = /** @type {Purpose} */ (values.for);
  await prepare(purpose, context, { bundles: false });
  return 0;
}

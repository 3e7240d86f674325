// `npm run setup`, and the options that the other commands share with it.
import { parseArgs } from 'node:util';
import { createContext } from './context.mjs';
import { createReport } from './report.mjs';
import { purposes, setUp } from './set-up.mjs';
import { SetupError } from './setup-error.mjs';

/** @import { Purpose } from './set-up.mjs' */

const usage = `npm run setup -- [--for ${Object.keys(purposes).join('|')}] [--no-system] [--retry]

Puts in place what Charloom needs in this clone: npm's packages, native TensorFlow and Electron, and for
the tests a browser and a virtual display. Everything downloaded is kept in your cache folder.

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
  await prepare(purpose, context);
  return 0;
}

/**
 * What the other commands begin with: set-up for their purpose, silent when nothing is missing.
 * @param {Purpose} purpose
 * @param {ReturnType<typeof createContext>} context
 */
export async function prepare(purpose, context) {
  const report = createReport({
    heading: `Setting up Charloom, once; what is downloaded is kept in ${context.cache}.`,
  });
  await setUp(purpose, context, report);
}

// `npm start`: set-up, build, then Charloom in a window of Electron; where that fails, in a browser. What
// failed is named with its remedy, and nothing is switched off silently.
import { prepare, readOptions } from './prepare.mjs';

/** @param {string[]} args those that set-up does not know go to Electron */
export async function main(args) {
  const { context, rest } = readOptions(args);
  await prepare('start', context);

  const { runDesktop } = await import('../start/desktop.mjs');
  const outcome = await runDesktop(context, rest);
  if ('code' in outcome) return outcome.code;

  console.error(`No desktop window: ${outcome.cause}.\nTo have one, ${outcome.remedy}.\n`);
  console.error('Charloom goes on in the browser.\n');
  const { runInBrowser } = await import('../start/browser-mode.mjs');
  return runInBrowser(context);
}

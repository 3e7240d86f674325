// `npm run dev [-- --browser]`: builds again whenever a source changes, and starts the desktop program, or
// the web server, again with it. A change of the renderer alone needs no more than a reload of the page.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { installedElectron } from '../setup/steps/electron.mjs';
import { prepare, readOptions } from './prepare.mjs';

/** Both bundles of one change finish within this time of each other. */
const SETTLE_MS = 200;

/** @param {string[]} args */
export async function main(args) {
  const { context, rest } = readOptions(args);
  await prepare('start', context);
  const electron = rest.includes('--browser') ? undefined : await installedElectron(context);
  const others = rest.filter((argument) => argument !== '--browser');
  const [program, programArgs] = electron
    ? [electron.path, ['.', ...others]]
    : [process.execPath, [join('out', 'terminal.js'), 'serve', '--no-open', ...others]];

  /** @type {import('node:child_process').ChildProcess | undefined} */
  let running;
  const start = () => {
    running = spawn(program, programArgs, { cwd: context.repository, stdio: 'inherit' });
  };
  const restart = () => {
    if (!running || running.exitCode !== null || running.signalCode !== null) return start();
    running.once('close', start);
    running.kill('SIGTERM');
  };

  /** @type {NodeJS.Timeout | undefined} */
  let settling;
  const { watchNodeBundles } = await import('../bundle/node-bundles.mjs');
  const { watchRenderer } = await import('../bundle/renderer.mjs');
  const out = join(context.repository, 'out');
  await watchRenderer(out, () => console.error('The window is built; reload the page.'));
  await watchNodeBundles(out, () => {
    clearTimeout(settling);
    settling = setTimeout(restart, SETTLE_MS);
  });
  return undefined;
}

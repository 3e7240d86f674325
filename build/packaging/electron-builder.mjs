// Calls electron-builder, each time in a process of its own: its words are shown only where it fails, and one
// target that cannot be made keeps no other from being made.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { briefly, run } from '../setup/run.mjs';

/** @import { Context } from '../setup/context.mjs' */

/**
 * @typedef {object} Electron
 * @property {string} folder with its program and all that lies beside it
 * @property {string} version
 */

/**
 * @typedef {object} Packing
 * @property {string} target one of electron-builder's, such as `dir` or `AppImage`
 * @property {string} staged
 * @property {string} output
 * @property {Electron} electron
 * @property {string} [packed] the unpacked program that a target is made of; without it, it is packed first
 */

const script = fileURLToPath(new URL('run-electron-builder.mjs', import.meta.url));

/** What `npm run package` makes on each platform, beside the unpacked program. */
/** @type {Partial<Record<NodeJS.Platform, string[]>>} */
export const targets = {
  linux: ['AppImage', 'deb', 'tar.gz'],
  darwin: ['dmg', 'zip'],
  win32: ['nsis'],
};

/**
 * Makes one target; returns the files it made, none for the unpacked program, or why it could not.
 * @param {Context} context
 * @param {Packing} packing
 * @returns {Promise<{ files: string[] } | { reason: string }>}
 */
export async function makeTarget({ repository, env }, packing) {
  const { output, reason } = await run(process.execPath, [script, JSON.stringify(packing)], {
    cwd: repository,
    env: { ...env, NO_COLOR: '1', FORCE_COLOR: '0' },
    timeoutMs: 30 * 60_000,
  });
  const outcome = lastLine(output);
  if (outcome?.files) return { files: outcome.files };
  return { reason: outcome?.error ? briefly(outcome.error) : reason };
}

/**
 * What the process said of its outcome; nothing where it was ended before it could.
 * @param {string} output
 * @returns {{ files?: string[], error?: string } | undefined}
 */
function lastLine(output) {
  const line = output.trim().split('\n').at(-1) ?? '';
  return line.startsWith('{')
    ? /** @type {{ files?: string[], error?: string }} */ (JSON.parse(line))
    : undefined;
}

/**
 * Where electron-builder leaves the unpacked program.
 * @param {string} output
 * @param {{ platform: NodeJS.Platform, arch: string }} machine
 */
export function unpackedIn(output, { platform, arch }) {
  const suffix = arch === 'x64' ? '' : `-${arch}`;
  if (platform === 'darwin') return join(output, `mac${suffix}`, 'Charloom.app');
  return join(output, `${platform === 'win32' ? 'win' : 'linux'}${suffix}-unpacked`);
}

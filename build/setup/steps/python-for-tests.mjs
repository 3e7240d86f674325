// What the tests need of Python: its safetensors, to open a model file as other people would, and NumPy.
// Kept in a folder of the user's cache; nobody's Python is changed. Where they cannot be had, the two
// tests that need them are skipped and say so.
import { access, mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { requireSpace } from '../disk.mjs';
import { findPip } from '../python.mjs';
import { run } from '../run.mjs';
import { recentFailure, rememberFailure } from '../unreachable.mjs';

/** @import { Context, Step } from '../context.mjs' */

const PACKAGES = ['numpy', 'safetensors'];
const ROUTE = 'Python packages for the tests';
/** NumPy has 70 MB unpacked. */
const NEEDED_BYTES = 0.2e9;

/** @type {Step} */
export const pythonForTests = {
  title: 'Python',

  async isDone(context) {
    if (await areThere(context)) return true;
    const failure = await recentFailure(context.cache, ROUTE, { mirrors: '', now: Date.now() });
    return failure !== undefined && !context.retry;
  },

  async perform(context, report) {
    report.say(`${PACKAGES.join(' and ')} by pip`);
    const reason = await install(context, (sizeBytes) => report.grew(sizeBytes));
    if (reason === undefined) return `${PACKAGES.join(' and ')}, for the tests alone`;
    await rememberFailure(context.cache, ROUTE, { reason, mirrors: '', at: Date.now() });
    return { lacking: `${PACKAGES.join(' and ')} are not to be had (${reason}); two tests fewer` };
  },
};

/**
 * Where the packages lie, for PYTHONPATH.
 * @param {string} cache
 */
export function pythonPackagesFolder(cache) {
  return join(cache, 'test-only', 'python');
}

/** @param {Context} context */
async function areThere({ cache }) {
  const folder = pythonPackagesFolder(cache);
  const looked = await Promise.allSettled(PACKAGES.map((name) => access(join(folder, name))));
  return looked.every(({ status }) => status === 'fulfilled');
}

/**
 * Installs the packages into their folder; returns why they could not be had.
 * @param {Context} context
 * @param {(sizeBytes: number) => void} onGrowth
 * @returns {Promise<string | undefined>}
 */
async function install(context, onGrowth) {
  const pip = await findPip(context.env);
  if ('missing' in pip) return 'there is no pip; Debian: python3-pip';
  await requireSpace(context.cache, NEEDED_BYTES, 'the Python packages of the tests');
  const unfinished = join(context.work, 'python-for-tests');
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true });
  const outcome = await run(
    pip.command,
    [
      ...['-m', 'pip', 'install', '--only-binary=:all:', '--no-deps', '--progress-bar', 'off'],
      ...['--disable-pip-version-check', '--no-cache-dir', '--timeout', '20', '--retries', '1'],
      ...['--target', unfinished, ...PACKAGES],
    ],
    {
      env: { ...context.env, TMPDIR: context.work, TEMP: context.work },
      timeoutMs: 10 * 60_000,
      watch: [context.work],
      stallMs: 60_000,
      onGrowth,
    },
  );
  if (!outcome.isSuccess) return outcome.reason;
  const folder = pythonPackagesFolder(context.cache);
  await rm(folder, { recursive: true, force: true });
  await mkdir(join(folder, '..'), { recursive: true });
  await rename(unfinished, folder);
  return undefined;
}

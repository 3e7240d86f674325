// Which files of npm packages Charloom needs at run time: those that loading tfjs-node really loads, and the
// manifests by which Node finds them. A twentieth of what is installed with it. Everything else that the
// programs are made of is in their bundles.
import { execFile } from 'node:child_process';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { isThere } from '../bundle/fingerprint.mjs';
import { SetupError } from '../setup/setup-error.mjs';

/** @import { Context } from '../setup/context.mjs' */

const script = fileURLToPath(new URL('list-loaded.mjs', import.meta.url));

/**
 * The files, relative to node_modules.
 * @param {Pick<Context, 'repository' | 'modules'>} context
 */
export async function loadedFiles({ repository, modules }) {
  const { stdout } = await promisify(execFile)(process.execPath, [script], {
    cwd: repository,
    env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3' },
    maxBuffer: 10e6,
  }).catch((/** @type {{ stderr: string }} */ { stderr }) => {
    throw new SetupError(
      `tfjs-node could not be loaded to see what it consists of (${stderr.trim().split('\n').at(-1)}). ` +
        'Run "npm run setup -- --retry", then the same command again.',
    );
  });
  const paths = /** @type {string[]} */ (JSON.parse(stdout.trim().split('\n').at(-1) ?? ''));
  const files = new Set(paths.map((path) => relative(modules, path)));
  for (const path of [...files]) {
    for (const manifest of manifestsAbove(path)) {
      if (await isThere(join(modules, manifest))) files.add(manifest);
    }
  }
  return [...files].sort();
}

/**
 * The packages that files belong to, as folders relative to node_modules.
 * @param {string[]} files
 */
export function packagesOf(files) {
  return [...new Set(files.map(packageOf))].sort();
}

/**
 * Every manifest between a file and its package's own: folders inside may have theirs.
 * @param {string} path
 */
function manifestsAbove(path) {
  const top = packageOf(path);
  const manifests = [];
  for (let folder = dirname(path); folder.length >= top.length; folder = dirname(folder)) {
    manifests.push(join(folder, 'package.json'));
  }
  return manifests;
}

/** @param {string} path */
function packageOf(path) {
  const parts = path.split(sep);
  const start = parts.lastIndexOf('node_modules') + 1;
  return parts.slice(0, start + (parts[start]?.startsWith('@') ? 2 : 1)).join(sep);
}

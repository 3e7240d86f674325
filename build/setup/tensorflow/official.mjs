// The official route to native TensorFlow: tfjs-node's own install script, run here on purpose because npm
// runs no scripts in this repository. It honours TFJS_NODE_CDN_STORAGE and TFJS_NODE_BASE_URI itself.
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { run } from '../run.mjs';
import { addonPath, noticesFolder, packageFolder } from './native-folder.mjs';

/** @import { Context } from '../context.mjs' */
/** @import { StepReport } from '../report.mjs' */

/** The settings by which people point this route at a mirror. */
export const mirrorSettings = [
  'TFJS_NODE_CDN_STORAGE',
  'TFJS_NODE_BASE_URI',
  'CDN_STORAGE',
  'npm_config_TFJS_NODE_CDN_STORAGE',
  'npm_config_TFJS_NODE_BASE_URI',
];

/**
 * Runs the install script; returns why it failed, or an empty text.
 * @param {Context} context
 * @param {StepReport} report
 */
export async function installOfficially(context, report) {
  const folder = packageFolder(context);
  const manifest = join(folder, 'package.json');
  const manifestText = await readFile(manifest, 'utf8');
  // The script takes any library that it finds for a complete one, so none may lie there half unpacked.
  await rm(join(folder, 'deps'), { recursive: true, force: true });
  await rm(join(folder, 'lib'), { recursive: true, force: true });

  report.say("libtensorflow by tfjs-node's own installer");
  const outcome = await run(process.execPath, [join('scripts', 'install.js')], {
    cwd: folder,
    env: {
      ...context.env,
      // As npm sets it for scripts: the installer calls node-pre-gyp by name.
      PATH: [join(context.modules, '.bin'), context.env.PATH ?? context.env.Path ?? ''].join(
        delimiter,
      ),
    },
    timeoutMs: 20 * 60_000,
    watch: [folder],
    stallMs: 45_000,
    onGrowth: (sizeBytes) => report.grew(sizeBytes),
  });
  // It edits its package.json while it works, and leaves it edited when it fails.
  await writeFile(manifest, manifestText);

  if (context.platform === 'win32') await placeLibraryBesideAddon(folder);
  if (outcome.isSuccess) await keepNotices(folder);
  return outcome.reason;
}

/**
 * Moves what its archive says of licences to where the libraries are kept with it.
 * @param {string} folder
 */
async function keepNotices(folder) {
  await mkdir(noticesFolder(folder), { recursive: true });
  for (const name of ['LICENSE', 'THIRD_PARTY_TF_C_LICENSES']) {
    const kept = join(noticesFolder(folder), name);
    await copyFile(join(folder, 'deps', name), kept).catch(() => undefined);
  }
}

/**
 * Windows looks for a library beside the addon that needs it; the script puts it beside another version's.
 * @param {string} folder
 */
async function placeLibraryBesideAddon(folder) {
  const library = join(folder, 'deps', 'lib', 'tensorflow.dll');
  const beside = join(addonPath(folder), '..', 'tensorflow.dll');
  await copyFile(library, beside).catch(() => undefined);
}

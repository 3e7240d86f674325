// Stages the app: a folder with all that runs and nothing else, laid out as main/places.ts expects it, and
// beside it one with the licences. Hard links, so that it takes no room; electron-builder packs it as it is.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleFiles } from './bundle-files.mjs';
import { loadedFiles, packagesOf } from './loaded-files.mjs';
import { nativeFiles, placeFile, placeLibrary } from './native-files.mjs';
import { writeLicences } from './licences.mjs';

/** @import { Context } from '../setup/context.mjs' */

/** Where the product is staged, relative to the repository. */
export const stagedFolder = 'out/package';

/** @param {string} staged */
export const appIn = (staged) => `${staged}/app`;
/** @param {string} staged */
export const licencesIn = (staged) => `${staged}/licences`;

const tfjsNode = join('@tensorflow', 'tfjs-node');

/**
 * Stages the app anew; returns what is lacking, in a sentence, or an empty text.
 * @param {Context} context
 * @param {object} options
 * @param {string} options.built the folder of bundles
 * @param {string} options.staged
 * @param {typeof placeLibrary} [options.place] how a library is put in place
 */
export async function stage(context, { built, staged, place = placeLibrary }) {
  const app = appIn(staged);
  await rm(staged, { recursive: true, force: true });
  await writeManifests(context, app);
  for (const path of await bundleFiles(built)) {
    await placeFile(join(built, path), join(app, 'out', path));
  }
  const loaded = await loadedFiles(context);
  for (const path of loaded) {
    await placeFile(join(context.modules, path), join(app, 'node_modules', path));
  }
  const source = join(context.modules, tfjsNode);
  for (const { from, to } of await nativeFiles(source, context.platform)) {
    await place(join(source, from), join(app, 'node_modules', tfjsNode, to), context);
  }
  return writeLicences(context, {
    folder: licencesIn(staged),
    loaded: packagesOf(loaded),
    built,
  });
}

/**
 * The app's own manifest, without anything that only development needs; and beside the bundles one that makes
 * them ES modules, because the app's own lies in the archive, where Node of the engine does not look.
 * @param {Context} context
 * @param {string} app
 */
async function writeManifests({ repository, env }, app) {
  const own = /** @type {Record<string, unknown>} */ (
    JSON.parse(await readFile(join(repository, 'package.json'), 'utf8'))
  );
  const { name, version, description, license, type, main } = own;
  const manifest = {
    ...{ name, version, description, license, type, main },
    author: 'The Charloom project',
    homepage: homepageOf(env),
    // By this a Linux desktop knows the window as the installed program's.
    desktopName: 'charloom.desktop',
  };
  await mkdir(join(app, 'out'), { recursive: true });
  await writeFile(join(app, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  await writeFile(join(app, 'out', 'package.json'), `${JSON.stringify({ type })}\n`);
}

/**
 * Debian's packages want one. A workflow on GitHub knows where it runs; elsewhere there is none to name.
 * @param {NodeJS.ProcessEnv} env
 */
function homepageOf({ GITHUB_SERVER_URL, GITHUB_REPOSITORY }) {
  return GITHUB_REPOSITORY
    ? `${GITHUB_SERVER_URL ?? 'https://github.com'}/${GITHUB_REPOSITORY}`
    : 'https://charloom.invalid';
}

// The npm packages that the bundles are made of: what the product's sources import, and what those packages
// depend on in turn. Rather a few too many than one too few: a bundler may take only a part.
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { isThere } from '../bundle/fingerprint.mjs';

/** @import { Context } from '../setup/context.mjs' */

const sourceFolders = ['app', 'main', 'renderer'];
/** Electron brings licences of its own; what tfjs-node loads is found by loading it. */
const apart = ['electron', '@tensorflow/tfjs-node'];
/** Its tables are copied beside the bundles, and its code is inside of unpdf. */
const copied = ['pdfjs-dist'];

/**
 * The packages, as folders relative to node_modules.
 * @param {Pick<Context, 'repository' | 'modules'>} context
 */
export async function bundledPackages({ repository, modules }) {
  /** @type {Set<string>} */
  const found = new Set();
  for (const name of [...(await importedNames(repository)), ...copied]) {
    await follow(join(modules, name), modules, found);
  }
  return [...found].map((folder) => relative(modules, folder));
}

/**
 * The packages that the sources name after `from` or `import`.
 * @param {string} repository
 */
async function importedNames(repository) {
  /** @type {Set<string>} */
  const names = new Set();
  for (const folder of sourceFolders) {
    const entries = await readdir(join(repository, folder), {
      recursive: true,
      withFileTypes: true,
    });
    for (const entry of entries.filter(({ name }) => /\.(ts|svelte|css)$/.test(name))) {
      const text = await readFile(join(entry.parentPath, entry.name), 'utf8');
      for (const [, name = ''] of text.matchAll(
        /\b(?:from|import)[\s(]*['"]((?:@[\w.-]+\/)?[a-z0-9][\w.-]*)(?=\/|['"])/g,
      )) {
        names.add(name);
      }
    }
  }
  return [...names].filter((name) => name !== 'node' && !apart.includes(name));
}

/**
 * @param {string} folder of an installed package
 * @param {string} modules
 * @param {Set<string>} found
 */
async function follow(folder, modules, found) {
  const manifest = await readFile(join(folder, 'package.json'), 'utf8').catch(() => undefined);
  // Not a package: Node's own modules, named without their prefix by nobody but types.
  if (manifest === undefined || found.has(folder)) return;
  found.add(folder);
  const { dependencies = {} } = /** @type {{ dependencies?: Record<string, string> }} */ (
    JSON.parse(manifest)
  );
  for (const name of Object.keys(dependencies)) {
    const place = await nearest(folder, name, modules);
    if (place) await follow(place, modules, found);
  }
}

/**
 * Where a package finds another, as Node looks for it: inside itself first, then further out.
 * @param {string} folder
 * @param {string} name
 * @param {string} modules
 */
async function nearest(folder, name, modules) {
  for (let at = folder; at.length >= modules.length; at = dirname(at)) {
    const place = at === modules ? join(modules, name) : join(at, 'node_modules', name);
    if (await isThere(place)) return place;
  }
  return undefined;
}

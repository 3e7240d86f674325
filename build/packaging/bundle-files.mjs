// Which of the built files run in the desktop app: not the terminal, the web server or any source map.
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { characterTables } from '../bundle/entries.mjs';

/** Electron's own two scripts. */
const scripts = ['desktop.cjs', 'preload.cjs'];
/** What runs outside of Electron's main process; whatever they import stands beside them. */
const modules = ['engine-process.js', 'replica.js', 'counting.js', 'reading.js', 'pdf-worker.js'];
const folders = ['renderer', 'samples', characterTables.to];

/**
 * The files of the app, relative to the folder of bundles.
 * @param {string} built
 */
export async function bundleFiles(built) {
  const inFolders = await Promise.all(folders.map((folder) => filesIn(join(built, folder))));
  return [
    ...scripts,
    ...(await withChunks(built, modules)),
    ...inFolders.flat().map((path) => relative(built, path)),
  ];
}

/**
 * Modules and all chunks that they import, whether first or later.
 * @param {string} built
 * @param {string[]} entries
 */
async function withChunks(built, entries) {
  const found = new Set(entries);
  // A set hands out what is added to it while it is walked.
  for (const name of found) {
    const text = await readFile(join(built, name), 'utf8');
    for (const [, chunk = ''] of text.matchAll(/["']\.\/(chunk-[\w-]+\.js)["']/g)) found.add(chunk);
  }
  return [...found];
}

/** @param {string} folder */
async function filesIn(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.map'))
    .map((entry) => join(entry.parentPath, entry.name));
}

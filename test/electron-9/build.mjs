// Builds the desktop for Electron 9.4.1 into a folder that Electron starts as an app. For tests alone: main and
// preload for Node 12 and Chromium 83 with shims, the renderer with a language library before it. The engine's
// own bundles are taken as they are, because the engine runs on a Node of today there too.
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildDesktopScripts } from '../../build/bundle/node-bundles.mjs';
import { buildRenderer } from '../../build/bundle/renderer.mjs';
import { repository } from '../../build/setup/folders.mjs';

/** @param {string} name */
const shim = (name) => fileURLToPath(new URL(`shims/${name}.ts`, import.meta.url));
/** @param {string} path */
const isShim = (path) => path.startsWith(fileURLToPath(new URL('shims/', import.meta.url)));

/** Where the test build lies unless a caller says otherwise. */
export const testAppFolder = join(repository, 'out', 'test-electron-9');

/**
 * Builds the whole app into `folder`, from the sources and from what is in out/.
 * @param {string} [folder]
 */
export async function buildForElectron9(folder = testAppFolder) {
  const out = join(folder, 'out');
  await rm(folder, { recursive: true, force: true });
  await mkdir(out, { recursive: true });
  await Promise.all([
    buildScripts(out),
    buildRenderer(out, rendererChanges),
    copyEngine(out),
    writeManifest(folder),
  ]);
}

/**
 * Builds main and preload alone.
 * @param {string} out
 */
export async function buildScripts(out) {
  await buildDesktopScripts(out, scriptChanges);
}

/** @param {string} out */
async function copyEngine(out) {
  const built = join(repository, 'out');
  for (const name of await readdir(built)) {
    if (/\.js$/.test(name)) await cp(join(built, name), join(out, name));
  }
  await cp(join(built, 'samples'), join(out, 'samples'), { recursive: true });
}

/**
 * Makes a folder an app that Electron starts.
 * @param {string} folder
 */
export async function writeManifest(folder) {
  const manifest = await readFile(join(repository, 'package.json'), 'utf8');
  const { name, version } = /** @type {Record<string, string>} */ (JSON.parse(manifest));
  const main = 'out/desktop.cjs';
  await writeFile(
    join(folder, 'package.json'),
    JSON.stringify({ name, version, type: 'module', main }, null, 2),
  );
}

/** @type {import('esbuild').Plugin} */
const shims = {
  name: 'electron-9',
  setup(build) {
    build.onResolve({ filter: /^electron$/ }, ({ importer }) => {
      if (isShim(importer)) return { path: 'electron', external: true };
      const isPreload = importer.endsWith('preload.ts');
      return { path: shim(isPreload ? 'electron-preload' : 'electron-main') };
    });
    build.onResolve({ filter: /^node:/ }, ({ path, importer }) => {
      if (isShim(importer)) return { path: path.slice('node:'.length), external: true };
      if (path === 'node:fs') return { path: shim('fs') };
      if (path === 'node:fs/promises') return { path: shim('fs-promises') };
      return { path: path.slice('node:'.length), external: true };
    });
    // The language library goes first in main; the sandboxed preload script needs none.
    build.onLoad({ filter: /main[\\/]desktop\.ts$/ }, async ({ path }) => ({
      contents: `import ${JSON.stringify(shim('globals'))};\n${await readFile(path, 'utf8')}`,
      loader: 'ts',
      resolveDir: join(path, '..'),
    }));
  },
};

/** @type {import('esbuild').BuildOptions} */
const scriptChanges = {
  target: ['node12', 'chrome83'],
  external: ['@tensorflow/tfjs-node'],
  plugins: [shims],
  sourcemap: false,
};

/** @type {import('vite').InlineConfig} */
const rendererChanges = {
  build: { target: 'chrome83', cssTarget: 'chrome83', chunkSizeWarningLimit: 4000 },
  plugins: [
    {
      name: 'language-library-first',
      enforce: 'pre',
      transform(code, id) {
        return /renderer[\\/]main\.ts$/.test(id) ? `import 'core-js/stable';\n${code}` : null;
      },
    },
    {
      name: 'old-page',
      transformIndexHtml: {
        order: 'post',
        handler: (html) => html.replace(/ crossorigin/g, ''),
      },
      generateBundle(_options, bundle) {
        for (const file of Object.values(bundle)) {
          if (file.type !== 'asset' || !file.fileName.endsWith('.css')) continue;
          // Svelte scopes nested selectors in a way that Chromium 83 does not read.
          file.source = String(file.source).replace(/:where\((\.svelte-[\w-]+)\)/g, '$1');
        }
      },
    },
  ],
};

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildForElectron9();

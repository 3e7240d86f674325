// The bundles that run on Node and in Electron's main process. Native TensorFlow and Electron stay outside,
// to be found in node_modules; everything else is inside.
import { cp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import { repository } from '../setup/folders.mjs';
import { characterTables, commonEntries, moduleEntries } from './entries.mjs';
import { moduleFormat, nodePlatform } from './module-format.mjs';

/** @type {esbuild.BuildOptions} */
const shared = {
  absWorkingDir: repository,
  external: ['@tensorflow/tfjs-node', 'electron'],
  sourcemap: true,
  logLevel: 'silent',
};

/** @type {esbuild.BuildOptions} */
const modules = {
  ...shared,
  ...moduleFormat,
  entryPoints: moduleEntries,
  splitting: true,
  // Beside the entries, so that a path relative to any of them means the same everywhere.
  chunkNames: 'chunk-[hash]',
};

/**
 * Nothing of Node's may stand in these by default: the sandboxed preload has neither files nor `__filename`.
 * @type {esbuild.BuildOptions}
 */
const common = {
  ...shared,
  ...nodePlatform,
  entryPoints: commonEntries,
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
};

/**
 * Builds every bundle into a folder and removes the chunks of earlier builds.
 * @param {string} outFolder
 */
export async function buildNodeBundles(outFolder) {
  const [built] = await Promise.all([
    esbuild.build({ ...modules, outdir: outFolder, metafile: true }),
    esbuild.build({ ...common, outdir: outFolder }),
  ]);
  await copyCharacterTables(outFolder);
  const written = new Set(
    Object.keys(built.metafile.outputs).map((path) => path.split('/').at(-1)),
  );
  for (const name of await readdir(outFolder)) {
    if (/^chunk-.*\.js(\.map)?$/.test(name) && !written.has(name)) await rm(join(outFolder, name));
  }
}

/**
 * Puts the tables of characters beside the bundles.
 * @param {string} outFolder
 */
export async function copyCharacterTables(outFolder) {
  const { from, to } = characterTables;
  await cp(join(repository, 'node_modules', from), join(outFolder, to), { recursive: true });
}

/**
 * Builds Electron's two scripts another way than usual, as the test build for an old Electron does.
 * @param {string} outFolder
 * @param {esbuild.BuildOptions} changes
 */
export async function buildDesktopScripts(outFolder, changes) {
  await esbuild.build({ ...common, ...changes, outdir: outFolder });
}

/**
 * Builds the benchmarks and returns their script.
 * @param {string} outFolder
 */
export async function buildBenchmarks(outFolder) {
  const outfile = join(outFolder, 'bench.js');
  await esbuild.build({
    ...modules,
    entryPoints: ['test/bench/run.ts'],
    splitting: false,
    chunkNames: undefined,
    outfile,
  });
  return outfile;
}

/**
 * Builds again whenever a source changes, until disposed; calls back after each build that succeeded.
 * @param {string} outFolder
 * @param {() => void} onBuilt
 */
export async function watchNodeBundles(outFolder, onBuilt) {
  /** @type {esbuild.Plugin} */
  const tell = {
    name: 'tell',
    setup(build) {
      build.onEnd((result) => {
        if (result.errors.length === 0) onBuilt();
      });
    },
  };
  const contexts = await Promise.all(
    [modules, common].map((options) =>
      esbuild.context({ ...options, outdir: outFolder, plugins: [tell] }),
    ),
  );
  await Promise.all(contexts.map((context) => context.watch()));
}

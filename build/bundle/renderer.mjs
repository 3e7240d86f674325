// Builds the renderer by build/vite.config.mjs, to plain files that a window and a browser tab load alike.
import { join } from 'node:path';
import { build, mergeConfig } from 'vite';
import configuration from '../vite.config.mjs';

/**
 * Builds the renderer into the `renderer` folder of `outFolder`; `changes` are for the test build for an old
 * Electron.
 * @param {string} outFolder
 * @param {import('vite').InlineConfig} [changes]
 */
export async function buildRenderer(outFolder, changes = {}) {
  await build(mergeConfig(mergeConfig(configuration, settings(outFolder)), changes));
}

/**
 * Builds again whenever a source changes, and calls back after each build.
 * @param {string} outFolder
 * @param {() => void} onBuilt
 */
export async function watchRenderer(outFolder, onBuilt) {
  const watching = { build: { watch: {} }, plugins: [{ name: 'tell', closeBundle: onBuilt }] };
  await build(mergeConfig(mergeConfig(configuration, settings(outFolder)), watching));
}

/**
 * @param {string} outFolder
 * @returns {import('vite').InlineConfig}
 */
function settings(outFolder) {
  return {
    configFile: false,
    logLevel: 'warn',
    build: {
      outDir: join(outFolder, 'renderer'),
      emptyOutDir: true,
      // How long each plugin took is for whoever tunes the build.
      rolldownOptions: { checks: { bundlerTimings: false } },
    },
  };
}

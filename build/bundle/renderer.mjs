// The renderer: Svelte through Vite, to plain files that a window and a browser tab load alike.
import { join } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { build, mergeConfig } from 'vite';
import { repository } from '../setup/folders.mjs';

/**
 * Vite's configuration for the renderer.
 * @param {string} outFolder
 * @returns {import('vite').InlineConfig}
 */
function configuration(outFolder) {
  return {
    configFile: false,
    root: join(repository, 'renderer'),
    // Relative, so that it works under any address.
    base: './',
    logLevel: 'warn',
    plugins: [svelte({ configFile: false })],
    build: {
      outDir: join(outFolder, 'renderer'),
      emptyOutDir: true,
      // The content security policy allows files of our own, and no data: addresses for fonts or scripts.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      // One window that loads from the disk: splitting would gain nothing.
      chunkSizeWarningLimit: 2000,
    },
  };
}

/**
 * Builds the renderer into out/renderer; `changes` are for the test build for an old Electron.
 * @param {string} outFolder
 * @param {import('vite').InlineConfig} [changes]
 */
export async function buildRenderer(outFolder, changes = {}) {
  await build(mergeConfig(configuration(outFolder), changes));
}

/**
 * Builds again whenever a source changes, and calls back after each build.
 * @param {string} outFolder
 * @param {() => void} onBuilt
 */
export async function watchRenderer(outFolder, onBuilt) {
  await build(
    mergeConfig(configuration(outFolder), {
      build: { watch: {} },
      plugins: [{ name: 'tell', closeBundle: onBuilt }],
    }),
  );
}

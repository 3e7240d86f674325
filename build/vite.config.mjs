// How the window is built: one page with everything it needs beside it, under relative addresses, so that
// it runs from a web server and from the desktop app's own protocol alike.
import { fileURLToPath } from 'node:url';
import { svelte, vitePreprocess } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

/**
 * The page's own script needs no cross-origin rules, and a custom protocol would refuse them.
 * @returns {import('vite').Plugin}
 */
function withoutCrossOrigin() {
  return {
    name: 'charloom:without-crossorigin',
    transformIndexHtml: { order: 'post', handler: (html) => html.replaceAll(' crossorigin', '') },
  };
}

export default defineConfig({
  root: fileURLToPath(new URL('../renderer', import.meta.url)),
  base: './',
  publicDir: false,
  plugins: [svelte({ configFile: false, preprocess: vitePreprocess() }), withoutCrossOrigin()],
  build: {
    outDir: fileURLToPath(new URL('../out/renderer', import.meta.url)),
    emptyOutDir: true,
    target: 'es2023',
    // Fonts and pictures stay files: the content security policy takes no data: fonts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
});

// How sources become modules that run on Node: the product's bundles, and those that tests make for themselves.

/** @import { BuildOptions } from 'esbuild' */

/** What every bundle is made for, whatever its format. */
export const nodePlatform = /** @satisfies {BuildOptions} */ ({
  bundle: true,
  platform: 'node',
  target: 'node20.19',
});

export const moduleFormat = /** @satisfies {BuildOptions} */ ({
  ...nodePlatform,
  format: 'esm',
  // Packages that are CommonJS inside ask for Node's modules by `require`.
  banner: {
    js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);",
  },
});

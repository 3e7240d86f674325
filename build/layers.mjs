// Which layer may import which, said once: the lint rules and test/layers.test.ts both read it.
// The tsconfig of each layer says the same to the compiler.

/**
 * @typedef {object} Layer
 * @property {string[]} mayImport layers it may use in full
 * @property {string[]} [mayImportTypesOf] layers whose types alone it may name
 */

/** @type {Readonly<Record<string, Layer>>} */
export const layers = {
  'app/contract': { mayImport: [] },
  'app/corpus': { mayImport: ['app/contract'] },
  'app/tensor': { mayImport: ['app/contract'] },
  'app/model': { mayImport: ['app/contract', 'app/tensor'] },
  'app/training': { mayImport: ['app/contract', 'app/corpus', 'app/tensor', 'app/model'] },
  'app/sampling': { mayImport: ['app/contract', 'app/corpus', 'app/tensor', 'app/model'] },
  'app/library': {
    mayImport: ['app/contract'],
    mayImportTypesOf: ['app/corpus', 'app/model'],
  },
  'app/formats': {
    mayImport: ['app/contract'],
    mayImportTypesOf: ['app/corpus', 'app/model'],
  },
  app: {
    mayImport: [
      'app/contract',
      'app/corpus',
      'app/tensor',
      'app/model',
      'app/training',
      'app/sampling',
      'app/library',
      'app/formats',
    ],
  },
  main: { mayImport: ['app', 'app/contract'] },
  renderer: { mayImport: ['app/contract'] },
};

/**
 * The layer that a file belongs to, by the longest matching folder; undefined outside the product.
 * @param {string} path relative to the repository, with forward slashes
 */
export function layerOf(path) {
  return Object.keys(layers)
    .filter((name) => path.startsWith(`${name}/`))
    .sort((a, b) => b.length - a.length)[0];
}

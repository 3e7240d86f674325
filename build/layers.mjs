// Which layer may import which, said once: the lint rules and test/layers.test.ts both read it.
// The tsconfig of each layer says the same to the compiler.

/**
 * The layers that each layer may import, beside itself.
 * @type {Readonly<Record<string, readonly string[]>>}
 */
export const layers = {
  'app/contract': [],
  'app/corpus': ['app/contract'],
  'app/tensor': ['app/contract'],
  'app/model': ['app/contract', 'app/tensor'],
  'app/training': ['app/contract', 'app/corpus', 'app/tensor', 'app/model'],
  'app/sampling': ['app/contract', 'app/corpus', 'app/tensor', 'app/model'],
  // These two take from corpus and model what describes a model, and nothing that loads TensorFlow.
  'app/formats': ['app/contract', 'app/corpus', 'app/model'],
  'app/library': ['app/contract', 'app/corpus', 'app/model', 'app/formats'],
  app: [
    ...['app/contract', 'app/corpus', 'app/tensor', 'app/model'],
    ...['app/training', 'app/sampling', 'app/formats', 'app/library'],
  ],
  main: ['app', 'app/contract'],
  renderer: ['app/contract'],
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

// Loaded before everything else (`node --import`): whoever asks for tfjs-node's native addon gets the one
// that CHARLOOM_TEST_ADDON names, in the process and in all its threads. tfjs-node itself stays as it is.
import Module from 'node:module';

/** @typedef {(request: string, ...rest: unknown[]) => string} Resolve */

const addon = process.env.CHARLOOM_TEST_ADDON;
if (!addon) throw new Error('CHARLOOM_TEST_ADDON must name the addon to load');

// Not public, and there is no public way on Node 20 to answer `require` of an absolute path otherwise.
const loader = /** @type {{ _resolveFilename: Resolve }} */ (/** @type {unknown} */ (Module));
const resolve = loader._resolveFilename;
/** @type {Resolve} */
const resolveOther = (request, ...rest) =>
  request.endsWith('tfjs_binding.node') ? addon : resolve.call(loader, request, ...rest);
loader._resolveFilename = resolveOther;

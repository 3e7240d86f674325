// Builds what runs, from the sources to out/: the bundles for Node and Electron, the renderer and the
// samples. Each of the three is built again only when its sources changed since its last build.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { nodeOutputs } from './bundle/entries.mjs';
import { fingerprint, isThere } from './bundle/fingerprint.mjs';
import { SetupError } from './setup/setup-error.mjs';
import { underLock } from './setup/set-up.mjs';
import { readStamp, writeStamp } from './setup/stamp.mjs';

/** @import { Context } from './setup/context.mjs' */
/** @import { Report } from './setup/report.mjs' */

/**
 * @typedef {object} Part
 * @property {string} title
 * @property {string[]} sources files and folders of the repository that it is made of
 * @property {string[]} outputs files in out/ that it leaves at least
 * @property {(outFolder: string, context: Context) => Promise<void>} build
 */

/** Whatever is built is built by these. */
const builders = ['package-lock.json', 'build/bundle.mjs', 'build/bundle', 'build/vite.config.mjs'];

/**
 * The bundlers are loaded only where something is to be built: looking takes a few milliseconds, they half
 * a second.
 * @type {Part[]}
 */
export const parts = [
  {
    title: 'Programs',
    sources: ['app', 'main', 'package.json', ...builders],
    outputs: nodeOutputs,
    async build(outFolder) {
      const { buildNodeBundles } = await import('./bundle/node-bundles.mjs');
      await buildNodeBundles(outFolder);
    },
  },
  {
    title: 'Window',
    sources: ['renderer', 'app/contract', ...builders],
    outputs: ['renderer/index.html'],
    async build(outFolder) {
      const { buildRenderer } = await import('./bundle/renderer.mjs');
      await buildRenderer(outFolder);
    },
  },
  {
    title: 'Samples',
    sources: ['build/samples.mjs', 'build/models', '.charloom/samples', ...builders],
    outputs: ['samples/samples.json'],
    async build(outFolder, context) {
      const { placeSamples } = await import('./samples.mjs');
      await placeSamples(context, join(outFolder, 'samples'));
    },
  },
];

/**
 * Builds what is out of date in out/; silent where nothing is.
 * @param {Context} context
 * @param {Report} report
 */
export async function bundle(context, report) {
  if ((await outdatedParts(context)).length === 0) return;
  await underLock(context, report, async () => {
    const outFolder = join(context.repository, 'out');
    await mkdir(outFolder, { recursive: true });
    for (const { part, made } of await outdatedParts(context)) {
      await report.step(part.title, async (step) => {
        step.say('building');
        await part.build(outFolder, context).catch((error) => refuse(part, error));
        await writeStamp(stampPath(context, part), { made });
        return 'built';
      });
    }
  });
}

/**
 * The parts whose sources are not those that they were last built of, or whose outputs are missing.
 * @param {Context} context
 */
async function outdatedParts(context) {
  const looked = await Promise.all(
    parts.map(async (part) => {
      const made = await fingerprint(context.repository, part.sources);
      const stamp = await readStamp(stampPath(context, part));
      const outputs = part.outputs.map((path) => join(context.repository, 'out', path));
      const areThere = (await Promise.all(outputs.map(isThere))).every(Boolean);
      return { part, made, isCurrent: stamp?.made === made && areThere };
    }),
  );
  return looked.filter(({ isCurrent }) => !isCurrent);
}

/**
 * A mistake in the sources is said in the bundler's own words, without the bundler's stack.
 * @param {Part} part
 * @param {unknown} error
 * @returns {never}
 */
function refuse(part, error) {
  const words = error instanceof Error ? error.message : String(error);
  throw new SetupError(`${part.title} could not be built.\n${words}`);
}

/** @param {Context} context @param {Part} part */
function stampPath({ repository }, part) {
  return join(repository, 'out', 'built', `${part.title.toLowerCase()}.json`);
}

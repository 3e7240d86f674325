// The models that come with Charloom: one English, one Chinese, each at most 2 MB, trained by the product's
// own terminal on the sample texts. Recipes are in epochs with a fixed seed and replica count, so that the
// same machine and library make the same files again.
import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../setup/run.mjs';
import { SetupError } from '../setup/setup-error.mjs';
import { prepare, readOptions } from './prepare.mjs';

/** What git and the installer are to carry at most for each. */
const LARGEST_BYTES = 2_000_000;

/** An hour is several times what either takes on two cores. */
const TIMEOUT_MS = 60 * 60_000;

const models = [
  {
    name: 'Moby-Dick, small',
    file: 'moby-dick-small.safetensors',
    text: 'moby-dick.txt',
    recipe: '--layers 192,192 --embedding 32 --epochs 12 --learning-rate 0.006 --dropout 0.05',
  },
  {
    name: '论语 · 诗经 · 小',
    file: 'chinese-classics-small.safetensors',
    text: 'chinese-classics.txt',
    // Dropout because the text is short, a narrow last layer because the softmax over its characters is most of it.
    recipe:
      '--layers 96,80 --embedding 32 --epochs 50 --learning-rate 0.006 --dropout 0.3 --batch-size 16',
  },
];

/** @param {string[]} args */
export async function main(args) {
  const { context, rest } = readOptions(args);
  const chosen = models.filter(({ file }) => rest.length === 0 || rest.includes(file));
  await prepare('samples', context, { bundles: false });
  await prepare('run', context);
  const home = await mkdtemp(join(tmpdir(), 'charloom-models-'));
  const folder = join(context.repository, 'build', 'models');
  const terminal = join(context.repository, 'out', 'terminal.js');
  /** @param {string[]} words */
  const charloom = async (...words) => {
    const env = { ...context.env, CHARLOOM_HOME: home };
    const done = await run(process.execPath, [terminal, ...words], {
      cwd: context.repository,
      env,
      timeoutMs: TIMEOUT_MS,
    });
    if (!done.isSuccess) throw new SetupError(`charloom ${words[0]} failed: ${done.reason}`);
  };
  try {
    await mkdir(folder, { recursive: true });
    for (const { name, file, text, recipe } of chosen) {
      console.log(`${name}: charloom train ${text} ${recipe}`);
      const source = join(context.repository, 'out', 'samples', text);
      const fixed = ['--name', name, '--seed', '1', '--replicas', '2'];
      await charloom('train', source, ...fixed, ...recipe.split(' '));
      const target = join(folder, file);
      await rm(target, { force: true });
      await charloom('export', name, '--output', target);
      const { size } = await stat(target);
      if (size > LARGEST_BYTES) throw new SetupError(`${file} has ${size} bytes; at most 2 MB.`);
      console.log(`${file}: ${size} bytes`);
    }
  } finally {
    await rm(home, { recursive: true, force: true });
  }
  return 0;
}

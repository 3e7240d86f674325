// Which texts detection was tuned on and which it is measured with: no work stands in both lists, and no author
// writes the same language in both. They lie in one folder, a Debian package under its own name, a public
// repository as owner+name. Knows nothing of encodings.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Converter } from 'opencc-js';

/**
 * @typedef {object} Text
 * @property {string} language
 * @property {string} author
 * @property {string} work
 * @property {string} origin package or repository, and the files in it
 * @property {string} files
 * @property {(text: string) => string} clean
 * @property {string} [encoding]
 */

const faker = 'php-faker/usr/share/php/Faker/Provider';
const polish = 'computationalstylistics+100_polish_novels/corpus';
const german = 'computationalstylistics+68_german_novels/corpus';
const russian = 'd0rj+RusLit/prose';
const chinese = 'smalllion22+project_gutenberg';
const korean = 'storidient+KoCoNovel/data/jsonl';
const japanese = 'segavvy+wakatigaki-aozorabunko';
const morris =
  'GITenberg+News-from-Nowhere--Or-An-Epoch-of-Rest--13-Being-Some-Chapters-from-a-Utopian-Romance_3261';

/** @type {Text[]} */
export const measured = [
  text('zh-Hans', 'Cao Xueqin', '红楼梦', 'tennessine+corpus/红楼梦.txt'),
  text('zh-Hans', "Shi Nai'an", '水浒传', 'tennessine+corpus/水浒传.txt'),
  text('zh-Hans', 'Lu Xun', '呐喊', `${faker}/zh_TW/Text.php`, simplified),
  text('zh-Hant', 'Lu Xun', '吶喊', `${faker}/zh_TW/Text.php`, php),
  text('zh-Hant', 'Li Boyuan', '官場現形記', `${chinese}/官場現形記.txt`),
  text('zh-Hant', 'Wen Kang', '兒女英雄傳', `${chinese}/兒女英雄傳.txt`),
  text('ja', 'Miyazawa Kenji', '銀河鉄道の夜', `${faker}/ja_JP/Text.php`, php),
  {
    ...text('ja', 'Akutagawa', '羅生門 …', 'Mellokun614+LSTM-Akutagawa/*.txt', aozora),
    encoding: 'shift_jis',
  },
  text('ja', 'Natsume Soseki', '猫 …', `${japanese}/{neko,sanshiro,bottyan,meian}.txt`, unspaced),
  text('ko', 'Yi Kwangsu', '유정', `${faker}/ko_KR/Text.php`, php),
  text('ko', 'Kim Yujeong', '만무방 …', `${korean}/{9,10,13,14,23,42}_*/text.jsonl`, jsonl),
  text('ko', 'Hyeon Jingeon', '빈처 …', `${korean}/{1,25,26,31,32,34,50}_*/text.jsonl`, jsonl),
  text('ko', 'Kang Gyeongae', '부자 …', `${korean}/{7,19,24,36,44}_*/text.jsonl`, jsonl),
  text('ru', 'Gogol', 'Мёртвые души', `${faker}/ru_RU/Text.php`, php),
  text('ru', 'Dostoevsky', 'Идиот', `${russian}/Dostoevsky/Идиот.txt`),
  text('ru', 'Tolstoy', 'Воскресение', `${russian}/Tolstoy/Воскресение.txt`),
  text('pl', 'Schulz', 'Sklepy cynamonowe', `${faker}/pl_PL/Text.php`, php),
  text('pl', 'Prus', 'Lalka', `${polish}/prus_lalka_1890.txt`),
  text('de', 'Goethe', 'Werther', `${faker}/de_DE/Text.php`, php),
  text('de', 'Fontane', 'Effi Briest …', `${german}/fontane_*.txt`),
  text('en', 'Carroll', "Alice's Adventures in Wonderland", `${faker}/en_US/Text.php`, typeset),
  text('en', 'Morris', 'News from Nowhere', `${morris}/3261.txt`, (all) => curled(gutenberg(all))),
];

/** @type {Text[]} */
export const tuning = [
  text('zh-Hans', 'jieba', 'word list', 'jieba/dict.txt', words),
  text('zh-Hans', 'Luo Guanzhong', '三国演义', 'tennessine+corpus/三国演义.txt'),
  text('zh-Hans', "Wu Cheng'en", '西游记', 'tennessine+corpus/西游记.txt'),
  ...manuals('zh-Hans', 'zh-cn'),
  text('zh-Hant', 'jieba', 'word list', 'jieba/dict.txt', (all) => traditional(words(all))),
  text('zh-Hant', 'Zhou Ji', '西湖二集', `${chinese}/西湖二集.txt`),
  text('zh-Hant', 'Baoweng', '今古奇觀', `${chinese}/project_gutenberg/今古奇觀.txt`),
  ...manuals('zh-Hant', 'zh-tw'),
  text('ja', 'Edogawa', '二十面相 …', `${japanese}/{20m,40m,maz,tann,uty}*.txt`, unspaced),
  ...manuals('ja', 'ja'),
  text(
    'ko',
    'others',
    'novels',
    `${korean}/{2,3,4,5,6,8,12,15,16,20,22,27,29,3[35789],4[0135-9]}_*/text.jsonl`,
    jsonl,
  ),
  ...manuals('ko', 'ko'),
  text('ru', 'Turgenev, Gorky', 'novels', `${russian}/{Turgenev/Д,Gorky/Д}*.txt`),
  ...manuals('ru', 'ru'),
  text('uk', 'Franko', 'Захар Беркут', `${faker}/uk_UA/Text.php`, php),
  text('bg', 'fortunes', 'fortunes-bg', 'fortunes-bg/usr/share/games/fortunes/bg/*', fortunes),
  text('pl', 'others', 'novels', `${polish}/{berent,dygasinski,orzeszkowa,sienkiewicz}_*.txt`),
  text('cs', 'Čapek', 'Krakatit', `${faker}/cs_CZ/Text.php`, php),
  text('hu', 'Rejtő', 'Piszkos Fred', `${faker}/hu_HU/Text.php`, php),
  text('de', 'others', 'novels', `${german}/{kafka,keller,mann,spyri}_*.txt`),
  ...manuals('de', 'de'),
  text('fr', 'Flaubert', 'Madame Bovary', `${faker}/fr_FR/Text.php`, php),
  text('es', 'Pérez Galdós', 'Trafalgar', `${faker}/es_ES/Text.php`, php),
  text('pt', 'Machado', 'Dom Casmurro', `${faker}/pt_BR/Text.php`, php),
  ...manuals('pt', 'pt'),
  ...manuals('it', 'it'),
  ...manuals('sv', 'sv'),
  ...manuals('ro', 'ro'),
  ...manuals('da', 'da'),
  text('en', 'Melville', 'Moby-Dick', 'moby-dick/data.txt', curled),
];

/**
 * The whole text of a work.
 * @param {string} folder
 * @param {Text} work
 */
export function readText(folder, work) {
  const names = expand(folder, work.files).filter((name) => !name.endsWith('.dat'));
  if (names.length === 0) throw new Error(`Nothing lies at ${work.files}.`);
  const texts = names.sort().map((name) => {
    const bytes = readFileSync(name);
    const plain = name.endsWith('.gz') ? gunzipSync(bytes) : bytes;
    return work.clean(new TextDecoder(work.encoding ?? 'utf-8').decode(plain));
  });
  return texts.join('\n').normalize('NFC').replaceAll('\r\n', '\n').replaceAll('\uFEFF', '');
}

/**
 * Paths that a shell's pattern stands for, without those that do not exist.
 * @param {string} folder
 * @param {string} pattern
 */
function expand(folder, pattern) {
  const script = `shopt -s globstar nullglob; printf '%s\\n' ${pattern.replaceAll(' ', '\\ ')}`;
  const names = execFileSync('bash', ['-c', script], { cwd: folder, encoding: 'utf8' });
  return names
    .split('\n')
    .filter((name) => name !== '')
    .map((name) => join(folder, name))
    .filter((name) => existsSync(name));
}

/**
 * @param {string} language
 * @param {string} author
 * @param {string} work
 * @param {string} files
 * @param {(all: string) => string} [clean]
 * @returns {Text}
 */
function text(language, author, work, files, clean = (all) => all) {
  return { language, author, work, origin: files, files, clean };
}

/**
 * Debian's manuals in one language, as far as they exist.
 * @param {string} language
 * @param {string} name
 */
function manuals(language, name) {
  const installation = name.replace(/-..$/, (country) => country.toUpperCase().replace('-', '_'));
  const files = `{installation-guide-amd64/usr/share/doc/installation-guide-amd64/${installation}/*.html,{debian-faq,debian-reference,maint-guide,developers-reference}-${name}/usr/share/doc/**/*.{html,txt.gz}}`;
  return [text(language, 'Debian', 'manuals', files, html)];
}

/** @param {string} all */
function html(all) {
  return all
    .replace(/<(script|style)[^]*?<\/\1>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&[a-z]+;/g, ' ');
}

/**
 * The text that a generator of filler text in PHP was given: one long literal.
 * @param {string} all
 */
function php(all) {
  const start = all.indexOf('$baseText');
  const body = all.slice(
    all.indexOf('\n', start) + 1,
    all.lastIndexOf('EOT') > start ? all.lastIndexOf('EOT') : undefined,
  );
  return body.trimEnd();
}

/** @param {string} all */
function typeset(all) {
  return curled(php(all));
}

/**
 * English as a printer sets it: with curly quotes and long dashes.
 * @param {string} all
 */
function curled(all) {
  return all
    .replace(/(^|[\s(-])"/g, '$1“')
    .replaceAll('"', '”')
    .replace(/(^|[\s(“-])'/g, '$1‘')
    .replaceAll("'", '’')
    .replaceAll('--', '—');
}

/** @param {string} all */
function simplified(all) {
  return Converter({ from: 'tw', to: 'cn' })(php(all));
}

/** @param {string} all */
function traditional(all) {
  return Converter({ from: 'cn', to: 'tw' })(all);
}

/**
 * Aozora's notation without its readings and notes, its head and its tail.
 * @param {string} all
 */
function aozora(all) {
  const body = all.split(/^-{20,}\r?$/m).at(-1) ?? all;
  return body.replace(/底本：[^]*/, '').replace(/《[^》]*》|［＃[^］]*］|[｜]/g, '');
}

/** @param {string} all */
function unspaced(all) {
  return all.replace(/ +/g, '');
}

/** @param {string} all */
function jsonl(all) {
  return all
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => String(JSON.parse(line).text))
    .join('\n');
}

/** @param {string} all */
function gutenberg(all) {
  const [, body = all] = all.split(/^\*\*\* ?(?:START|END) OF.*$/m);
  return body;
}

/** @param {string} all */
function fortunes(all) {
  return all.replace(/^%$/gm, '');
}

/**
 * A list of words and counts, as a text in which each stands once for a hundred times.
 * @param {string} all
 */
function words(all) {
  const lines = all.split('\n').map((line) => line.split(' '));
  return lines
    .map(([word = '', count]) => word.repeat(Math.min(4000, Math.ceil(Number(count) / 100))))
    .join('');
}

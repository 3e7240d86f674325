// Cuts 300 passages out of the measured texts and encodes them with the iconv command:
//   node test/corpus/encodings/make-passages.mjs FOLDER
// FOLDER holds what texts.mjs names. Writes passages.tsv and passages.bin.br beside itself, which the test reads.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { constants, brotliCompressSync } from 'node:zlib';
import { measured, readText } from './texts.mjs';

const folder = process.argv[2] ?? '.';
const smallest = 200;
const largest = 200_000;
/**
 * How many passages of each language in each encoding; iconv has more than one name for most.
 * @type {Record<string, [number, string[]]>}
 */
const unicode = {
  'utf-8': [3, ['UTF-8']],
  'utf-16le': [3, ['UTF-16LE']],
  'utf-16be': [3, ['UTF-16BE']],
};
/** @type {Record<string, Record<string, [number, string[]]>>} */
const plan = {
  'zh-Hans': { ...unicode, gb18030: [27, ['GB18030', 'GBK', 'GB2312']] },
  'zh-Hant': { ...unicode, big5: [27, ['BIG5', 'CP950', 'BIG5-HKSCS']] },
  ja: {
    ...unicode,
    shift_jis: [24, ['CP932', 'SHIFT_JIS']],
    'euc-jp': [24, ['EUC-JP', 'EUC-JP-MS']],
  },
  ko: { ...unicode, 'euc-kr': [26, ['EUC-KR', 'CP949']] },
  ru: { ...unicode, 'windows-1251': [23, ['CP1251']], 'koi8-r': [23, ['KOI8-R']] },
  pl: { ...unicode, 'windows-1250': [24, ['CP1250']] },
  de: { ...unicode, 'windows-1252': [18, ['CP1252']], 'windows-1250': [4, ['CP1250']] },
  en: { ...unicode, 'windows-1252': [8, ['CP1252']] },
};

const random = generator(20_260);
/** @type {string[]} */
const index = [];
/** @type {Buffer[]} */
const pieces = [];
for (const [language, encodings] of Object.entries(plan)) {
  const works = measured
    .filter((work) => work.language === language)
    .map((work) => ({
      ...work,
      text: readText(folder, work),
      used: /** @type {[number, number][]} */ ([]),
    }));
  // The long ones first, while there is room for them.
  const orders = ordersOf(encodings).sort((left, right) => right.size - left.size);
  for (const [turn, order] of orders.entries()) {
    const { author, work, text, bytes } = cut(works, turn, order);
    const hash = createHash('sha256').update(text).digest('hex').slice(0, 16);
    const row = [order.encoding, order.name, language, author, work, bytes.length, hash];
    index.push(row.join('\t'));
    pieces.push(bytes);
  }
}
const here = new URL('.', import.meta.url);
const columns = 'encoding\ticonv\tlanguage\tauthor\twork\tbytes\tsha256';
writeFileSync(new URL('passages.tsv', here), `${[columns, ...index].join('\n')}\n`);
const packed = brotliCompressSync(Buffer.concat(pieces), {
  params: {
    [constants.BROTLI_PARAM_QUALITY]: 11,
    [constants.BROTLI_PARAM_LGWIN]: 24,
    [constants.BROTLI_PARAM_SIZE_HINT]: pieces.reduce((sum, piece) => sum + piece.length, 0),
  },
});
writeFileSync(new URL('passages.bin.br', here), packed);

/** @typedef {{ encoding: string, name: string, size: number, mark: string }} Order */

/**
 * What is to be cut of one language.
 * @param {Record<string, [number, string[]]>} encodings
 * @returns {Order[]}
 */
function ordersOf(encodings) {
  return Object.entries(encodings).flatMap(([encoding, [count, names]]) =>
    Array.from({ length: count }, (_, i) => {
      const share = (i + random()) / count;
      return {
        encoding,
        name: names[i % names.length] ?? encoding,
        // Half of them are shorter than 1.2 KB.
        size: Math.round(smallest * (largest / smallest) ** (share * share)),
        // One of three in Unicode has a byte order mark.
        mark: encoding in unicode && i === 1 ? '\uFEFF' : '',
      };
    }),
  );
}

/**
 * A passage that none before shares a character with, from each author in turn as long as there is room.
 * @param {{ author: string, work: string, text: string, used: [number, number][] }[]} works
 * @param {number} turn
 * @param {Order} order
 */
function cut(works, turn, { size, name, mark }) {
  for (let attempt = 0; attempt < 600; attempt++) {
    const work = works[(turn + Math.floor(attempt / 40)) % works.length];
    if (work === undefined) break;
    const start = paragraphAt(work.text, Math.floor(random() * work.text.length));
    const candidate = work.text.slice(start, start + size);
    const bytes = iconv(mark + candidate, 'UTF-8', name).subarray(0, size);
    // What iconv left out, or cut in two, the passage does not have.
    const text = iconv(bytes, name, 'UTF-8').toString('utf8');
    const whole = iconv(text, 'UTF-8', name);
    const end = start + Math.ceil(text.length * 1.02) + 20;
    if (whole.length < Math.max(smallest, size * 0.9) || isTaken(work.used, start, end)) continue;
    work.used.push([start, end]);
    return { author: work.author, work: work.work, text, bytes: whole };
  }
  throw new Error(`No passage of ${size} bytes is left.`);
}

/**
 * @param {string} text
 * @param {number} at
 */
function paragraphAt(text, at) {
  const end = text.indexOf('\n', at);
  return end < 0 || end > at + 2000 ? at : end + 1;
}

/**
 * @param {[number, number][]} used
 * @param {number} start
 * @param {number} end
 */
function isTaken(used, start, end) {
  return used.some(([from, to]) => start < to && from < end);
}

/**
 * @param {string | Uint8Array} input
 * @param {string} from
 * @param {string} to
 */
function iconv(input, from, to) {
  const done = spawnSync('iconv', ['-c', '-f', from, '-t', to], { input, maxBuffer: 1 << 26 });
  return done.stdout;
}

/**
 * Numbers from 0 to 1, the same each time.
 * @param {number} seed
 */
function generator(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

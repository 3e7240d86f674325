// Counts the tuning texts' characters, and for alphabets their pairs of letters, into app/corpus/encodings:
//   node test/corpus/encodings/make-frequencies.mjs FOLDER
// FOLDER holds what texts.mjs names. Each row of a list holds what costs that many bits: a row's number is -log2 p.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readText, tuning } from './texts.mjs';

const folder = process.argv[2] ?? '.';
const target = fileURLToPath(new URL('../../../app/corpus/encodings/', import.meta.url));
/** What detection is tried out with while it is tuned: the end of each tuning text. */
const countedShare = 0.9;
/** Rarer characters and pairs are not worth their place. */
const rarest = { characters: 14, pairs: 12, joint: 13 };
const scripts = ['zh-Hans', 'zh-Hant', 'ja', 'ko'];

/** @typedef {[language: string, rows: string[]]} Entry */
/** @type {Entry[]} */
const characters = [];
/** @type {Entry[]} */
const letters = [];
for (const language of new Set(tuning.map((work) => work.language))) {
  const works = tuning.filter((work) => work.language === language);
  const texts = works.map((work) => {
    const text = readText(folder, work);
    return text.slice(0, Math.floor(text.length * countedShare));
  });
  if (scripts.includes(language)) characters.push([language, countCharacters(texts)]);
  else letters.push([language, countPairs(texts)]);
}
write('character-frequencies', 'characterFrequencies', characters, [
  'How often characters stand in Chinese, Japanese and Korean among those beyond ASCII: row n holds those',
  'that make up about one of 2ⁿ. Made by test/corpus/encodings/make-frequencies.mjs; knows no encoding.',
]);
write('letter-frequencies', 'letterFrequencies', letters, [
  'How often a letter follows another in languages with alphabets, pairs with a letter beyond ASCII alone:',
  'row n holds pairs whose second comes after the first about once in 2ⁿ times. A blank stands for any white',
  'space, 0 for digits, a full stop for ASCII punctuation. Made by test/corpus/encodings/make-frequencies.mjs.',
]);

/**
 * Mean share over the texts, so that a long one does not drown the others.
 * @param {string[]} texts
 */
function countCharacters(texts) {
  /** @type {Map<string, number>} */
  const shares = new Map();
  for (const text of texts) {
    /** @type {Map<string, number>} */
    const counts = new Map();
    let total = 0;
    for (const character of text) {
      if (character <= '\u007F') continue;
      counts.set(character, (counts.get(character) ?? 0) + 1);
      total += 1;
    }
    for (const [character, count] of counts) {
      const share = count / total / texts.length;
      shares.set(character, (shares.get(character) ?? 0) + share);
    }
  }
  return rows(
    [...shares].map(([key, share]) => [key, -Math.log2(share)]),
    rarest.characters,
  );
}

/** @param {string[]} texts */
function countPairs(texts) {
  const symbols = symbolsOf(texts.join('\n'));
  /** @type {Map<string, number>} */
  const firsts = new Map();
  /** @type {Map<string, number>} */
  const pairs = new Map();
  for (let i = 1; i < symbols.length; i++) {
    const first = symbols[i - 1] ?? '';
    const second = symbols[i] ?? '';
    firsts.set(first, (firsts.get(first) ?? 0) + 1);
    if (first > '\u007F' || second > '\u007F') {
      pairs.set(first + second, (pairs.get(first + second) ?? 0) + 1);
    }
  }
  const beyond = [...pairs.values()].reduce((sum, count) => sum + count, 0);
  const kept = [...pairs].filter(
    ([, count]) => count > 3 && -Math.log2(count / beyond) < rarest.joint,
  );
  return rows(
    kept.map(([pair, count]) => [pair, -Math.log2(count / (firsts.get(pair[0] ?? '') ?? 1))]),
    rarest.pairs,
  );
}

/** @param {string} text */
function symbolsOf(text) {
  return text
    .toLowerCase()
    .replace(/[ \t\r\n\u00A0]+/g, ' ')
    .replace(/[0-9]/g, '0')
    .replace(/[!-/:-@[-`{-~]/g, '.')
    .replace(/[\u{10000}-\u{10FFFF}]/gu, '.');
}

/**
 * @param {[key: string, cost: number][]} costs
 * @param {number} highest
 */
function rows(costs, highest) {
  const lines = [];
  for (let bits = 0; bits <= highest; bits++) {
    const keys = costs.filter(([, cost]) => Math.round(cost) === bits).map(([key]) => key);
    lines.push(keys.sort().join(''));
  }
  return lines;
}

/**
 * @param {string} file
 * @param {string} name
 * @param {Entry[]} entries
 * @param {string[]} header
 */
function write(file, name, entries, header) {
  const body = entries.map(([language, lines]) => {
    const rowsOf = lines.map((line) => `    ${JSON.stringify(line)},`).join('\n');
    return `  ${JSON.stringify(language)}: [\n${rowsOf}\n  ],`;
  });
  const comment = header.map((line) => `// ${line}`).join('\n');
  const declaration = `/** Rows of each language, by its ISO 639 name. */\nexport const ${name} = {`;
  const end = '} satisfies Record<string, readonly string[]>;';
  writeFileSync(
    `${target}${file}.ts`,
    `${comment}\n\n${declaration}\n${body.join('\n')}\n${end}\n`,
  );
}

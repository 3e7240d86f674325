// Draws what a person might hand to Charloom on a bad day: one to three sources, how to read them and how to clean
// them. A number stands for the same input on every machine.

import { defaultCleaning, type CleaningOptions } from '../../../app/contract/cleaning.ts';
import { encodings, sourceFormats, type SourceReading } from '../../../app/contract/corpus.ts';
import { createRandom, type Random } from '../../../app/model/random.ts';
import { below, damage, happens, pick, randomBytes } from './damages.ts';
import { drawEncodedText, drawText } from './encoded-texts.ts';
import { damagePart, type GoldenDocument } from './golden-documents.ts';
import { hostileContainers, type HostileFile } from './hostile-containers.ts';
import { hostilePdfs } from './hostile-pdfs.ts';
import { hostileTexts } from './hostile-texts.ts';

export type DamagedSource =
  | { kind: 'file'; name: string; bytes: Buffer; reading: SourceReading }
  | { kind: 'text'; name: string; text: string };

export interface DamagedInput {
  /** How it was made. */
  label: string;
  sources: DamagedSource[];
  cleaning: CleaningOptions;
  /** Left out, as an import without a word of it. */
  minimumCharacters?: number;
  /** What may become of it, where that is known. */
  expected: HostileFile['expected'] | null;
}

interface NamedBytes {
  label: string;
  name: string;
  bytes: Buffer;
}

/** How files of other formats begin. */
const beginnings: readonly string[] = [
  ...[
    '',
    'PK\x03\x04',
    'PK\x05\x06',
    '%PDF-1.4\n',
    '\xef\xbb\xbf',
    '\xff\xfe',
    '\xfe\xff',
    '\x89PNG\r\n',
  ],
  ...[
    '<!doctype html>',
    '<?xml version="1.0"?>',
    'WEBVTT\n\n',
    '{"text": "',
    '---\n',
    'id,text\n1,"',
  ],
];
const endings = [
  '',
  '.txt',
  '.md',
  '.html',
  '.epub',
  '.docx',
  '.pdf',
  '.srt',
  '.vtt',
  '.jsonl',
  '.csv',
];

/** Names as no program makes them, before their ending. */
const strangeNames = [
  ' ',
  '.',
  '..',
  'a\nb',
  '../../up',
  'x'.repeat(240),
  '‮fdp',
  'con',
  '🙂',
  '"',
  '%00',
];

/** Far behind what is read in a few seconds. */
export const firstLarge = 1000;

export class DamagedInputs {
  readonly #golden: readonly GoldenDocument[];
  readonly #containers: readonly GoldenDocument[];
  readonly #texts: readonly GoldenDocument[];
  readonly #pdfs: readonly GoldenDocument[];
  readonly #hostile: readonly HostileFile[];
  readonly #large: readonly HostileFile[];

  /** `outside` is a path that must not come into being. */
  constructor(golden: readonly GoldenDocument[], outside: string) {
    this.#golden = golden;
    this.#containers = golden.filter(({ name }) => /\.(epub|docx)$/.test(name));
    this.#pdfs = golden.filter(({ name }) => name.endsWith('.pdf'));
    this.#texts = golden.filter(({ name }) => !/\.(epub|docx|pdf)$/.test(name));
    const hostile = [...hostileContainers(outside), ...hostileTexts(), ...hostilePdfs()];
    this.#hostile = hostile.filter(({ isLarge }) => isLarge !== true);
    this.#large = hostile.filter(({ isLarge }) => isLarge === true);
  }

  /**
   * The first numbers stand for documents as they are and for what somebody made to do harm, those from `firstLarge`
   * on for what is large besides, all others for chance.
   */
  draw(number: number): DamagedInput {
    const golden = this.#golden[number];
    if (golden) return asItIs({ ...golden, label: `${golden.name} as it is` }, null);
    const hostile = this.#hostile[number - this.#golden.length] ?? this.#large[number - firstLarge];
    if (hostile) return asItIs({ ...hostile, bytes: hostile.make() }, hostile.expected);
    return this.#drawAny(createRandom(number));
  }

  #drawAny(random: Random): DamagedInput {
    const first = happens(random, 3) ? drawPasted(random) : this.#drawFile(random);
    const sources = [first.source];
    const labels = [first.label];
    while (sources.length < 3 && happens(random, 10)) {
      const other = this.#drawFile(random);
      sources.splice(below(random, sources.length + 1), 0, other.source);
      labels.push(other.label);
    }
    return {
      label: labels.join(' and '),
      sources,
      cleaning: happens(random, 25) ? drawCleaning(random) : defaultCleaning,
      ...(happens(random, 85) && { minimumCharacters: 1 }),
      expected: null,
    };
  }

  #drawFile(random: Random): { label: string; source: DamagedSource } {
    const { label, name, bytes } = this.#drawBytes(random);
    const shown = happens(random, 3) ? drawStrangeName(random, name) : name.replace(/^.*\//, '');
    const reading = happens(random, 15) ? drawReading(random) : {};
    const told = Object.entries(reading).map(([key, value]) => `${key}=${value}`);
    return {
      label: [label, ...told].join(', '),
      source: { kind: 'file', name: shown, bytes, reading },
    };
  }

  #drawBytes(random: Random): NamedBytes {
    const kind = below(random, 100);
    if (kind < 30) return damageWhole(pick(random, this.#texts), random);
    if (kind < 47) return damageWhole(pick(random, this.#containers), random);
    if (kind < 62) return damagePart(pick(random, this.#containers), random);
    if (kind < 67) return damageWhole(pick(random, this.#pdfs), random);
    if (kind < 80) return drawEncodedText(random);
    if (kind < 92) return damageWhole(drawEncodedText(random), random);
    return drawNoise(random);
  }
}

function asItIs(
  { label, name, bytes }: NamedBytes,
  expected: DamagedInput['expected'],
): DamagedInput {
  const source = { kind: 'file', name: name.replace(/^.*\//, ''), bytes, reading: {} } as const;
  return { label, sources: [source], cleaning: defaultCleaning, minimumCharacters: 1, expected };
}

function damageWhole(file: GoldenDocument & { label?: string }, random: Random): NamedBytes {
  const { bytes, how } = damage(file.bytes, random);
  return { label: `${file.label ?? file.name} ${how}`, name: file.name, bytes };
}

function drawNoise(random: Random): NamedBytes {
  const beginning = pick(random, beginnings);
  const ending = pick(random, endings);
  const bytes = Buffer.concat([
    Buffer.from(beginning, 'latin1'),
    randomBytes(random, below(random, 4000)),
    Buffer.from(beginning.startsWith('%PDF') ? 'startxref\n0\n%%EOF' : ''),
  ]);
  return { label: `noise after ${JSON.stringify(beginning)}`, name: `noise${ending}`, bytes };
}

function drawStrangeName(random: Random, name: string): string {
  const ending = /\.[a-z]+$/.exec(name)?.[0] ?? '';
  return pick(random, strangeNames) + ending;
}

/** A pasted text: it may have halves of characters, which no file can. */
function drawPasted(random: Random): { label: string; source: DamagedSource } {
  let text = drawText(random, pick(random, encodings), 600 + below(random, 3000));
  const trouble = pick(random, ['', '\ud800', '\udc00', '\0', '\ufeff', '\ud83d\ude00', '\u2028']);
  const at = below(random, text.length);
  text = text.slice(0, at) + trouble + text.slice(at);
  const label = `a pasted text with ${JSON.stringify(trouble)}`;
  return { label, source: { kind: 'text', name: 'pasted', text } };
}

function drawReading(random: Random): SourceReading {
  return {
    ...(happens(random, 50) && { encoding: pick(random, encodings) }),
    ...(happens(random, 40) && { format: pick(random, sourceFormats) }),
    ...(happens(random, 20) && { field: pick(random, ['text', '', 'no such', '__proto__', '2']) }),
    ...(happens(random, 60) && { skipUndecodable: true }),
  };
}

function drawCleaning(random: Random): CleaningOptions {
  const isOn = () => happens(random, 35);
  return {
    lineEnds: isOn(),
    form: pick(random, ['none', 'NFC', 'NFKC']),
    fullWidth: isOn(),
    chinese: happens(random, 80) ? 'as-is' : pick(random, ['simplified', 'traditional']),
    controls: isOn(),
    blanks: isOn(),
    emptyLines: isOn(),
    lowerCase: isOn(),
    hyphenation: isOn(),
    pageNumbers: isOn(),
    gutenberg: isOn(),
    repeatedDocuments: isOn(),
    repeatedLines: isOn(),
    remove: happens(random, 80) ? '' : pick(random, ['0-9', 'a', '\\-', '\u0300-\u036f']),
    keep: happens(random, 85) ? '' : pick(random, ['a-zA-Z .,', ' -~', '\u4e00-\u9fff']),
  };
}

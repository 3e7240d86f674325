// Texts and files that the tests of the corpus share.

import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { writeSnapshot, type CorpusSnapshot } from '../../app/corpus/importing/snapshot.ts';
import type {
  CorpusInput,
  ReadingOptions,
  TextInput,
} from '../../app/corpus/importing/text-input.ts';

/** Texts on which naive handling of characters fails. */
export const hardTexts: Record<string, string> = {
  empty: '',
  'one character': 'x',
  CJK: '子曰：「學而時習之，不亦說乎？」',
  'ideographs outside the basic plane': '𠮷野家𡈽',
  'emoji joined by ZWJ': 'family 👨‍👩‍👧‍👦 flag 🏳️‍🌈 skin 👍🏽',
  'combining marks': 'e\u0301 o\u0323\u0302 a\u0302\u0323 \u0344 \u1e9b\u0323',
  'Hangul jamo': '\u1112\u1161\u11ab\u1100\u1173\u11af',
  Devanagari: 'हिन्दी \u0958',
  CRLF: 'one\r\ntwo\rthree\n\r\nfour\r',
  NUL: 'a\0b',
  'line and paragraph separators': 'a\u2028b\u2029c\u0085d',
  'right to left': 'שלום \u202eabc\u202c مرحبا',
  'byte order mark inside': 'a\uFEFFb',
  'replacement character': 'a\uFFFDb',
  'last code point': '\u{10FFFF}\uFFFF',
};

export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'charloom-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export async function fileInput(
  folder: string,
  name: string,
  content: string | Uint8Array,
): Promise<TextInput & { kind: 'file' }> {
  const path = join(folder, name);
  await writeFile(path, content);
  return { kind: 'file', name, path };
}

export interface MadeSnapshot extends CorpusSnapshot {
  textPath: string;
  idsPath: string;
}

/** Makes a corpus in a folder with plain files. */
export async function makeSnapshot(
  folder: string,
  inputs: readonly CorpusInput[],
  options: ReadingOptions = {},
): Promise<MadeSnapshot> {
  const files = {
    async openOutput(name: string) {
      const file = await open(join(folder, name), 'w');
      return {
        path: join(folder, name),
        write: async (bytes: Uint8Array) => {
          await file.writeFile(bytes);
        },
        close: () => file.close(),
      };
    },
  };
  const snapshot = await writeSnapshot(inputs, files, options);
  return { ...snapshot, textPath: join(folder, 'text'), idsPath: join(folder, 'ids') };
}

/** What cleaning a whole string at once gives: the reference for cleaning it in pieces. */
export function cleanNaively(text: string): string {
  return text
    .replace(/^\uFEFF/, '')
    .replaceAll('\r\n', '\n')
    .replaceAll('\r', '\n')
    .normalize('NFC');
}

/** Lets a text pass the limit of 500 characters without changing what stands in it. */
export function lengthen(text: string): string {
  return text + '\n' + 'All work and no play makes a dull text. '.repeat(14);
}

/** Root may read everything; where the tests run as root, this does the work as somebody else. */
export async function withoutRootRights(work: () => Promise<void>): Promise<void> {
  if (process.getuid?.() !== 0) return work();
  process.seteuid?.(65_534);
  try {
    await work();
  } finally {
    process.seteuid?.(0);
  }
}

// Whether a corpus in a library is right: its text, its ids and its record say the same, and it can be opened in every
// way that a front end has. Reads the files themselves wherever it can, not through the code that wrote them.

import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { idHeaderBytes } from '../../../app/corpus/id-file.ts';
import type { KeptDocument } from '../../../app/corpus/importing/text-input.ts';
import { endIndex, specialEntries } from '../../../app/corpus/vocabulary/vocabulary.ts';
import type { Corpora, Library, OpenedCorpus } from '../../../app/library/interfaces.ts';

const ownFiles = ['corpus.json', 'documents.jsonl', 'ids', 'text.txt'];

/** Shares of a text that may be NULs and other characters that control something. */
const mostNuls = 0.01;
const mostControls = 0.05;

type StoredRecord = OpenedCorpus['record'];
type Hold = (isRight: boolean, fault: string) => void;

/** What is wrong with a corpus, each in a sentence; none where it is right. */
export async function findFaults({ corpora, home }: Library, id: string): Promise<string[]> {
  const faults: string[] = [];
  const hold: Hold = (isRight, fault) => {
    if (!isRight) faults.push(fault);
  };
  const folder = join(home, 'corpora', id);
  const names = readdirSync(folder);
  hold(
    names.every((name) => ownFiles.includes(name)),
    `it has files of its own: ${names.join()}`,
  );
  const { record } = await corpora.open(id);
  const bytes = readFileSync(join(folder, 'text.txt'));
  const text = bytes.toString('utf8');
  holdText(hold, record, bytes, text);
  const documents = await corpora.documents(id);
  holdParts(hold, record, documents);
  const letters = record.alphabet.map(({ character }) => character);
  const lengths = documents.map(({ characters }) => characters);
  const ids = readFileSync(join(folder, 'ids'));
  hold(standsFor(ids, { text, letters, lengths }), 'its ids are not its text');
  await holdViews(hold, corpora, id);
  return faults;
}

/** Its text is what its record says of it, and is a text. */
function holdText(hold: Hold, record: StoredRecord, bytes: Buffer, text: string): void {
  hold(isUtf8(bytes), 'its text is not UTF-8');
  hold(bytes.length === record.sizeBytes, `its text has ${bytes.length} bytes`);
  const hash = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
  hold(hash === record.hash, 'the hash of its text is another one');
  const counts = new Map<string, number>();
  let characters = 0;
  for (const character of text) {
    counts.set(character, (counts.get(character) ?? 0) + 1);
    characters++;
  }
  hold(characters === record.characters, `its text has ${characters} characters`);
  const isCounted = record.alphabet.every(
    ({ character, count }) => counts.get(character) === count,
  );
  hold(isCounted && record.alphabet.length === counts.size, 'its alphabet is another one');
  hold(shareOf(text, /\0/g) <= mostNuls, 'its text is full of NULs');
  const controls = shareOf(text, /[\0-\x08\x0b\x0e-\x1f\x7f]/g);
  hold(controls <= mostControls, 'its text is full of control characters');
}

/** Its documents and its sources are each all of it. */
function holdParts(hold: Hold, record: StoredRecord, documents: readonly KeptDocument[]): void {
  const { sources, characters, sizeBytes, name } = record;
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const lengths = documents.map((document) => document.characters);
  hold(sum(lengths) === characters, 'its documents are not its text');
  hold(
    lengths.every((length) => length > 0),
    'it has an empty document',
  );
  const isWhole = sum(sources.map((source) => source.characters)) === characters;
  hold(isWhole, 'its sources are not its text');
  const textBytes = sum(sources.map((source) => source.textBytes ?? NaN));
  hold(textBytes === sizeBytes, 'the bytes of its sources are not its text');
  const shown = [name, ...documents.map((document) => document.name)];
  hold(shown.every(isWellFormed), 'a name in it has half a character');
}

/** It can be shown and read from anywhere. */
async function holdViews(hold: Hold, corpora: Corpora, id: string): Promise<void> {
  const details = await corpora.show(id);
  hold(Number.isFinite(details.compressedBitsPerCharacter), 'it has no compressed size');
  hold(details.coverage.at(-1)?.share === 1, 'its characters cover less than it');
  for (const position of [0, 0.5, 1]) {
    const { text } = await corpora.excerpt(id, position);
    hold(text !== '' && isWellFormed(text), `an excerpt at ${position} is none`);
  }
}

/** Whether a text has no halves of characters. */
export function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}

function shareOf(text: string, pattern: RegExp): number {
  return (text.match(pattern)?.length ?? 0) / Math.max(1, text.length);
}

/** Whether a file of ids is this text; an end follows each document where there are several. */
function standsFor(
  file: Buffer,
  {
    text,
    letters,
    lengths,
  }: { text: string; letters: readonly string[]; lengths: readonly number[] },
): boolean {
  const bytesPerId = file.readUInt8(9);
  let at = idHeaderBytes;
  const next = () => {
    at += bytesPerId;
    return at > file.length ? -1 : file.readUIntLE(at - bytesPerId, bytesPerId);
  };
  let document = 0;
  let left = lengths.length > 1 ? (lengths[0] ?? 0) : Infinity;
  for (const character of text) {
    if (letters[next() - specialEntries.length] !== character) return false;
    if (--left > 0) continue;
    if (next() !== endIndex) return false;
    left = lengths[++document] ?? 0;
  }
  return at === file.length;
}

// From files that a person typed to a corpus of the library; the same content, read and cleaned alike, is kept once.
// Reads sizes and hashes; what the text says is the engine's business.

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { isDeepStrictEqual } from 'node:util';
import type { CleaningOptions } from '../../app/contract/cleaning.ts';
import type { CorpusSummary, SourceReading } from '../../app/contract/corpus.ts';
import { toWireError, type ErrorCode } from '../../app/contract/errors.ts';
import { followReading } from './follow-reading.ts';
import { untilInterrupted } from './interruption.ts';
import { SaidError } from './said-error.ts';
import type { CommandContext, TerminalEngine } from './surroundings.ts';
import { grantTexts, sharedFolder, type TextFile } from './text-files.ts';
import { cleaningOf, readingOf, type TextOptions } from './text-options.ts';
import { withoutControls } from './text-width.ts';

/** What can be wrong with one file among many. */
const ofOneFile: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'corpus-binary',
  'corpus-not-utf8',
  'corpus-undecodable',
  'corpus-damaged',
  'corpus-unsafe',
  'corpus-no-text',
  'corpus-field-missing',
  'corpus-unreadable',
]);

/** The corpus of these files: the one that already holds them, else a new one. */
export async function keepTexts(
  context: CommandContext,
  engine: TerminalEngine,
  files: readonly TextFile[],
  options: TextOptions,
): Promise<CorpusSummary> {
  const { console, messages } = context;
  const reading = readingOf(options);
  const cleaning = cleaningOf(options);
  const known = await findKept(context, engine, files, { reading, cleaning });
  if (known) {
    console.note(messages.corpusKnown(withoutControls(known.name)));
    return known;
  }
  const title = files.length === 1 ? (files[0]?.name ?? '') : messages.files(files.length);
  return followReading(context, engine, {
    title,
    work: async (operation) => {
      const sources = await grantTexts(engine, files, reading);
      const name = sharedFolder(files);
      const named = name === null ? {} : { name };
      return engine.client
        .call('corpus.import', { sources, ...named, cleaning, operation })
        .catch((error: unknown) => {
          throw files.length > 1 ? pointToTheRest(context, error) : error;
        });
    },
  });
}

/** The first file that cannot be read ends the reading; others may be like it. */
function pointToTheRest({ messages }: CommandContext, error: unknown): unknown {
  const wire = toWireError(error);
  if (!ofOneFile.has(wire.code)) return error;
  const [said, further] = [messages.error(wire), messages.perhapsMoreUnreadable];
  return new SaidError(wire.code, `${said}\n${further}`, { details: wire.details, cause: error });
}

/** Sizes are compared first, so that files are read only where a corpus could really be theirs. */
async function findKept(
  { signal }: CommandContext,
  { client }: TerminalEngine,
  files: readonly TextFile[],
  asked: { reading: SourceReading | null; cleaning: CleaningOptions },
): Promise<CorpusSummary | null> {
  const { encoding, format, field, skipUndecodable = false } = asked.reading ?? {};
  // Which field of a table was read is not told: another one may be meant.
  if (field !== undefined) return null;
  const candidates = (await client.call('corpus.list')).filter(
    ({ sources }) =>
      sources.length === files.length &&
      sources.every(
        (source, place) =>
          source.sizeBytes === files[place]?.sizeBytes &&
          (encoding === undefined || source.encoding === encoding) &&
          (format === undefined || source.format === format) &&
          (skipUndecodable || source.undecodable === 0),
      ),
  );
  if (candidates.length === 0) return null;
  const hashes: string[] = [];
  for (const { path } of files) hashes.push(await untilInterrupted(signal, hashFile(path)));
  for (const candidate of candidates) {
    if (!candidate.sources.every(({ hash }, place) => hash === hashes[place])) continue;
    const { cleaning } = await client.call('corpus.show', { corpus: candidate.id });
    if (isDeepStrictEqual(cleaning, asked.cleaning)) return candidate;
  }
  return null;
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return `sha256:${hash.digest('hex')}`;
}

// The one door to texts of any kind: finds out what a source is made of and reads it with that format's reader.
// Knows nothing of cleaning, counting or where texts go.

import { stat } from 'node:fs/promises';
import type { SourceFormat } from '../../contract/corpus.ts';
import { EngineError } from '../../contract/errors.ts';
import { cancelledError, loneSurrogateError, unreadableError } from '../corpus-errors.ts';
import type { TextInput } from '../importing/text-input.ts';
import { readCsv } from './tables/csv.ts';
import { readDocx } from './containers/docx.ts';
import { readEpub } from './containers/epub.ts';
import { readHtml } from './markup/html.ts';
import { endBytes, identifyFormat } from './identify-format.ts';
import { readJsonl } from './tables/jsonl.ts';
import { readMarkdown } from './plain/markdown.ts';
import { readPdf } from './pdf/pdf.ts';
import { readEnds } from './read-bytes.ts';
import { notTextError } from './source-errors.ts';
import type {
  FormatReader,
  ReaderContext,
  SourceFacts,
  SourceFile,
  SourcePiece,
} from './source-piece.ts';
import { readSubtitles } from './plain/subtitles.ts';
import { textSlices } from './plain/text-slices.ts';
import { readPlainText } from './plain/text.ts';

const readers: Record<SourceFormat, FormatReader> = {
  text: readPlainText,
  markdown: readMarkdown,
  html: readHtml,
  epub: readEpub,
  docx: readDocx,
  pdf: readPdf,
  subtitles: readSubtitles,
  jsonl: readJsonl,
  csv: readCsv,
};

/** Reads a source of any kind; throws EngineError where it cannot be taken or reading it was cancelled. */
export async function* openSource(
  input: TextInput,
  context: ReaderContext,
): AsyncGenerator<SourcePiece, SourceFacts & { format: SourceFormat }> {
  if (input.kind === 'text') return yield* readPasted(input, context.signal);
  const file = await measure(input.path, input.name);
  const format = await formatOf(file, context.reading.format);
  try {
    const facts = yield* readers[format](file, context);
    return { ...facts, format };
  } catch (error) {
    if (context.signal?.aborted) throw cancelledError();
    throw error instanceof EngineError ? error : unreadableError(file.name, error);
  }
}

/** A file must be a regular one: opening a pipe or a device could wait for ever. */
async function measure(path: string, name: string): Promise<SourceFile> {
  const status = await stat(path).catch((cause: unknown) => {
    throw unreadableError(name, cause);
  });
  if (!status.isFile()) {
    throw unreadableError(name, status.isDirectory() ? 'it is a folder' : 'it is not a file');
  }
  return { path, name, sizeBytes: status.size };
}

/** Formats that are no text whatever a person says. */
const containers: readonly SourceFormat[] = ['pdf', 'epub', 'docx'];

/** What a person says goes, among the formats that are text. */
async function formatOf(file: SourceFile, wanted: SourceFormat | undefined): Promise<SourceFormat> {
  const { head, tail } = await readEnds(file, endBytes);
  const identified = identifyFormat(head, tail, file.name);
  if (identified.format === null) {
    throw notTextError(file.name, identified.seemsToBe, identified.advice);
  }
  return containers.includes(identified.format) ? identified.format : (wanted ?? identified.format);
}

async function* readPasted(
  { name, text }: { name: string; text: string },
  signal: AbortSignal | undefined,
): AsyncGenerator<SourcePiece, SourceFacts & { format: SourceFormat }> {
  const lone = /\p{Surrogate}/u.exec(text);
  if (lone !== null) throw loneSurrogateError(name, lone.index);
  let doneBytes = 0;
  let document: { document?: string } = { document: '' };
  for (const slice of textSlices(text)) {
    if (signal?.aborted) throw cancelledError();
    doneBytes += Buffer.byteLength(slice);
    yield { text: slice, doneBytes, ...document };
    document = {};
    // Lets the event loop breathe between pieces of a long paste.
    await new Promise((resolve) => setImmediate(resolve));
  }
  const facts = { undecodable: 0, undecodableAt: [], fields: [], field: null };
  return { ...facts, encoding: 'utf-8', format: 'text' };
}

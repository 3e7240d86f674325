// Texts that are one document: plain text as it is, and what is made of the pieces of a text by a reducer.

import { DecodedText } from './decoded-text.ts';
import type { ReaderContext, SourceFacts, SourceFile, SourcePiece } from '../source-piece.ts';

/** Makes readable text of marked-up text as it comes, in flat memory. */
export interface TextReducer {
  push(text: string): string;
  finish(): string;
}

/** Reads a plain text. */
export async function* readPlainText(
  file: SourceFile,
  context: ReaderContext,
): AsyncGenerator<SourcePiece, SourceFacts> {
  const decoded = await DecodedText.open(file, context);
  let isFirst = true;
  for await (const piece of decoded.pieces()) {
    yield isFirst ? { ...piece, document: '' } : piece;
    isFirst = false;
  }
  return decoded.facts();
}

/** Reads a text that a reducer makes readable. */
export async function* readReduced(
  file: SourceFile,
  context: ReaderContext,
  reducer: TextReducer,
): AsyncGenerator<SourcePiece, SourceFacts> {
  let doneBytes = 0;
  let isFirst = true;
  const piece = (text: string): SourcePiece => {
    const document = isFirst ? { document: '' } : {};
    isFirst = false;
    return { text, doneBytes, ...document };
  };
  const decoded = await DecodedText.open(file, context);
  for await (const { text, doneBytes: done } of decoded.pieces()) {
    doneBytes = done;
    yield piece(reducer.push(text));
  }
  const rest = reducer.finish();
  if (rest !== '') yield piece(rest);
  return decoded.facts();
}

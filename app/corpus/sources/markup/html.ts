// Reads HTML files: finds the encoding by mark, declaration and bytes, and lets HtmlText find the text.

import type { Encoding } from '../../../contract/corpus.ts';
import { CountingDecoder } from '../../encodings/counting-decoder.ts';
import { EncodingDetector } from '../../encodings/encoding-detector.ts';
import { declarationBytes, declaredEncoding } from './declared-encoding.ts';
import { DecodedText } from '../plain/decoded-text.ts';
import { HtmlText } from './html-text.ts';
import { readBytes, readEnds } from '../read-bytes.ts';
import { chooseAnother, noTextError, notTextError } from '../source-errors.ts';
import type { ReaderContext, SourceFacts, SourceFile, SourcePiece } from '../source-piece.ts';
import { TextFlow } from './text-flow.ts';

/** Reads a web page, which is one document. */
export async function* readHtml(
  file: SourceFile,
  context: ReaderContext,
): AsyncGenerator<SourcePiece, SourceFacts> {
  const { head } = await readEnds(file, declarationBytes);
  const encoding = context.reading.encoding ?? (await settleEncoding(file, context, head));
  const reading = { ...context.reading, encoding };
  const decoded = await DecodedText.open(file, { ...context, reading });
  // Only a file that calls itself XML means it when it closes a tag within itself.
  const isXml = head.includes('<?xml') || head.includes('xmlns="http://www.w3.org/1999/xhtml"');
  const syntax = isXml ? 'xhtml' : 'html';
  const html = new HtmlText(file.name, { syntax, flow: new TextFlow() });
  let isFirst = true;
  for await (const { text, doneBytes } of decoded.pieces()) {
    const readable = html.push(text);
    if (readable === '' && isFirst) continue;
    yield { text: readable, doneBytes, ...(isFirst ? { document: '' } : {}) };
    isFirst = false;
  }
  const rest = html.finish();
  if (rest === '' && isFirst) {
    throw noTextError(file.name, 'there is none between its tags', noPageText);
  }
  yield { text: `${rest}\n`, doneBytes: file.sizeBytes, ...(isFirst ? { document: '' } : {}) };
  return decoded.facts();
}

const noPageText = 'Save the page again when its text is shown, or copy the text from there.';

/** A declaration counts if the bytes allow it; where text is found to be UTF-8, that is no chance. */
async function settleEncoding(
  file: SourceFile,
  context: ReaderContext,
  head: Uint8Array,
): Promise<Encoding> {
  const declared = declaredEncoding(head);
  if (declared?.isCertain === true) return declared.encoding;
  const detector = new EncodingDetector();
  let lookedAtBytes = 0;
  for await (const chunk of readBytes(file, context.signal)) {
    detector.push(chunk);
    lookedAtBytes += chunk.length;
    context.onLookedAt?.(lookedAtBytes);
  }
  const [best] = detector.guesses();
  if (lookedAtBytes > 0 && best === undefined) throw notTextError(file.name, null, chooseAnother);
  const found = best?.encoding ?? 'utf-8';
  if (declared === null || declared.encoding === found || found === 'utf-8') return found;
  return (await canDecode(file, context, declared.encoding)) ? declared.encoding : found;
}

async function canDecode(
  file: SourceFile,
  context: ReaderContext,
  encoding: Encoding,
): Promise<boolean> {
  const decoder = new CountingDecoder(encoding);
  for await (const chunk of readBytes(file, context.signal)) {
    decoder.push(chunk);
    if (decoder.undecodable > 0) return false;
  }
  decoder.finish();
  return decoder.undecodable === 0;
}

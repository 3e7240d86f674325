// The entry of a thread that takes the text out of one PDF, page by page, and leaves. It runs no code out of the file
// and fetches nothing but tables of characters beside itself. What it may hold is limited here, its time by whoever
// started it.

import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import * as pdfjs from 'unpdf/pdfjs';
import { pdfBufferBytes, type PdfJob, type PdfMessage } from './pdf-job.ts';
import { pageText, type PdfTextItem } from './pdf-page-text.ts';

/** What is used of pdf.js; the types that it comes with cannot be found by TypeScript as Node resolves modules. */
interface PdfDocument {
  numPages: number;
  getPage(number: number): Promise<{
    getTextContent(options: object): Promise<{ items: (PdfTextItem | { type: string })[] }>;
    cleanup(): void;
  }>;
}
const { getDocument } = pdfjs as unknown as {
  getDocument: (options: object) => { promise: Promise<PdfDocument> };
};

const job = workerData as PdfJob;
/** Set once the file wanted more memory than it may: pdf.js goes on without what it could not hold. */
let exceeded: RangeError | null = null;
const say = (message: PdfMessage) => parentPort?.postMessage(message);

/** Adobe's tables from a font's codes to characters, which Chinese, Japanese and Korean PDFs refer to by name. */
class CharacterTables {
  async fetch({ kind, filename }: { kind: string; filename: string }): Promise<Uint8Array> {
    // Fonts are for drawing alone.
    if (kind !== 'cMapUrl') throw new Error('Nothing is drawn here.');
    const bytes = await readFile(new URL(`cmaps/${basename(filename)}`, import.meta.url));
    return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
  }
}

/**
 * A short stream may unpack to more than a machine has, and buffers lie outside of the heap that a thread's limits are
 * about. Node's own inflation, which asks for no leave, is put out of reach; pdf.js then uses its own.
 */
function limitBuffers(): void {
  Reflect.deleteProperty(globalThis, 'DecompressionStream');
  const Limited: typeof Uint8Array = new Proxy(Uint8Array, {
    construct(target, parameters: unknown[], newTarget) {
      const [size] = parameters;
      if (typeof size === 'number' && size > 1_048_576) {
        const needed = process.memoryUsage().arrayBuffers + size;
        if (needed > pdfBufferBytes) {
          exceeded = new RangeError(`it unpacks to more than ${pdfBufferBytes / 1_048_576} MB`);
          throw exceeded;
        }
      }
      const made = newTarget === Limited ? target : newTarget;
      return Reflect.construct(target, parameters, made) as Uint8Array;
    },
  });
  globalThis.Uint8Array = Limited;
}

async function readAll(): Promise<void> {
  const bytes = await readFile(job.path);
  const document = await getDocument({
    data: new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length),
    isEvalSupported: false,
    disableFontFace: true,
    useSystemFonts: false,
    useWorkerFetch: false,
    useWasm: false,
    verbosity: 0,
    cMapUrl: 'cmaps/',
    cMapPacked: true,
    standardFontDataUrl: 'fonts/',
    BinaryDataFactory: CharacterTables,
  }).promise;
  await readPages(document);
  say({ kind: 'done', pages: document.numPages });
}

async function readPages(document: PdfDocument): Promise<void> {
  const pages = document.numPages;
  for (let number = 1; number <= pages; number++) {
    const page = await document.getPage(number);
    const { items } = await page.getTextContent({});
    if (exceeded !== null) throw exceeded;
    const text = pageText(items.filter((item) => 'str' in item));
    page.cleanup();
    say({ kind: 'page', number, pages, text });
    if (parentPort !== null) await once(parentPort, 'message');
  }
}

limitBuffers();
await readAll().catch((error: unknown) => {
  const name = error instanceof Error ? error.name : '';
  const detail = error instanceof Error ? error.message : String(error);
  // pdf.js throws errors of its own where it meets this one.
  if (exceeded !== null) say({ kind: 'failed', reason: 'too-large', detail: exceeded.message });
  else
    say({ kind: 'failed', reason: name === 'PasswordException' ? 'password' : 'damaged', detail });
});
parentPort?.close();

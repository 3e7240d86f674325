// PDFs with a text layer, read in a thread of their own that is ended when it takes too long. Knows nothing of how
// text is found on a page.

import { Worker } from 'node:worker_threads';
import { fileURLToPath } from 'node:url';
import type { EngineError } from '../../../contract/errors.ts';
import { cancelledError } from '../../corpus-errors.ts';
import { encryptedError } from '../containers/container-errors.ts';
import { readEnds } from '../read-bytes.ts';
import {
  maximumPdfBytes,
  pageTimeMs,
  pdfHeapMegabytes,
  type PdfJob,
  type PdfMessage,
} from './pdf-job.ts';
import { damagedError, noTextError, undecodableError, unsafeError } from '../source-errors.ts';
import type { ReaderContext, SourceFacts, SourceFile, SourcePiece } from '../source-piece.ts';

/** A PDF ends with a mark; some programs leave a little behind it. */
const endBytes = 16_384;

/** Codes without a table count as characters, and some of those are half a character: two bytes of UTF-16. */
const halfBytes = 2;

/** Reads a PDF as one document, page after page. */
export async function* readPdf(
  file: SourceFile,
  context: ReaderContext,
): AsyncGenerator<SourcePiece, SourceFacts> {
  await refuseUnfit(file);
  const thread = new PdfThread(file, context);
  let hasText = false;
  let partsWithoutText = 0;
  let undecodable = 0;
  try {
    while (true) {
      const message = await thread.next();
      if (message.kind === 'failed') throw failure(file.name, message);
      if (message.kind === 'done') {
        if (!hasText) throw picturesError(file.name, message.pages);
        break;
      }
      const { number, pages } = message;
      const text = message.text.replace(/\p{Surrogate}/gu, '');
      const lost = (message.text.length - text.length) * halfBytes;
      undecodable += lost;
      if (lost > 0 && context.reading.skipUndecodable !== true) {
        const place = `halves of characters on page ${number}`;
        throw undecodableError(file.name, 'PDF', { bytes: lost, place });
      }
      const doneBytes = Math.floor((file.sizeBytes * number) / pages);
      if (text !== '') yield { text, doneBytes, ...(hasText ? {} : { document: '' }) };
      else partsWithoutText++;
      hasText ||= text !== '';
    }
  } finally {
    await thread.end();
  }
  return {
    encoding: null,
    undecodable,
    undecodableAt: [],
    partsWithoutText,
    fields: [],
    field: null,
  };
}

async function refuseUnfit(file: SourceFile): Promise<void> {
  if (file.sizeBytes > maximumPdfBytes) {
    const limit = `a PDF may have ${maximumPdfBytes / 1_048_576} MB, it has`;
    throw unsafeError(file.name, `${limit} ${Math.ceil(file.sizeBytes / 1_048_576)}`);
  }
  const { tail } = await readEnds(file, endBytes);
  if (!tail.includes('%%EOF') && !tail.includes('startxref')) {
    throw damagedError(file.name, 'its end is missing');
  }
}

/** The thread's messages one by one; it works only while one is waited for. */
class PdfThread {
  readonly #file: SourceFile;
  readonly #signal: AbortSignal | undefined;
  readonly #worker: Worker;
  readonly #arrived: PdfMessage[] = [];
  #failed: EngineError | null = null;
  #wake: (() => void) | null = null;
  #mustAnswer = false;

  constructor(file: SourceFile, { signal, pdfScript }: ReaderContext) {
    this.#file = file;
    this.#signal = signal;
    const script = pdfScript ?? fileURLToPath(new URL('pdf-worker.js', import.meta.url));
    const job: PdfJob = { path: file.path };
    this.#worker = new Worker(script, {
      workerData: job,
      resourceLimits: { maxOldGenerationSizeMb: pdfHeapMegabytes },
      // Nothing of this process' surroundings is needed there.
      env: {},
      stdout: true,
      stderr: true,
    });
    this.#worker.on('message', (message: PdfMessage) => {
      this.#arrived.push(message);
      this.#wake?.();
    });
    this.#worker.on('error', (error) => this.#fail(lostError(file.name, error)));
    this.#worker.on('exit', () => this.#fail(damagedError(file.name, 'reading it ended early')));
    signal?.addEventListener('abort', this.#cancel);
  }

  /** Waits for the next message; throws where the thread is lost, too slow or no longer wanted. */
  async next(): Promise<PdfMessage> {
    if (this.#signal?.aborted) throw cancelledError();
    if (this.#mustAnswer) this.#worker.postMessage('on');
    const limit = `a page takes longer than ${pageTimeMs / 1000} seconds`;
    const timer = setTimeout(() => this.#fail(unsafeError(this.#file.name, limit)), pageTimeMs);
    try {
      while (this.#arrived.length === 0 && this.#failed === null) {
        await new Promise<void>((resolve) => (this.#wake = resolve));
      }
    } finally {
      clearTimeout(timer);
    }
    const message = this.#arrived.shift();
    if (message === undefined) throw this.#failed ?? cancelledError();
    this.#mustAnswer = message.kind === 'page';
    return message;
  }

  async end(): Promise<void> {
    this.#signal?.removeEventListener('abort', this.#cancel);
    await this.#worker.terminate();
  }

  readonly #cancel = () => this.#fail(cancelledError());

  /** The first reason counts. */
  #fail(error: EngineError): void {
    this.#failed ??= error;
    this.#wake?.();
  }
}

function lostError(name: string, error: unknown): EngineError {
  const isMemory =
    error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
  if (isMemory) return unsafeError(name, `it needs more than ${pdfHeapMegabytes} MB of memory`);
  return damagedError(name, 'it cannot be read as a PDF', error);
}

function failure(
  name: string,
  { reason, detail }: Extract<PdfMessage, { kind: 'failed' }>,
): EngineError {
  if (reason === 'password') return encryptedError(name, 'it opens with a password only');
  if (reason === 'too-large') return unsafeError(name, detail);
  return damagedError(name, `it cannot be read as a PDF (${detail.slice(0, 200)})`);
}

function picturesError(name: string, pages: number): EngineError {
  const why = `its ${pages} ${pages === 1 ? 'page has' : 'pages have'} no text layer, they are pictures`;
  return noTextError(name, why, 'Have the text recognised (OCR) first, and choose the result.');
}

// What a thread that reads a PDF is given and what it says. Types and limits only.

/** Beyond this a PDF, which is held in memory as a whole, is refused. */
export const maximumPdfBytes = 268_435_456;
/** Memory for what a PDF unpacks to: streams in buffers, objects on the thread's heap. */
export const pdfBufferBytes = 536_870_912;
export const pdfHeapMegabytes = 512;
/** A page that takes longer does nothing but that; a dense one takes a tenth of a second. */
export const pageTimeMs = 30_000;

export interface PdfJob {
  path: string;
}

/** `page` waits for an answer, so that no more than one page is on its way. */
export type PdfMessage =
  | { kind: 'page'; number: number; pages: number; text: string }
  | { kind: 'done'; pages: number }
  | { kind: 'failed'; reason: 'password' | 'damaged' | 'too-large'; detail: string };

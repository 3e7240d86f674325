// What every step of cleaning is: text goes in as it comes, and comes out as soon as it is certain. Types only.

/**
 * One step over one document after the other. How a document is cut into pieces never changes what comes out, as
 * long as no cut divides a surrogate pair. What a step holds back is bounded, whatever the text.
 */
export interface CleaningStage {
  /** Places that were changed so far, in all documents. */
  readonly changes: number;
  /** What is certain once this piece is known. */
  push(text: string): string;
  /** The rest of the document; the next piece begins another one. */
  finish(): string;
}

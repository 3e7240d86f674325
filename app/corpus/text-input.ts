// Where text is read from once the engine has resolved what a front end asked for: a file or a string.

/** One document: a file on this machine, or text that a person pasted. `name` is what people see. */
export type TextInput =
  { kind: 'file'; name: string; path: string } | { kind: 'text'; name: string; text: string };

/** What reading may be given: an end before its end, someone who watches, a length to insist on. */
export interface ReadingOptions {
  signal?: AbortSignal;
  /** Called after each piece of about a quarter of a megabyte. */
  onProgress?: (doneBytes: number, totalBytes: number) => void;
  /** Characters below which a text is refused; left out, what training needs. */
  minimumCharacters?: number;
}

/** What cleaning changed, counted. */
export interface Cleaning {
  /** CRLF and CR line ends made LF. */
  lineEnds: number;
  byteOrderMarks: number;
  /** Characters, or sequences of marks, that NFC composed. */
  composed: number;
}

// What may be changed in a text before a model learns it, each a switch of its own. Plain values: the work is done
// in app/corpus/cleaning.

/** The switches as they are kept with a corpus and with the models made from it. */
export interface CleaningOptions {
  /** CRLF and CR become LF; rarer characters that end a line are control characters. */
  lineEnds: boolean;
  /** How characters are composed; NFKC also replaces ligatures, full-width forms and the like. */
  form: 'none' | 'NFC' | 'NFKC';
  /** Full-width Latin letters, digits and punctuation become plain ones. */
  fullWidth: boolean;
  /** Which Chinese characters a text is written in; `as-is` leaves both. */
  chinese: 'as-is' | 'simplified' | 'traditional';
  /**
   * Control and zero-width characters are left out; those that end a line or a page become LF. What a script or an
   * emoji is written with stays; a byte order mark always goes.
   */
  controls: boolean;
  /** Runs of blanks and tabs become one blank, those at a line's end none. */
  blanks: boolean;
  /** Runs of empty lines become one. */
  emptyLines: boolean;
  lowerCase: boolean;
  /** Words that a hyphen breaks at a line's end are joined; soft hyphens are left out everywhere. */
  hyphenation: boolean;
  /** Lines that hold a page's number alone are left out. */
  pageNumbers: boolean;
  /** Project Gutenberg's header and licence around a book are left out. */
  gutenberg: boolean;
  /** Documents whose text stood before are left out; very long ones never are. */
  repeatedDocuments: boolean;
  /** Lines of some length that stood before are left out, whatever document they are in. */
  repeatedLines: boolean;
  /** Characters to leave out: themselves, or ranges such as 0-9; a backslash before - or \ means the character. */
  remove: string;
  /** When not empty, only these characters, in the same notation, and line ends are kept. */
  keep: string;
}

export type CleaningStep = keyof CleaningOptions | 'byteOrderMark';

/** What a corpus goes through unless a person says otherwise: nothing that a reader would see. */
export const defaultCleaning: CleaningOptions = {
  lineEnds: true,
  form: 'NFC',
  fullWidth: false,
  chinese: 'as-is',
  controls: false,
  blanks: false,
  emptyLines: false,
  lowerCase: false,
  hyphenation: false,
  pageNumbers: false,
  gutenberg: false,
  repeatedDocuments: false,
  repeatedLines: false,
  remove: '',
  keep: '',
};

/** What one step changed. */
export interface CleaningCount {
  step: CleaningStep;
  /** Places: characters, words, lines or documents, by what the step works on. */
  changes: number;
}

/** A line or two around a change, before and after it. */
export interface CleaningExample {
  step: CleaningStep;
  before: string;
  after: string;
}

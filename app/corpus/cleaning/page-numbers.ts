// Leaves out lines that hold a page's number alone. A bare number is one only where it goes on counting from the
// bare number about a page before or to the one about a page behind, and where pages have cut a sentence: so the
// numbers of verses, list items and chapters stay.

import type { LineEditor } from './line-stream.ts';
import { pageNumberForm, type PageNumberForm } from './page-number-forms.ts';

type Bare = PageNumberForm & { kind: 'bare' };

/** Units between two numbers that count pages; small pages of Chinese have 400, large ones of print 8,000. */
const shortestPage = 400;
const longestPage = 12_000;

/** Pages in a row whose number may be missing, as on a chapter's first page, and one. */
const largestStride = 3;

/** A line that ends so ends a sentence, or is a heading's; after any other, the page cut a sentence in two. */
const sentenceEnd = /[\p{Po}\p{Pe}\p{Pf}"'_*\d]\s*$/u;
const comma = /[,，、]\s*$/;

interface Candidate {
  form: Bare;
  /** Whether a page has been seen to cut a sentence, here or at a number that led here. */
  cutsSentence: boolean;
  /** The number's line and all since, while it is not known what it is; empty once it is. */
  held: string[];
  unitsSince: number;
}

export class PageNumberRemover implements LineEditor {
  changes = 0;
  #last: Candidate | null = null;
  /** Whether the last line with anything on it stopped in a sentence. */
  #isInSentence = false;

  line(text: string): string {
    const form = pageNumberForm(text);
    if (form?.kind === 'bare') return this.#meet(form, text);
    if (form !== null) {
      this.changes++;
      return '';
    }
    if (text.trim() !== '')
      this.#isInSentence = !sentenceEnd.test(text.slice(-16)) || comma.test(text.slice(-16));
    return this.#passOrHold(text);
  }

  part(text: string): string {
    this.#isInSentence = false;
    return this.#giveUp() + text;
  }

  end(): string {
    this.#isInSentence = false;
    return this.#giveUp();
  }

  #passOrHold(text: string): string {
    if (this.#last === null) return text;
    this.#last.unitsSince += text.length;
    const isFar = this.#last.unitsSince > longestPage * largestStride;
    if (this.#last.held.length === 0) {
      if (isFar) this.#last = null;
      return text;
    }
    this.#last.held.push(text);
    return isFar ? this.#giveUp() : '';
  }

  /** A bare number comes: it may settle what the last one was, and what it is itself. */
  #meet(form: Bare, text: string): string {
    const last = this.#last;
    const follows = last !== null && isNextPage(last, form);
    const cutsSentence = this.#isInSentence || (follows && last.cutsSentence);
    if (!follows || !cutsSentence) {
      const before = this.#giveUp();
      this.#last = { form, cutsSentence, held: [text], unitsSince: 0 };
      return before;
    }
    const [number, ...since] = last.held;
    this.changes += number === undefined ? 1 : 2;
    this.#last = { form, cutsSentence, held: [], unitsSince: 0 };
    return since.join('');
  }

  /** The last number stays in the text. */
  #giveUp(): string {
    const held = this.#last?.held.join('') ?? '';
    this.#last = null;
    return held;
  }
}

function isNextPage({ form: last, unitsSince }: Candidate, form: Bare): boolean {
  const pages = form.value - last.value;
  if (form.style !== last.style || pages < 1 || pages > largestStride) return false;
  return unitsSince >= shortestPage * pages && unitsSince <= longestPage * pages;
}

// What a screen reader is told while things go on by themselves: the newest sentence, rarely enough to
// be listened to. Knows no screen.

/** Between two sentences lie at least so many milliseconds, unless the second cannot wait. */
const pauseMs = 10_000;

/** The sentence in the live region. */
export class Announcer {
  sentence = $state('');
  #next: string | null = null;
  #isPausing = false;
  readonly #later: (action: () => void, delayMs: number) => void;

  constructor(
    later: (action: () => void, delayMs: number) => void = (action, delayMs) =>
      void setTimeout(action, delayMs),
  ) {
    this.#later = later;
  }

  /** Says something when its turn comes; what waited before it is dropped. */
  say(sentence: string): void {
    if (this.#isPausing) this.#next = sentence;
    else this.sayNow(sentence);
  }

  /** Says something at once: a state that changed, an answer to what the person did. */
  sayNow(sentence: string): void {
    this.sentence = sentence;
    this.#next = null;
    if (this.#isPausing) return;
    this.#isPausing = true;
    this.#later(() => {
      this.#isPausing = false;
      if (this.#next !== null) this.sayNow(this.#next);
    }, pauseMs);
  }
}

// One question to the engine that changes while a hand moves: asked once the hand rests, never two at a time, and
// an answer to an older question is not shown. Knows neither the question nor the answer.

import { afterTime, type Later } from './later.ts';

/** A hand that goes on changing things does so sooner than this. */
const quietMs = 300;

/** The newest question and the last answer. */
export class Question<Request, Reply> {
  /** The last answer, with what it answers; it stays until the next one comes. */
  answer = $state.raw<{ request: Request; reply: Reply } | null>(null);
  isAsking = $state(false);
  problem = $state.raw<unknown>(null);
  readonly #call: (request: Request) => Promise<Reply>;
  readonly #later: Later;
  #newest: Request | null = null;
  #asked = 'null';
  #isInFlight = false;
  #callOff: () => void = () => undefined;

  constructor(call: (request: Request) => Promise<Reply>, later: Later = afterTime) {
    this.#call = call;
    this.#later = later;
  }

  /** Asks once the hand rests; null asks nothing and forgets. The same question again changes nothing. */
  ask(request: Request | null): void {
    const asked = JSON.stringify(request);
    if (asked === this.#asked) return;
    this.#note(request, asked);
    if (request !== null) this.#callOff = this.#later(() => void this.#send(), quietMs);
  }

  /** Asks at once; returns when that is answered. */
  async askNow(request: Request): Promise<Reply> {
    this.#note(request, JSON.stringify(request));
    this.#isInFlight = true;
    try {
      const reply = await this.#call(request);
      if (this.#newest === request) this.answer = { request, reply };
      return reply;
    } finally {
      this.#settle(request);
    }
  }

  /** Asks the last question once more, as when what it is about has changed. */
  again(): void {
    const request = this.#newest;
    this.#asked = 'null';
    this.ask(request);
  }

  #note(request: Request | null, asked: string): void {
    this.#callOff();
    this.#asked = asked;
    this.#newest = request;
    this.problem = null;
    this.isAsking = request !== null;
    if (request === null) this.answer = null;
  }

  async #send(): Promise<void> {
    const request = this.#newest;
    // The newest one follows when the one before is answered.
    if (this.#isInFlight || request === null) return;
    this.#isInFlight = true;
    try {
      const reply = await this.#call(request);
      if (this.#newest === request) this.answer = { request, reply };
    } catch (error: unknown) {
      if (this.#newest === request) this.problem = error;
    } finally {
      this.#settle(request);
    }
  }

  #settle(request: Request): void {
    this.#isInFlight = false;
    if (this.#newest === request) this.isAsking = false;
    else void this.#send();
  }
}

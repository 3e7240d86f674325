// What would come of the training that a form describes, asked of the engine while the form is filled in: not at
// every key, never two at a time, and an answer to an older question is not shown. Knows no form.

import type { PlanRequest, TrainingPlan } from '../../app/contract/training.ts';
import type { EngineLink } from './engine.svelte.ts';
import { afterTime, type Later } from './later.ts';
import { ownWayRequest } from './own-way.ts';

/** A hand that goes on typing does so sooner than this. */
const quietMs = 450;

/** The plan of the newest question. */
export class Plan {
  /** The answer; the last one stays, for a moment, while the next is measured. */
  current = $state.raw<TrainingPlan | null>(null);
  /** What the same network reaches trained Charloom's way in the same time, where the plan's is another way. */
  ownWay = $state.raw<TrainingPlan['expectedLoss']>(null);
  isMeasuring = $state(false);
  problem = $state.raw<unknown>(null);
  readonly #engine: EngineLink;
  readonly #later: Later;
  #asked = '';
  #isInFlight = false;
  /** Whether the newest question waits for the one before. */
  #isDue = false;
  #callOff: () => void = () => undefined;

  constructor(engine: EngineLink, later: Later = afterTime) {
    this.#engine = engine;
    this.#later = later;
  }

  /** The answer to a question, where it is the newest and answered. */
  answerTo(request: PlanRequest | null): TrainingPlan | null {
    return this.isMeasuring || JSON.stringify(request) !== this.#asked ? null : this.current;
  }

  /** Asks for a plan once the hand rests; null asks for none. The same question again changes nothing. */
  ask(request: PlanRequest | null): void {
    const asked = JSON.stringify(request);
    if (asked === this.#asked) return;
    this.#asked = asked;
    this.#callOff();
    this.#isDue = false;
    this.problem = null;
    this.ownWay = null;
    this.isMeasuring = request !== null;
    if (request === null) this.current = null;
    else this.#callOff = this.#later(() => this.#measureWhenFree(), quietMs);
  }

  /** Asks the last question once more. */
  again(): void {
    const request = JSON.parse(this.#asked) as PlanRequest | null;
    this.#asked = '';
    this.ask(request);
  }

  #measureWhenFree(): void {
    // The engine has one machine to measure on: the newest question follows when the one before is answered.
    this.#isDue = this.#isInFlight;
    if (!this.#isInFlight) void this.#measure();
  }

  async #measure(): Promise<void> {
    const asked = this.#asked;
    let answer: TrainingPlan | null = null;
    let problem: unknown = null;
    this.#isInFlight = true;
    try {
      answer = await this.#engine.call('training.plan', JSON.parse(asked) as PlanRequest);
    } catch (error: unknown) {
      problem = error;
    }
    if (asked === this.#asked) {
      this.#callOff();
      this.#isDue = false;
      this.isMeasuring = false;
      this.current = answer;
      this.problem = problem;
      if (answer !== null) await this.#measureOwnWay(asked, answer);
    }
    this.#isInFlight = false;
    if (this.#isDue) this.#measureWhenFree();
  }

  async #measureOwnWay(asked: string, answer: TrainingPlan): Promise<void> {
    const { corpus } = JSON.parse(asked) as PlanRequest;
    const request = ownWayRequest(corpus, answer);
    if (request === null) return;
    // Only beside the plan: a failure takes nothing from it.
    const plan = await this.#engine.call('training.plan', request).catch(() => null);
    if (asked === this.#asked) this.ownWay = plan?.expectedLoss ?? null;
  }
}

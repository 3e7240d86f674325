// Replica 0's part beyond the arithmetic: it keeps the watch, decides what happens at a step's end, tells the others
// the learning rate and the trainer what became of the run. Knows no tensors.

import type { Control } from './control.ts';
import { decision, request } from './control.ts';
import { rollBackFactor, type LossWatchState, type Verdict } from './loss-watch.ts';
import { Pace } from './pace.ts';
import { PlanReplay } from './plan-log.ts';
import type { EndScores } from './replica-end.ts';
import type { KeptFigures, ReplicaJob, ReplicaMessage, RollBackMark } from './replica-job.ts';
import { recordStep, type RecordedStep } from './replica-ring.ts';
import type { Reports } from './reports.ts';
import { learningRateAt } from './schedule.ts';
import type { SplitFigures } from './score.ts';
import { countScored } from './scoring.ts';
import { countedPositions } from './replica-step.ts';
import type { StepReader } from './step-reader.ts';

type FinishReason = Extract<ReplicaMessage, { kind: 'finished' }>['reason'];
type Post = (message: ReplicaMessage) => void;

/** The voice and the watch of a run. */
export class ReplicaHead {
  readonly #job: ReplicaJob;
  readonly #control: Control;
  readonly #reports: Reports;
  readonly #post: Post;
  readonly #pace: Pace;
  readonly #stepsPerEpoch: number;
  #before = 0;
  #finishReason: FinishReason = 'completed';

  constructor(
    job: ReplicaJob,
    parts: { control: Control; reports: Reports; reader: StepReader; post: Post },
  ) {
    const { recipe, text, replay } = job;
    this.#job = job;
    this.#control = parts.control;
    this.#reports = parts.reports;
    this.#post = parts.post;
    this.#stepsPerEpoch = parts.reader.stepsPerEpoch;
    this.#pace = new Pace(job.position, {
      recipe,
      stepsPerEpoch: this.#stepsPerEpoch,
      validationCharacters: countScored(text.validation, job),
      testCharacters: countScored(text.test, job),
      charactersPerStep: countedPositions(job) * recipe.batchSize,
      replay: replay && new PlanReplay(replay.entries, replay.alreadyDone),
    });
  }

  get progress(): number {
    return this.#pace.position.progress;
  }

  /** From here on time counts as the next step's. */
  startClock(): void {
    this.#before = performance.now();
  }

  /** Tells all replicas the rate of the next step; they read it between its first two barriers. */
  tellRate(): void {
    const { step, progress, plateauFactor, rollBacks } = this.#pace.position;
    const rate = learningRateAt(this.#job.recipe, {
      progress,
      epoch: step / this.#stepsPerEpoch,
      plateauFactor,
      rollBackFactor: rollBackFactor(rollBacks),
    });
    this.#reports.tell('learningRate', rate);
  }

  /** Counts and records a step that has just been done. */
  stepDone(figures: Omit<RecordedStep, 'step' | 'activeSeconds' | 'milliseconds'>): void {
    const milliseconds = this.#lap();
    const isReplanned = this.#pace.stepDone(milliseconds / 1000);
    const { step, activeSeconds } = this.#pace.position;
    this.tellRate();
    recordStep(this.#job.memory, { ...figures, step, activeSeconds, milliseconds });
    if (isReplanned) this.#tellPlan(0);
  }

  /** Takes up the step that all replicas have gone back to. */
  rolledBack(
    mark: RollBackMark,
    trouble: { step: number; reason: Exclude<Verdict, 'fine'> },
  ): void {
    this.#pace.rolledBack(this.#lap() / 1000, mark);
    this.tellRate();
    const { rollBacks } = this.#pace.position;
    this.#post({
      kind: 'rolled-back',
      ...trouble,
      toStep: mark.step,
      rollBacks,
      learningRateFactor: rollBackFactor(rollBacks),
    });
    if (this.#pace.isTimed) this.#tellPlan(0);
  }

  /** Decides between the second and the third barrier; all read the decision after the third. */
  decide(): void {
    const pace = this.#pace;
    const asked = this.#control.requests;
    const isStopped = (asked & request.stop) !== 0;
    let bits = 0;
    if (isStopped) this.#finishReason = 'stopped';
    else if (pace.hasEnded()) this.#finishReason = 'completed';
    else if (pace.hasStoppedImproving()) this.#finishReason = 'stopped-improving';
    if (isStopped || pace.hasEnded() || pace.hasStoppedImproving()) {
      bits |= decision.finish;
      if (pace.endHere()) this.#tellPlan(0);
      this.#tellEnd(isStopped ? pace.briefCharacters() : pace.finalCharacters());
    } else {
      const limit = pace.validationDue();
      this.#reports.tell('limit', limit);
      if (limit > 0) {
        bits |= decision.evaluate;
        if (pace.isTimed) this.#tellPlan(limit);
      }
      if (asked & request.pause) bits |= decision.pause | decision.checkpoint;
      if (asked & request.checkpoint) bits |= decision.checkpoint;
      if (asked & request.snapshot) bits |= decision.snapshot;
    }
    this.#control.withdraw(asked & (request.checkpoint | request.snapshot));
    this.#control.decision = bits;
  }

  /** Counts a validation, tells all whether it was the best, and the rate that comes of it. */
  validated({ loss, characters }: SplitFigures, seconds: number): void {
    this.#control.isBest = this.#pace.validated(loss, characters, seconds);
    this.tellRate();
  }

  tellValidation(figures: SplitFigures, step: number): void {
    this.#post({
      kind: 'validated',
      figures: { ...figures, step, epoch: step / this.#stepsPerEpoch },
      isBest: this.#control.isBest,
      position: { ...this.#pace.position },
    });
  }

  tellSnapshot(isCheckpoint: boolean, lossWatch: LossWatchState, points: RollBackMark[]): void {
    const position = { ...this.#pace.position, lossWatch };
    this.#post({ kind: 'snapshot', position, isCheckpoint, points });
  }

  tellPaused(): void {
    this.#post({ kind: 'paused', position: { ...this.#pace.position } });
  }

  /** The run's last word but that it leaves. */
  finished({ last, earlier, isEarlierKept, test }: EndScores, step: number, seconds: number): void {
    const { position } = this.#pace;
    const at = (place: number) => ({ step: place, epoch: place / this.#stepsPerEpoch });
    const { bestStep, bestLoss, bestCharacters } = position;
    const lastFigures = last && { ...last, ...at(step) };
    const known = { loss: bestLoss ?? 0, characters: bestCharacters };
    const kept: KeptFigures | null = isEarlierKept
      ? { ...(earlier ?? known), ...at(bestStep) }
      : lastFigures;
    position.activeSeconds += seconds;
    this.#post({
      kind: 'finished',
      reason: this.#finishReason,
      figures: { last: lastFigures, kept, test },
      position: { ...position },
    });
  }

  #tellEnd(limit: number): void {
    const { bestStep, bestLoss, bestCharacters } = this.#pace.position;
    const isBestWhole = bestCharacters === limit && limit > 0;
    this.#reports.tell('limit', limit);
    this.#reports.tell('bestStep', bestStep);
    this.#reports.tell('bestLoss', bestLoss ?? Number.POSITIVE_INFINITY);
    this.#reports.tell('isBestWhole', isBestWhole ? 1 : 0);
  }

  #tellPlan(characters: number): void {
    const { step, totalSteps } = this.#pace.position;
    this.#post({ kind: 'planned', step, totalSteps, characters });
  }

  /** Milliseconds since the clock was started; starts it again. */
  #lap(): number {
    const now = performance.now();
    const milliseconds = now - this.#before;
    this.#before = now;
    return milliseconds;
  }
}

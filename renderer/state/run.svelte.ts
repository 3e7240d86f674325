// One run that is under way or waits, as the events tell it. Knows no screen and asks the engine nothing.

import type { RunHistory, SamplePoint, ValidationPoint } from '../../app/contract/model.ts';
import type {
  Adjustment,
  RunStatus,
  TrainingNotice,
  TrainingProgress,
  TrainingStarted,
} from '../../app/contract/training.ts';
import { GradientCurve } from './gradient-curve.ts';
import { LossCurve } from './loss-curve.ts';

/** Numbers that change more often than this flicker, and drawing them takes time from training. */
const readableSeconds = 0.4;

/** A run, live. */
export class Run {
  readonly id: string;
  readonly model: string;
  readonly configuration: RunStatus['configuration'];
  readonly recipe: RunStatus['recipe'];
  readonly curve: LossCurve;
  readonly gradients: GradientCurve;
  name = $state('');
  state = $state<RunStatus['state']>('queued');
  queuePosition = $state(0);
  parameters = $state(0);
  vocabularySize = $state(0);
  characters = $state(0);
  replicas = $state(0);
  adjustments = $state.raw<Adjustment[]>([]);
  notices = $state.raw<TrainingNotice[]>([]);
  progress = $state.raw<TrainingProgress | null>(null);
  validations = $state.raw<ValidationPoint[]>([]);
  samples = $state.raw<SamplePoint[]>([]);
  bestValidationLoss = $state<number | null>(null);
  /** Counts the points of the curve, so that a chart knows when to draw. */
  points = $state(0);

  readonly fraction = $derived(
    this.progress === null || this.progress.steps === 0
      ? 0
      : Math.min(1, this.progress.step / this.progress.steps),
  );
  /** Whether it holds the processor, or will in a moment. */
  readonly isActive = $derived(this.state !== 'queued' && this.state !== 'ended');
  readonly lastValidation = $derived(this.validations.at(-1) ?? null);

  constructor(status: RunStatus) {
    this.id = status.run;
    this.model = status.model;
    this.configuration = status.configuration;
    this.recipe = status.recipe;
    this.curve = new LossCurve(status.history.training);
    this.gradients = new GradientCurve(status.history.training);
    this.points = this.curve.length;
    this.name = status.name;
    this.state = status.state;
    this.queuePosition = status.queuePosition;
    this.progress = status.progress;
    this.notices = status.notices;
    this.validations = status.history.validation;
    this.samples = status.history.samples;
    this.bestValidationLoss = status.bestValidationLoss;
    this.begin(status);
  }

  /** Takes over what is known once it starts. */
  begin(started: Omit<TrainingStarted, 'run' | 'model' | 'name'>): void {
    this.parameters = started.parameters;
    this.vocabularySize = started.vocabularySize;
    this.characters = started.characters;
    this.replicas = started.replicas;
    this.adjustments = started.adjustments;
  }

  /** Takes one report of progress; what is shown changes seldom enough to be read. */
  advance(progress: TrainingProgress): void {
    this.curve.add(progress.epoch, progress.loss);
    this.gradients.add(progress);
    const shown = this.progress?.seconds ?? -Infinity;
    if (progress.seconds - shown < readableSeconds && progress.step < progress.steps) return;
    this.progress = progress;
    this.points += 1;
  }

  /** Takes one validation. */
  validate(point: ValidationPoint): void {
    this.validations = [...this.validations, point];
    this.bestValidationLoss = Math.min(point.loss, this.bestValidationLoss ?? Infinity);
    this.points += 1;
  }

  addSample(sample: SamplePoint): void {
    this.samples = [...this.samples, sample];
  }

  addNotice(notice: TrainingNotice): void {
    this.notices = [...this.notices, notice];
  }

  /** Validations and samples as the screens of finished models get them. */
  get history(): Pick<RunHistory, 'validation' | 'samples'> {
    return { validation: this.validations, samples: this.samples };
  }
}

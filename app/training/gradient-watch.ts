// Notices when gradients vanish on their way down the layers, or explode: from the norms that a run shows anyway.
// Pure bookkeeping over steps; each trouble is told once, and again only after it had gone.

import { medianOf } from './loss-watch.ts';

/** Below this share of the top layer's norm nothing that the lowest layer could learn arrives there … */
const vanishingShare = 1e-3;
/** … and below this share of the whole gradient's norm all recurrent layers stand still. */
const standstillShare = 1e-3;
/** A trouble has gone when the norms are this many times further from it. */
const recoveryFactor = 3;
/** A few steps at the start, or over a strange passage, mean nothing. */
const vanishingSteps = 200;

/** A norm this many times its recent median is out of the ordinary … */
const explodingFactor = 10;
/** … and for so many steps it is no spike. */
const explodingSteps = 50;
/** Clipped to a twentieth in nearly every step for long, the gradient tells no more than a direction. */
const clippedFactor = 20;
const clippedShareOfSteps = 0.95;
const clippedSteps = 200;

/** Looks whose median is the ordinary norm, and the fewest that make one. */
const recentLooks = 100;
const looksToJudge = 20;

/** Means over the steps since the last look. */
export interface GradientLook {
  newSteps: number;
  gradientNorm: number;
  layerGradientNorms: readonly number[];
  clippedShare: number;
}

export interface GradientTrouble {
  kind: 'vanishing' | 'exploding';
  /** The norm in the lowest layer, where gradients vanish; of the whole gradient, where they explode. */
  gradientNorm: number;
  /** That norm against the top layer's (of a single layer: the whole gradient's), or against the ordinary norm or the clipping norm. */
  ratio: number;
}

/** The watch over one run's gradients. */
export class GradientWatch {
  readonly #clipNorm: number | null;
  #norms: number[] = [];
  #vanishing = { steps: 0, isTold: false };
  #exploding = { steps: 0, isTold: false };
  #clipped = { steps: 0, isTold: false };

  constructor(clipNorm: number | null) {
    this.#clipNorm = clipNorm;
  }

  /** What is to be told after these steps; null mostly. */
  look(look: GradientLook): GradientTrouble | null {
    return this.#lookForVanishing(look) ?? this.#lookForExploding(look);
  }

  #lookForVanishing({
    layerGradientNorms: layers,
    gradientNorm,
    newSteps,
  }: GradientLook): GradientTrouble | null {
    const [lowest] = layers;
    const top = layers.at(-1);
    if (lowest === undefined || top === undefined || gradientNorm === 0) return null;
    const downwards = layers.length > 1 && top > 0 ? lowest / top : 1;
    const recurrent = Math.hypot(...layers) / gradientNorm;
    const distance = Math.min(downwards / vanishingShare, recurrent / standstillShare);
    const isNew = sustained(this.#vanishing, newSteps, {
      isOn: distance < 1,
      isOff: distance > recoveryFactor,
      needed: vanishingSteps,
    });
    const ratio = downwards < vanishingShare ? downwards : recurrent;
    return isNew ? { kind: 'vanishing', gradientNorm: lowest, ratio } : null;
  }

  #lookForExploding({
    gradientNorm,
    clippedShare,
    newSteps,
  }: GradientLook): GradientTrouble | null {
    const usualNorm = medianOf(this.#norms);
    const isJudged = this.#norms.length >= looksToJudge && usualNorm > 0;
    const ratio = isJudged ? gradientNorm / usualNorm : 0;
    const isFar = ratio > explodingFactor;
    // What is out of the ordinary must not become the ordinary while it is being watched.
    if (!isFar) this.#norms = [...this.#norms.slice(1 - recentLooks), gradientNorm];
    const isNew = sustained(this.#exploding, newSteps, {
      isOn: isFar,
      isOff: ratio < explodingFactor / recoveryFactor,
      needed: explodingSteps,
    });
    if (isNew) return { kind: 'exploding', gradientNorm, ratio };
    const clippedBy = this.#clipNorm === null ? 0 : gradientNorm / this.#clipNorm;
    const isNewlyClipped = sustained(this.#clipped, newSteps, {
      isOn: clippedShare >= clippedShareOfSteps && clippedBy > clippedFactor,
      isOff: clippedBy < clippedFactor / recoveryFactor,
      needed: clippedSteps,
    });
    return isNewlyClipped ? { kind: 'exploding', gradientNorm, ratio: clippedBy } : null;
  }
}

/** Counts steps of a trouble; true once when it has lasted, and again only after it had gone. */
function sustained(
  episode: { steps: number; isTold: boolean },
  newSteps: number,
  { isOn, isOff, needed }: { isOn: boolean; isOff: boolean; needed: number },
): boolean {
  episode.steps = isOn ? episode.steps + newSteps : 0;
  if (isOff) episode.isTold = false;
  if (episode.isTold || episode.steps < needed) return false;
  episode.isTold = true;
  return true;
}

// What a stopwatch's reading is worth: time that the machine slept through is not time that it worked.

/** A step or a validation that took longer than this … */
const gapSeconds = 30;
/** … and this many times what it usually takes was interrupted by the machine's sleep, not slow. */
const gapFactor = 20;

/** Seconds that count; of a gap in the clock, only what the work usually takes. `usual` 0: not known yet. */
export function countedSeconds(measured: number, usual: number): number {
  const isGap = usual > 0 && measured > gapSeconds && measured > gapFactor * usual;
  return isGap ? usual : measured;
}

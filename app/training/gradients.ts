// What becomes of the gradients before the update, over a slice of the flat buffers: the replicas' are summed in
// fixed order, measured and clipped by value. Knows neither layers nor optimisers.

export interface GradientFigures {
  /** Of the sum, before anything is clipped. */
  squaredNorm: number;
  /** After clipping by value; the same number where none was clipped. */
  clippedSquaredNorm: number;
}

/** Sums all gradients into the first, over [start, end), and clips each number to ±clipValue. */
export function reduceSlice(
  gradients: readonly Float32Array[],
  clipValue: number | null,
  start: number,
  end: number,
): GradientFigures {
  const [sum, ...others] = gradients as [Float32Array, ...Float32Array[]];
  for (const other of others) {
    for (let i = start; i < end; i++) sum[i] = (sum[i] as number) + (other[i] as number);
  }
  let squaredNorm = 0;
  for (let i = start; i < end; i++) squaredNorm += (sum[i] as number) * (sum[i] as number);
  // What is not finite must stay so: clipped, it would hide that the run has gone wrong.
  if (clipValue === null || !Number.isFinite(squaredNorm)) {
    return { squaredNorm, clippedSquaredNorm: squaredNorm };
  }
  let clippedSquaredNorm = 0;
  for (let i = start; i < end; i++) {
    const value = Math.max(-clipValue, Math.min(clipValue, sum[i] as number));
    sum[i] = value;
    clippedSquaredNorm += value * value;
  }
  return { squaredNorm, clippedSquaredNorm };
}

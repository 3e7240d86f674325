// How many replicas train fastest on this machine: found by timing steps, because logical cores that share a
// physical one may help or hinder and no number that the system gives tells which.

/** Milliseconds that a step takes with so many replicas. */
export type TimeStep = (replicas: number) => Promise<number>;

/** With this many cores or fewer there is nothing to choose: each gets a replica. */
const coresWithoutChoice = 2;

/** A larger count must be this much faster: it costs memory and heat. */
const worthwhileGain = 1.03;

/** The fastest of all cores, half of them (one for each physical core where two share one) and a quarter. */
export async function chooseReplicas(
  cores: number,
  batchSize: number,
  timeStep: TimeStep,
): Promise<number> {
  const most = Math.min(cores, batchSize);
  if (most <= coresWithoutChoice) return most;
  const candidates = [most >> 2, most >> 1, most].filter((count) => count > 1);
  let best = { replicas: 1, milliseconds: Number.POSITIVE_INFINITY };
  for (const replicas of candidates) {
    const milliseconds = await timeStep(replicas);
    if (milliseconds * worthwhileGain < best.milliseconds) best = { replicas, milliseconds };
  }
  return best.replicas;
}

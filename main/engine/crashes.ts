// How often an engine may be started again: VS Code's rule, three restarts within five minutes, then stop.

const restarts = 3;
const withinMs = 5 * 60_000;

/** Returns the function that counts a crash and says whether one more start is worth trying. */
export function createCrashCounter(now: () => number): () => boolean {
  let crashes: number[] = [];
  return () => {
    crashes = [...crashes.filter((moment) => now() - moment < withinMs), now()];
    return crashes.length <= restarts;
  };
}

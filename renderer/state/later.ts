// Doing something after a while, and thinking better of it.

/** Does something after a time; returns what calls it off. */
export type Later = (action: () => void, delayMs: number) => () => void;

/** By the clock of the window. */
export function afterTime(action: () => void, delayMs: number): () => void {
  const timer = setTimeout(action, delayMs);
  return () => clearTimeout(timer);
}

// Asks a process whether it still answers. Counts beats, not seconds: a computer that slept loses one beat.

export interface HeartbeatOptions {
  intervalMs: number;
  /** Beats in a row without an answer after which the process counts as hung. */
  missedBeats: number;
}

/** Five seconds times twelve: longer than any honest work keeps the engine's main thread. */
export const engineHeartbeat: HeartbeatOptions = { intervalMs: 5_000, missedBeats: 12 };

/** Starts beating; returns the function that stops. `ping` settles when the process answered. */
export function startHeartbeat(
  options: HeartbeatOptions,
  ping: () => Promise<unknown>,
  onHung: () => void,
): () => void {
  let missed = 0;
  let isWaiting = false;
  const answered = () => {
    isWaiting = false;
    missed = 0;
  };
  const timer = setInterval(() => {
    if (!isWaiting) {
      isWaiting = true;
      ping().then(answered, answered);
      return;
    }
    missed++;
    if (missed < options.missedBeats) return;
    clearInterval(timer);
    onHung();
  }, options.intervalMs);
  timer.unref();
  return () => clearInterval(timer);
}

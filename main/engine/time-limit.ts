// Waiting with an end. Knows nothing of what is waited for.

/** Waits for `promise`, but no longer than `timeoutMs`; tells whether it came in time. */
export async function settlesWithin(
  timeoutMs: number,
  promise: Promise<unknown>,
): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), timeoutMs);
  });
  const settled = promise.then(
    () => true,
    () => true,
  );
  const inTime = await Promise.race([settled, tooLate]);
  clearTimeout(timer);
  return inTime;
}

// Finds the first places where a text was changed, each as the lines before and after it, for people to look at.
// Knows nothing of what changed it.

export interface Change {
  before: string;
  after: string;
}

/** Lines looked through for the place where two texts agree again. */
const farthest = 48;

/** Units shown of a change: two lines of a terminal. */
const longestShown = 160;

/** Units shown before the first one that changed, where a line is too long to be shown. */
const leadShown = 40;

/** At most so many changes, from the beginning; texts that are equal have none. */
export function findChanges(before: string, after: string, limit: number): Change[] {
  const old = before.split('\n');
  const fresh = after.split('\n');
  const changes: Change[] = [];
  let at = 0;
  let atFresh = 0;
  while (changes.length < limit) {
    while (at < old.length && atFresh < fresh.length && old[at] === fresh[atFresh]) {
      at++;
      atFresh++;
    }
    if (at >= old.length && atFresh >= fresh.length) break;
    const [end, endFresh] = findAgreement(old, fresh, [at, atFresh]);
    changes.push(show(linesAround(old, at, end), linesAround(fresh, atFresh, endFresh)));
    at = end;
    atFresh = endFresh;
  }
  return changes;
}

/** The nearest places from which both go on with the same line; both ends where there are none. */
function findAgreement(
  old: readonly string[],
  fresh: readonly string[],
  [at, atFresh]: [number, number],
): [number, number] {
  for (let distance = 1; distance <= 2 * farthest; distance++) {
    for (let skipped = Math.min(distance, farthest); skipped >= 0; skipped--) {
      const end = at + skipped;
      const endFresh = atFresh + distance - skipped;
      const line = old[end];
      if (line === undefined || line !== fresh[endFresh]) continue;
      // An empty line is like any other: it shows nothing unless the next ones are the same too.
      if (line !== '' || old[end + 1] === fresh[endFresh + 1]) return [end, endFresh];
    }
  }
  return [old.length, fresh.length];
}

/** A change with the line before and behind it, where there are any. */
function linesAround(lines: readonly string[], start: number, end: number): string {
  const last = Math.min(end + 1, start + farthest);
  return lines.slice(Math.max(0, start - 1), last).join('\n');
}

/** Cuts both to what can be shown, around the first difference. */
function show(before: string, after: string): Change {
  let same = 0;
  while (same < before.length && before.charCodeAt(same) === after.charCodeAt(same)) same++;
  const isShort = before.length <= longestShown && after.length <= longestShown;
  const start = isShort ? 0 : Math.max(0, same - leadShown);
  return { before: clip(before, start), after: clip(after, start) };
}

function clip(text: string, start: number): string {
  const from = splitsPair(text, start) ? start + 1 : start;
  const end = Math.min(text.length, start + longestShown);
  const to = splitsPair(text, end) ? end - 1 : end;
  return (from > 0 ? '…' : '') + text.slice(from, to) + (to < text.length ? '…' : '');
}

function splitsPair(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return at > 0 && unit >= 0xdc00 && unit <= 0xdfff;
}

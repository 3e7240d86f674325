// Text for tests: regular enough to be learned in a second, different from place to place.

/** Some thousands of characters of plain sentences, different from place to place. */
export function inventText(sentences: number): string {
  const subjects = ['the old sailor', 'a grey whale', 'my neighbour', 'the north wind'];
  const verbs = ['saw', 'followed', 'forgot', 'sang to'];
  const objects = ['the harbour', 'seven stars', 'an empty boat', 'the last light'];
  const pick = (list: string[], at: number) => list[at % list.length];
  return Array.from(
    { length: sentences },
    (_, at) =>
      `${pick(subjects, at * 7 + (at >> 2))} ${pick(verbs, at * 5 + (at >> 3))} ${pick(objects, at * 3)}.\n`,
  ).join('');
}

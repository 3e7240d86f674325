// Messages that repeat what a person typed, with what was typed very long in short. Knows no message.

/** Longer ones tell nothing more: paths of this length are rare. */
const longestEcho = 200;
/** What is left of a longer one, at its beginning and at its end. */
const kept = { first: 100, last: 40 };

/** A message in which no argument is repeated at full length that fills lines by itself. */
export function withShortEchoes(message: string, typed: readonly string[]): string {
  return typed
    .flatMap((argument) => [argument, ...partsOf(argument)])
    .filter((part) => part.length > longestEcho)
    .reduce((said, part) => said.replaceAll(part, () => shorten(part)), message);
}

/** Of `--option=value` either part may be repeated alone. */
function partsOf(argument: string): string[] {
  const end = argument.indexOf('=');
  return end === -1 ? [] : [argument.slice(0, end), argument.slice(end + 1)];
}

function shorten(text: string): string {
  const characters = [...text];
  return `${characters.slice(0, kept.first).join('')} … ${characters.slice(-kept.last).join('')}`;
}

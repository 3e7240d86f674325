// The form of a catalogue of messages and how one becomes a sentence. Knows no language by itself.
// A message is a string with {placeholders}, or a singular and a plural chosen by the value `count`.

/** One message: a sentence, or its two forms by the value `count`. */
export type Message = string | { readonly one: string; readonly other: string };

type Placeholders<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholders<Rest>
  : never;

/** The names between braces in a message. */
export type PlaceholdersOf<Kind extends Message> = Kind extends string
  ? Placeholders<Kind>
  : Kind extends { one: infer One extends string; other: infer Other extends string }
    ? Placeholders<One> | Placeholders<Other> | 'count'
    : never;

/** What may stand in a placeholder; numbers are written as the language writes them. */
export type MessageValues = Readonly<Record<string, string | number>>;

const placeholder = /\{(\w+)\}/g;

/** The names of a message's placeholders, sorted, each once. */
export function placeholdersOf(message: Message): string[] {
  const texts = typeof message === 'string' ? [message] : [message.one, message.other];
  const names = texts.flatMap((text) => [...text.matchAll(placeholder)].map((match) => match[1]));
  return [...new Set(names.filter((name) => name !== undefined))].sort();
}

/** Whether all that a message needs is there. */
export function canFill(message: Message, values: MessageValues): boolean {
  return placeholdersOf(message).every((name) => Object.hasOwn(values, name));
}

/** Puts values into a message, numbers in the manner of the locale. */
export function fill(message: Message, values: MessageValues, locale: string): string {
  const text = typeof message === 'string' ? message : message[form(values.count, locale)];
  return text.replace(placeholder, (whole, name: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    return typeof value === 'number' ? new Intl.NumberFormat(locale).format(value) : value;
  });
}

function form(count: string | number | undefined, locale: string): 'one' | 'other' {
  return new Intl.PluralRules(locale).select(Number(count)) === 'one' ? 'one' : 'other';
}

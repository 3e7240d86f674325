// The marks within a line of Markdown: code, links, images, emphasis, tags, escapes, entities.
// Every pattern looks only so far, so that no line takes long.

import { decodeReferences } from '../markup/character-references.ts';

/** Around the number of what must not be read for marks any more: a private character. */
const shelter = '\ue0ff';

/** The line as it is read aloud. */
export function readableInline(line: string): string {
  if (!/[`[\]*_~<&\\]/.test(line) || line.includes(shelter)) return line;
  const sheltered: string[] = [];
  const keep = (text: string) => `${shelter}${sheltered.push(text) - 1}${shelter}`;
  const text = line
    .replace(/(?<!`)(`{1,8})(?!`)(.{1,500}?)(?<!`)\1(?!`)/g, (_, _mark, code: string) =>
      keep(code.replace(/^ (.*\S.*) $/, '$1')),
    )
    .replace(/\\([!-/:-@[-`{-~])/g, (_, mark: string) => keep(mark))
    .replace(/<([a-z][a-z\d+.-]{1,31}:[^\s<>]{0,2000})>/gi, (_, address: string) => keep(address))
    .replace(/<([^\s<>@]{1,200}@[^\s<>@]{1,200})>/g, (_, address: string) => keep(address))
    .replace(/<br\s*\/?>/gi, '\n')
    .replace(/<\/?[a-z][a-z\d-]{0,30}(?:\s[^<>]{0,500})?\/?>/gi, '');
  const plain = decodeReferences(withoutEmphasis(withoutLinks(text)));
  return plain.replace(
    /\ue0ff(\d{1,6})\ue0ff/g,
    (whole, at: string) => sheltered[Number(at)] ?? whole,
  );
}

function withoutLinks(text: string): string {
  if (!text.includes('[')) return text;
  const target = String.raw`\((?:<[^<>]{0,2000}>|[^\s()]{0,2000}(?:\([^\s()]{0,500}\)[^\s()]{0,500})?)(?:[ \t]+(?:"[^"]{0,500}"|'[^']{0,500}'|\([^()]{0,500}\)))?[ \t]*\)`;
  const link = new RegExp(String.raw`!?\[([^\[\]]{0,1000})\](?:${target}|\[[^\[\]]{0,300}\])`, 'g');
  return (
    text
      .replace(/!?\[\[(?:[^[\]|]{1,300}\|)?([^[\]|]{1,300})\]\]/g, '$1')
      .replace(/\[\^[^\]\s]{1,300}\]/g, '')
      // Twice, for an image that is itself a link.
      .replace(link, '$1')
      .replace(link, '$1')
      .replace(/!\[([^[\]]{0,1000})\]/g, '$1')
  );
}

/** Underscores within a word are part of it. */
function withoutEmphasis(text: string): string {
  return text
    .replace(/(\*{1,3})(?=[^\s*])([^*]{1,500}?)(?<=[^\s*])\1(?!\*)/g, '$2')
    .replace(/(\*{1,2})(?=[^\s*])([^*]{1,500}?)(?<=[^\s*])\1(?!\*)/g, '$2')
    .replace(
      /(?<![\p{L}\p{N}_])(_{1,3})(?=[^\s_])([^]{1,500}?)(?<=[^\s_])\1(?![\p{L}\p{N}_])/gu,
      '$2',
    )
    .replace(/(?<!~)(~{2})(?=[^\s~])([^~]{1,500}?)(?<=[^\s~])\1(?!~)/g, '$2');
}

// Walks over the elements of a small XML text, such as a list of contents. Their text is let go.

import { MarkupTokens } from './markup-tokens.ts';

export interface XmlElementsOptions {
  /** What people call the file. */
  source: string;
  /** Names of attributes to collect, without prefix. */
  attributes: readonly string[];
}

/** Calls back for each element in order, by its name without prefix. */
export function forEachXmlElement(
  xml: string,
  { source, attributes }: XmlElementsOptions,
  visit: (name: string, attributes: ReadonlyMap<string, string>) => void,
): void {
  const handler = { open: visit, close: () => undefined, text: () => undefined };
  const options = { source, syntax: 'xml', attributes: new Set(attributes) } as const;
  const tokens = new MarkupTokens(handler, options);
  tokens.push(xml);
  tokens.finish();
}

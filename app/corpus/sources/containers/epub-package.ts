// Which parts of an EPUB hold its text, and in which order: from container.xml to the package file to its spine.
// Knows EPUB 2 and 3; takes from a package what is right in it.

import { folderOf, resolvePart } from './container-parts.ts';
import { forEachXmlElement } from '../markup/xml-elements.ts';

/** What a package says of the reading order. */
export interface BookPackage {
  /** Parts with text in reading order, each once; whether they are there is not known. */
  chapters: string[];
  /** Entries of the reading order that lead to no part at all: to nothing that is listed, or out of the book. */
  leadingNowhere: number;
  /** Entries of the spine, of whatever kind. */
  spineLength: number;
}

interface ManifestItem {
  part: string | null;
  mediaType: string;
  isNavigation: boolean;
}

const textTypes = new Set([
  'application/xhtml+xml',
  'text/html',
  'text/x-oeb1-document',
  'application/x-dtbook+xml',
  'application/xml',
  'text/xml',
]);

/** Ways to disguise fonts that leave the text readable. */
const fontDisguises = new Set([
  'http://www.idpf.org/2008/embedding',
  'http://ns.adobe.com/pdf/enc#RC',
]);

/** The part that is the package file; null where the container names none. */
export function findPackage(containerXml: string, source: string): string | null {
  let found: string | null = null;
  forEachXmlElement(containerXml, { source, attributes: ['full-path'] }, (name, attributes) => {
    const path = attributes.get('full-path');
    if (name === 'rootfile' && path !== undefined) found ??= resolvePart('', path);
  });
  return found;
}

/** The parts that only a key opens. */
export function findEncrypted(encryptionXml: string, source: string): Set<string> {
  const parts = new Set<string>();
  let algorithm = '';
  forEachXmlElement(encryptionXml, { source, attributes: ['Algorithm', 'URI'] }, (name, found) => {
    if (name === 'EncryptionMethod') algorithm = found.get('Algorithm') ?? '';
    if (name !== 'CipherReference' || fontDisguises.has(algorithm)) return;
    const part = resolvePart('', decodePercent(found.get('URI') ?? ''));
    if (part !== null) parts.add(part);
  });
  return parts;
}

/** Reads a package file. Lists of contents and what stands outside the order (linear="no") are left out. */
export function readPackage(packageXml: string, part: string, source: string): BookPackage {
  const folder = folderOf(part);
  const items = new Map<string, ManifestItem>();
  const spine: { item: ManifestItem | undefined; isLinear: boolean }[] = [];
  const contents = new Set<string | null>();
  const attributes = ['id', 'href', 'media-type', 'properties', 'idref', 'linear', 'type'];
  forEachXmlElement(packageXml, { source, attributes }, (name, found) => {
    const href = decodePercent(found.get('href') ?? '');
    if (name === 'item') {
      items.set(found.get('id') ?? '', {
        part: resolvePart(folder, href),
        mediaType: found.get('media-type') ?? '',
        isNavigation: (found.get('properties') ?? '').split(/\s+/).includes('nav'),
      });
    } else if (name === 'itemref') {
      const item = items.get(found.get('idref') ?? '');
      spine.push({ item, isLinear: found.get('linear') !== 'no' });
    } else if (name === 'reference' && found.get('type') === 'toc') {
      // With a place inside it, the list is but a part of a text.
      if (!href.includes('#')) contents.add(resolvePart(folder, href));
    }
  });
  const texts = spine.filter(({ item }) => item !== undefined && textTypes.has(item.mediaType));
  const read = texts.filter(
    ({ item, isLinear }) => isLinear && item?.isNavigation === false && !contents.has(item.part),
  );
  // A book that is nothing but asides or contents has these for its text.
  const parts = (read.length > 0 ? read : texts).map(({ item }) => item?.part ?? null);
  const chapters = parts.filter((chapter) => chapter !== null);
  const unlisted = spine.filter(({ item, isLinear }) => item === undefined && isLinear);
  return {
    chapters: [...new Set(chapters)],
    leadingNowhere: parts.length - chapters.length + unlisted.length,
    spineLength: spine.length,
  };
}

function decodePercent(reference: string): string {
  try {
    return decodeURIComponent(reference);
  } catch {
    // A stray percent sign stands for itself.
    return reference;
  }
}

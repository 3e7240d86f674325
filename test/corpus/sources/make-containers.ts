// The smallest EPUB and DOCX files, to be varied by tests.

import type { ZipEntry } from './make-zip.ts';

export interface BookParts {
  manifest: string;
  spine: string;
  /** Further entries, such as the chapters. */
  files: readonly ZipEntry[];
}

/** The entries of a book whose package lies in a folder of its own. */
export function bookEntries({ manifest, spine, files }: BookParts): ZipEntry[] {
  return [
    { name: 'mimetype', content: 'application/epub+zip', isStored: true },
    {
      name: 'META-INF/container.xml',
      content:
        '<?xml version="1.0"?><container><rootfiles><rootfile full-path="book/package.opf" ' +
        'media-type="application/oebps-package+xml"/></rootfiles></container>',
    },
    {
      name: 'book/package.opf',
      content: `<package><manifest>${manifest}</manifest><spine>${spine}</spine></package>`,
    },
    ...files,
  ];
}

/** A chapter as an entry of the book's folder. */
export function chapter(name: string, body: string): ZipEntry {
  const head = '<head><title>not read</title></head>';
  return { name: `book/${name}`, content: `<html>${head}<body>${body}</body></html>` };
}

/** A chapter's line in the manifest. */
export function listed(id: string, href: string, more = ''): string {
  return `<item id="${id}" href="${href}" media-type="application/xhtml+xml" ${more}/>`;
}

/** The entries of a Word document with this body. */
export function wordEntries(body: string, more: readonly ZipEntry[] = []): ZipEntry[] {
  const content = `<?xml version="1.0"?><w:document xmlns:w="w"><w:body>${body}</w:body></w:document>`;
  return [{ name: 'word/document.xml', content }, ...more];
}

// Which programs there are for Node and Electron, and what each is made of.

/** ES modules share their common parts in chunks beside them. */
export const moduleEntries = {
  terminal: 'main/terminal.ts',
  browser: 'main/browser.ts',
  'engine-process': 'main/engine-process.ts',
  replica: 'app/training/replica-worker.ts',
  counting: 'app/corpus/counting/counting-worker.ts',
  reading: 'app/corpus/importing/reading-worker.ts',
  'pdf-worker': 'app/corpus/sources/pdf/pdf-worker.ts',
};
/** Electron takes its main script and a sandboxed preload as CommonJS, one file each. */
export const commonEntries = { desktop: 'main/desktop.ts', preload: 'main/preload.ts' };

/** Tables of characters that PDFs refer to by name, read by pdf-worker beside itself: Adobe's, as pdf.js packs them. */
export const characterTables = { from: 'pdfjs-dist/cmaps', to: 'cmaps' };

/** The files that must be there afterwards, relative to out/. */
export const nodeOutputs = [
  ...Object.keys(moduleEntries).map((name) => `${name}.js`),
  ...Object.keys(commonEntries).map((name) => `${name}.cjs`),
  `${characterTables.to}/Adobe-GB1-UCS2.bcmap`,
];

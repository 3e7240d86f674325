// PDFs that a person or a program made wrongly, byte by byte: each with what has to become of it.

import { deflateSync } from 'node:zlib';
import type { HostileFile } from './hostile-containers.ts';

const right = ['BT /F1 12 Tf 72 700 Td (All work and no play makes a dull text.) Tj ET'];
const font = '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>';

interface PdfParts {
  content?: string | Buffer;
  /** Of the content's stream, in the place of its length. */
  streamHead?: string;
  pages?: string;
  page?: string;
  font?: string;
  more?: readonly string[];
  startxref?: number;
}

/** A PDF of one page, with a table of its objects that is right. */
function makePdf(parts: PdfParts = {}): Buffer {
  const content = Buffer.from(parts.content ?? right.join('\n'));
  const head = parts.streamHead ?? `/Length ${content.length}`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    parts.pages ?? '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    parts.page ??
      '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R ' +
        '/Resources << /Font << /F1 5 0 R >> /XObject << /X1 6 0 R >> >> >>',
    Buffer.concat([Buffer.from(`<< ${head} >>\nstream\n`), content, Buffer.from('\nendstream')]),
    parts.font ?? font,
    ...(parts.more ?? []),
  ];
  let bytes = Buffer.from('%PDF-1.4\n');
  const places: number[] = [];
  for (const [at, object] of objects.entries()) {
    places.push(bytes.length);
    const body = Buffer.from(object);
    bytes = Buffer.concat([
      bytes,
      Buffer.from(`${at + 1} 0 obj\n`),
      body,
      Buffer.from('\nendobj\n'),
    ]);
  }
  const lines = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('');
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${lines}`;
  const trailer = `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\n`;
  const end = `startxref\n${parts.startxref ?? bytes.length}\n%%EOF\n`;
  return Buffer.concat([bytes, Buffer.from(table + trailer + end)]);
}

/** A font whose letters stand for these characters, each written as UTF-16 in hex. */
function fontStandingFor(units: readonly string[]): readonly string[] {
  const lines = units.map((unit, at) => `<${(65 + at).toString(16)}> <${unit}>`).join('\n');
  const map = `/CIDInit /ProcSet findresource begin 12 dict begin begincmap
1 begincodespacerange <00> <FF> endcodespacerange
${units.length} beginbfchar
${lines}
endbfchar endcmap end end`;
  return [
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>',
    `<< /Length ${map.length} >>\nstream\n${map}\nendstream`,
  ];
}

const anything: HostileFile['expected'] = [
  ...(['corpus', 'corpus-binary', 'corpus-damaged', 'corpus-no-text', 'corpus-unsafe'] as const),
];

export function hostilePdfs(): HostileFile[] {
  const pdf = (label: string, parts: PdfParts, expected = anything): HostileFile => {
    const make = () => makePdf(parts);
    // Each starts a thread, twice.
    return { label: `a PDF ${label}`, name: 'paper.pdf', make, expected, isLarge: true };
  };
  const [fontOfNone = '', map = ''] = fontStandingFor(['D800', '0000', 'DC00', 'FFFE', '0001']);
  const many = 'and so many other words behind them that a stray sign is let through '.repeat(5);
  const letters = `BT /F1 12 Tf 72 700 Td (ABCDE ${many}) Tj ET`;
  return [
    pdf('that is right', {}, ['corpus']),
    pdf('whose letters stand for halves of characters', {
      ...{ content: letters, font: fontOfNone, more: [map] },
    }),
    pdf('whose pages contain each other', {
      pages: '<< /Type /Pages /Kids [2 0 R 2 0 R 3 0 R] /Count 3 >>',
    }),
    pdf('that says it has a billion pages', {
      pages: '<< /Type /Pages /Kids [3 0 R] /Count 1000000000 >>',
    }),
    pdf('with fewer than no pages', { pages: '<< /Type /Pages /Kids [] /Count -5 >>' }),
    pdf('whose page draws itself', {
      content: '/X1 Do',
      more: [
        '<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X1 6 0 R >> >> ' +
          '/Length 6 >>\nstream\n/X1 Do\nendstream',
      ],
    }),
    pdf('whose table of objects is not where it says', { startxref: 999_999_999 }, ['corpus']),
    pdf('whose table of objects is itself', { startxref: 0 }),
    pdf('whose page is longer than the file', { streamHead: '/Length 99999999' }),
    pdf('whose page is unpacked by what does not exist', {
      streamHead: '/Length 10 /Filter /NothingDecode',
    }),
    pdf('whose page is packed a thousand times over', {
      streamHead: `/Length 70 /Filter [${'/ASCIIHexDecode '.repeat(1000)}]`,
    }),
    pdf('of brackets', { content: '['.repeat(200_000) }),
    pdf('of pictures alone', { content: '0 0 9 9 re f' }, ['corpus-no-text']),
    {
      label: 'a PDF whose page unpacks to 64 MB',
      name: 'bomb.pdf',
      make: () => {
        const content = deflateSync(Buffer.alloc(64 * 2 ** 20, ' '));
        const streamHead = `/Length ${content.length} /Filter /FlateDecode`;
        return makePdf({ content, streamHead });
      },
      expected: anything,
      isLarge: true,
    },
    {
      label: 'a PDF of nothing but its mark',
      name: 'paper.pdf',
      make: () => Buffer.from('%PDF-1.7\n%%EOF'),
      expected: ['corpus-damaged'],
    },
    {
      label: 'a PDF of its mark and noise',
      name: 'paper.pdf',
      make: () =>
        Buffer.concat([
          Buffer.from('%PDF-1.7\n'),
          Buffer.alloc(70_000, '\0\xff<'),
          Buffer.from('startxref'),
        ]),
      expected: ['corpus-damaged'],
    },
  ];
}

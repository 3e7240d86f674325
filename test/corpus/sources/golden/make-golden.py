# Makes the documents that the readers of markup and of containers are tested on, with programs that are none of ours:
# pandoc 2.17, LibreOffice 7.4, python-docx 1.2.0 and ebooklib 0.20. The texts beside them, which the readers
# must give, were read by eye and compared with what pandoc and LibreOffice themselves make of the documents.
#   pip install python-docx==1.2.0 ebooklib==0.20
#   python make-golden.py

import shutil
import struct
import subprocess
import tempfile
import zlib
from pathlib import Path

import docx
from docx.enum.text import WD_BREAK
from ebooklib import epub

here = Path(__file__).parent


def run(*command, folder):
    subprocess.run([str(part) for part in command], cwd=folder, check=True, stdout=subprocess.DEVNULL)


def write_picture(path):
    """A black point, so that the documents hold a picture."""
    def chunk(kind, content):
        checksum = zlib.crc32(kind + content)
        return struct.pack('>I', len(content)) + kind + content + struct.pack('>I', checksum)
    header = chunk(b'IHDR', struct.pack('>IIBBBBB', 1, 1, 8, 0, 0, 0, 0))
    path.write_bytes(b'\x89PNG\r\n\x1a\n' + header + chunk(b'IDAT', zlib.compress(b'\0\0')) + chunk(b'IEND', b''))


def with_pandoc(folder):
    run('pandoc', '-s', 'letter.md', '-t', 'html5', '-o', here / 'pandoc.html', folder=folder)
    for name, kind in [('pandoc-2.epub', 'epub2'), ('pandoc-3.epub', 'epub3')]:
        run('pandoc', 'letter.md', '-t', kind, '--toc', '-o', here / name, folder=folder)
    run('pandoc', 'letter.md', '--toc', '-o', here / 'pandoc.docx', folder=folder)
    run('pandoc', 'changes.md', '-o', here / 'pandoc-changes.docx', folder=folder)


def with_libreoffice(folder):
    run('pandoc', 'letter.md', '-o', 'libreoffice.odt', folder=folder)
    profile = f'-env:UserInstallation=file://{folder}/profile'
    for kind in ['docx', 'html:HTML (StarWriter)']:
        run('soffice', profile, '--headless', '--convert-to', kind, '--outdir', folder, 'libreoffice.odt', folder=folder)
    for name in ['libreoffice.docx', 'libreoffice.html']:
        shutil.copy(folder / name, here / name)


def with_python_docx():
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = 'A header that nobody reads'
    document.sections[0].footer.paragraphs[0].text = 'Page 1'
    document.add_heading('Opening hours', 1)
    paragraph = document.add_paragraph('Mondays\tclosed')
    paragraph.add_run().add_break()
    paragraph.add_run('Tuesdays')
    paragraph.add_run('\tuntil').bold = True
    paragraph.add_run(' noon')
    document.add_paragraph('')
    document.add_paragraph('First', style='List Bullet')
    document.add_paragraph('Second', style='List Bullet').add_run().add_break(WD_BREAK.PAGE)
    table = document.add_table(rows=2, cols=3)
    for row, words in zip(table.rows, [['早', '中', '晚'], ['six', '', 'ten']]):
        for cell, word in zip(row.cells, words):
            cell.text = word
    table.rows[1].cells[2].add_paragraph('eleven')
    inner = table.rows[0].cells[0].add_table(rows=1, cols=2)
    inner.rows[0].cells[0].text = 'a'
    inner.rows[0].cells[1].text = 'b'
    document.add_paragraph('Done.')
    document.save(here / 'python-docx.docx')


def with_ebooklib():
    book = epub.EpubBook()
    book.set_identifier('lamps')
    book.set_title('Lamps')
    book.set_language('ja')
    chapters = []
    for name, content in [
        ('one', '<h1>一</h1><p><ruby>漢字<rp>（</rp><rt>かんじ</rt><rp>）</rp></ruby>を読む。</p><p>&#8212; end &amp; start</p>'),
        ('two', '<h1>二</h1><p>Second<br/>chapter<script>let no = 1;</script></p>'),
        ('aside', '<p>An aside that stands outside the order.</p>'),
    ]:
        chapter = epub.EpubHtml(title=name, file_name=f'text/{name} page.xhtml', lang='ja')
        chapter.content = content
        book.add_item(chapter)
        chapters.append(chapter)
    chapters[2].is_linear = False
    book.toc = chapters[:2]
    book.add_item(epub.EpubNcx())
    book.add_item(epub.EpubNav())
    # The second chapter first: the order is the spine's, not the manifest's.
    book.spine = ['nav', chapters[1], chapters[0], (chapters[2], 'no')]
    epub.write_epub(here / 'ebooklib.epub', book)


with tempfile.TemporaryDirectory() as name:
    work = Path(name)
    write_picture(work / 'window.png')
    for source in ['letter.md', 'changes.md']:
        shutil.copy(here / source, work / source)
    with_pandoc(work)
    with_libreoffice(work)
with_python_docx()
with_ebooklib()

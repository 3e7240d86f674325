#!/usr/bin/env python3
# Makes the real documents that the readers of Markdown, subtitles, tables and PDF are tested with, each by a program
# that knows nothing of Charloom: markdownify (from HTML), pysubs2 (subtitles), SQLite's shell (tables), ReportLab and
# pypdf (PDF). The texts are ours. Run it with a folder of those packages in PYTHONPATH; the results are kept in git.
#  pip install --target packages markdownify pysubs2 reportlab pypdf
#  PYTHONPATH=packages python3 test/corpus/sources/golden/make-text-formats.py

import subprocess
from pathlib import Path

import pysubs2
from markdownify import markdownify
from pypdf import PdfWriter
from reportlab import rl_config
from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate
from reportlab.graphics.shapes import Drawing, Rect

rl_config.invariant = 1
here = Path(__file__).parent

english = [
    'The ferry left the harbour at six in the morning, when the fog still lay on the water and nobody on the quay '
    'could see farther than the next lamp. Only the bell of the buoy told them where the channel was.',
    'Marta had brought a basket of apples and the letter. She had read it so often that the folds were nearly '
    'through, and still she did not know what her brother wanted to say with his last sentence.',
    'By noon the sun had come out.',
]
chinese = [
    '清晨六点，渡船离开了港口。雾还没有散，码头上的人看不见下一盏灯。只有浮标上的钟声告诉他们航道在哪里，也告诉他们风正从海上吹来。',
    '她带了一篮苹果和那封信。信已经读了许多遍，折痕快要断开，可是她仍然不明白哥哥最后那句话的意思。',
]


def make_markdown():
    html = f'''<h1>The ferry</h1><p>{english[0]}</p><h2>On board</h2><p>She had <em>two</em> things with her, and
<strong>no ticket</strong>:</p><ul><li>a basket of apples</li><li>the <a href="https://example.org/letter">letter</a>
of her brother</li></ul><blockquote><p>Come when you can.</p></blockquote>
<p><img src="map.png" alt="A map of the bay">The fare was 2*3 = 6 crowns under file_name_one.</p>
<pre><code>if fog &gt; 3:
    ring(bell)   # *loud*
</code></pre><ol><li>Wait.</li><li>Listen to <code>ring()</code>.</li></ol>
<table><tr><th>Buoy</th><th>Sound</th></tr><tr><td>North</td><td>bell</td></tr><tr><td>South</td><td>whistle</td></tr>
</table><p>{chinese[1]}</p>'''
    text = markdownify(html, heading_style='ATX', bullets='-')
    (here / 'markdown' / 'ferry.md').write_text(text, encoding='utf-8', newline='\n')


def make_subtitles():
    lines = [
        (1000, 3000, '{\\i1}The ferry leaves at six,{\\i0}'),
        (3100, 5000, 'when the fog still lies\\Non the water.'),
        (5200, 6400, '- Who is there?\\N- Only me & the bell.'),
        (7000, 9000, '雾还没有散，\\N码头上的人看不见灯。'),
        (3600000, 3602000, '12'),
    ]
    subtitles = pysubs2.SSAFile()
    for start, end, text in lines:
        subtitles.append(pysubs2.SSAEvent(start=start, end=end, text=text))
    subtitles.save(here / 'subtitles' / 'ferry.srt')
    subtitles.save(here / 'subtitles' / 'ferry.vtt')


def make_tables():
    rows = [
        (1, 'https://example.org/notes/of-the-ferry/and-of-the-fog/1', english[0]),
        (2, 'https://example.org/notes/of-the-ferry/and-of-the-fog/2', 'She said: "Wait, please."\nThen she left.'),
        (3, 'https://example.org/notes/of-the-ferry/and-of-the-fog/3', None),
        (4, 'https://example.org/notes/of-the-ferry/and-of-the-fog/4', chinese[1]),
    ]
    quote = lambda value: 'NULL' if value is None else "'" + str(value).replace("'", "''") + "'"
    values = ', '.join('(' + ', '.join(map(quote, row)) + ')' for row in rows)
    create = f'create table notes (id, address, body); insert into notes values {values};'
    query = 'select id, address, body from notes;'
    nested = "select json_object('id', id, 'note', json_object('address', address, 'body', body)) from notes;"

    def run(name, mode, select):
        commands = f'{create}\n{mode}\n{select}\n'
        made = subprocess.run(['sqlite3', ':memory:'], input=commands.encode(), capture_output=True, check=True)
        (here / 'tables' / name).write_bytes(made.stdout)

    run('notes.csv', '.headers on\n.mode csv', query)
    run('notes-semicolon.csv', '.headers on\n.mode csv\n.separator ; \\n', query)
    run('notes.jsonl', '.mode list', nested)


def make_pdf():
    pdfmetrics.registerFont(UnicodeCIDFont('STSong-Light'))
    title = ParagraphStyle('title', fontName='Times-Bold', fontSize=18, leading=24, spaceAfter=12)
    body = ParagraphStyle('body', fontName='Times-Roman', fontSize=11, leading=14, alignment=TA_JUSTIFY)
    indented = ParagraphStyle('indented', parent=body, firstLineIndent=16)
    song = ParagraphStyle('song', fontName='STSong-Light', fontSize=11, leading=16, wordWrap='CJK', firstLineIndent=22)

    def number(canvas, document):
        canvas.setFont('Times-Roman', 9)
        canvas.drawCentredString(10.5 * cm, 1.5 * cm, str(document.page))

    story = [Paragraph('The ferry', title), Paragraph(english[0], body)]
    story += [Paragraph(text, indented) for text in english[1:]]
    story += [PageBreak()] + [Paragraph(text, song) for text in chinese]
    path = here / 'pdf' / 'ferry.pdf'
    SimpleDocTemplate(str(path), pagesize=(21 * cm, 15 * cm)).build(story, onFirstPage=number, onLaterPages=number)

    picture = Drawing(200, 100)
    picture.add(Rect(10, 10, 150, 60))
    SimpleDocTemplate(str(here / 'pdf' / 'pictures.pdf')).build([picture, PageBreak(), picture])

    locked = PdfWriter(clone_from=path)
    locked.encrypt('secret')
    locked.write(here / 'pdf' / 'locked.pdf')


for folder in ['markdown', 'subtitles', 'tables', 'pdf']:
    (here / folder).mkdir(exist_ok=True)
make_markdown()
make_subtitles()
make_tables()
make_pdf()

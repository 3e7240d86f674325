// What is said of the texts that are kept in the library, in Simplified Chinese.

import type {
  CorpusSplits,
  DocumentNote,
  SourceState,
  SplitPart,
} from '../../app/contract/corpus.ts';
import type { LibraryMessages } from './messages-library.ts';
import {
  chineseCleaningCount,
  chineseLookedBack,
  chineseMoreFiles,
  chineseSourceRow,
} from './messages-texts-zh.ts';
import {
  bits,
  bytes,
  characterList,
  coverageMarks,
  day,
  languagesInWords,
  loss,
  whole,
} from './quantities.ts';

const states: Record<SourceState['state'], string> = {
  same: '；没有变化',
  changed: '；读取之后改动过',
  missing: '；已不在原处',
  unknown: '',
};

const languageNames = new Intl.DisplayNames('zh-CN', { type: 'language' });

const note = ({ name, characters, opening }: DocumentNote) =>
  `${name}，${whole(characters)} 个字符：“${opening}”`;

const part = (name: string, { characters, documents }: SplitPart, isSeveral: boolean) =>
  characters === 0
    ? `没有${name}部分`
    : `${name} ${whole(characters)} 个字符` + (isSeveral ? `（${whole(documents)} 份文档）` : '');

const leaks = ({ documents, paragraphs, characters }: CorpusSplits['leaks']) => {
  const what = [
    ...(documents > 0 ? [`${whole(documents)} 份文档`] : []),
    ...(paragraphs > 0 ? [`${whole(paragraphs)} 个段落`] : []),
  ];
  return what.length === 0
    ? '验证和测试部分的内容都没有出现在训练部分。'
    : `验证和测试部分里有 ${what.join('和 ')}（${whole(characters)} 个字符）也出现在训练部分，` +
        '可用 --clean repeated-documents,repeated-lines 略去。例如：';
};

/** The words on kept texts in Chinese. */
export const chineseLibrary: LibraryMessages = {
  textCommands: {
    show: '查看一份文本：统计、清理、划分和来源文件',
    rename: '给文本改名',
    remove: '从资料库删除文本，原来的文件不动',
    duplicate: '复制一份文本',
    merge: '把几份文本合成一份',
    reread: '按文件现在的内容重新读取文本，或换一种清理方式',
    count: '看看单靠数字符能做到多好，模型至少要胜过它',
  },
  textArguments: { text: '文本的编号或名称', texts: '两份以上文本的编号或名称' },
  copyName: '副本的名称',
  mergeName: '新文本的名称',
  mergeAlone: '请至少给出两份文本。',
  countUnchecked: '计数的好坏要看验证部分，请去掉 --validation 0。',
  corpusIsMade: (option) =>
    `--corpus 用的是已经读取和清理好的文本，请去掉 ${option}，或改为给出文件。`,
  noSuchCorpus: (reference) => `资料库中没有文本“${reference}”。请查看：charloom texts`,
  severalCorpora: (name, ids) => `有几份文本都叫“${name}”，请用编号：${ids}`,

  unreadable: (kind, { folder, error }) =>
    `有 1 ${kind === 'model' ? '个模型' : '份文本'}无法读取，没有列出，它的文件夹是 ${folder}。` +
    (error.code === 'library-too-new'
      ? '它由更新版本的 Charloom 保存，请更新 Charloom。'
      : '它的记录已损坏，请放回一份完好的副本，或删除这个文件夹。'),
  noTexts: '还没有文本。用文件训练一次，文本就会保留下来：charloom train 文件',
  textColumns: ['编号', '名称', '字符', '不同字符', '文档', '保存日期'],
  textRow: ({ id, name, characters, vocabularySize, sources, createdAt }) => [
    id,
    name,
    whole(characters),
    whole(vocabularySize),
    whole(sources.reduce((sum, { documents }) => sum + documents, 0)),
    day(createdAt),
  ],
  comparingParts: '正在比较各部分……',
  textDetails: ({ details, sources, more, splits, cleaning }) => {
    const { name, id, characters, vocabularySize, lines, documents, sizeBytes } = details;
    const { languages, compressedBitsPerCharacter: compressed, cleaned, coverage } = details;
    const isSeveral = documents.count > 1;
    const rows: [string, string][] = [
      ['文本', `${name}（${id}），${day(details.createdAt)} 保存`],
      [
        '大小',
        `${whole(characters)} 个字符，${whole(lines)} 行，${whole(documents.count)} 份文档，${bytes(sizeBytes)}`,
      ],
    ];
    const spoken = languagesInWords(languages, languageNames);
    if (spoken.length > 0) rows.push(['语言', spoken.join('，')]);
    const marks = coverageMarks(coverage).map(
      ({ characters: most, share }) => `${whole(most)} 种占 ${share}`,
    );
    rows.push(
      ['字符', `${whole(vocabularySize)} 种：${marks.join('，')}`],
      ['', `最常见的是：${characterList(details.frequentCharacters)}`],
    );
    if (compressed > 0) {
      const nats = (compressed * Math.LN2).toFixed(2);
      rows.push([
        '压缩',
        `用 brotli 压缩后每字符 ${compressed.toFixed(2)} 比特（${nats} 奈特），模型应当胜过它`,
      ]);
    }
    rows.push(['清理', cleaning === '' ? '没有另外要求' : cleaning]);
    for (const count of cleaned) rows.push(['', chineseCleaningCount(count, '')]);
    const { train, validation, test } = splits;
    const parts = [
      part('训练', train, isSeveral),
      part('验证', validation, isSeveral),
      part('测试', test, isSeveral),
    ];
    rows.push(['划分', parts.join('；')], ['', leaks(splits.leaks)]);
    for (const example of splits.leaks.examples) rows.push(['', `  ${note(example)}`]);
    documents.longest.forEach((each, at) => rows.push([at === 0 ? '最长' : '', note(each)]));
    documents.shortest.forEach((each, at) => rows.push([at === 0 ? '最短' : '', note(each)]));
    sources.forEach((source, at) =>
      rows.push([at === 0 ? '来源' : '', chineseSourceRow(source) + states[source.state]]),
    );
    if (more > 0) rows.push(['', chineseMoreFiles(more)]);
    return rows;
  },
  readAgain: (text) => `按文件现在的内容重新读取：charloom texts reread ${text}`,

  textKept: ({ id, name, characters }) =>
    `“${name}”已收进资料库，${whole(characters)} 个字符。用它训练：charloom train --corpus ${id}`,
  askRemoveText: (name) => `从资料库永久删除文本“${name}”吗？原来的文件不动。[y/N] `,
  reread: (name, before, after) =>
    `“${name}”已重新读取：${whole(after)} 个字符，之前是 ${whole(before)} 个。`,
  rereadAlike: (name) => `“${name}”已重新读取，内容没有变化。`,
  notReread: (name) => `已停止，“${name}”保持原样。`,
  baseline: ({ order, loss: nats, losses, reduction }) =>
    [
      `单靠计数，验证部分每字符可达 ${loss(nats)} 奈特（${bits(nats)} 比特），${chineseLookedBack(order)}。`,
      `按回看的字符数：${losses.map((each, back) => `${back} 个 ${each.toFixed(2)}`).join('，')}。`,
      reduction === null
        ? ''
        : `为了不超出内存，训练部分数了 ${whole(reduction.counted)} 个字符，验证部分测了 ${whole(reduction.foretold)} 个。`,
    ]
      .filter((line) => line !== '')
      .join('\n'),
};

// What is said of texts on their way in and of what counting makes of them, in Simplified Chinese.

import type { CleaningStep } from '../../app/contract/cleaning.ts';
import type { CorpusSource } from '../../app/contract/corpus.ts';
import type { SkipReason } from '../../app/contract/text-files.ts';
import type { TextMessages } from './messages-texts.ts';
import { bytes, loss, whole } from './quantities.ts';
import { onOneLine } from './text-width.ts';

const skipReasons: Record<SkipReason, string> = {
  hidden: '隐藏文件',
  kind: '不是能读的文件类型',
  empty: '空文件',
  link: '链接，不跟随',
  unreadable: '没有权限查看',
  'too-many': '以及其后的全部：文件太多',
};

const stepNames: Record<CleaningStep, string> = {
  byteOrderMark: '个字节顺序标记',
  lineEnds: '处非 LF 的换行',
  form: '个组合方式不同的字符',
  fullWidth: '个全角字符',
  chinese: '个另一种字体的汉字',
  controls: '个控制字符和零宽字符',
  blanks: '处连续空格',
  emptyLines: '处连续空行',
  lowerCase: '个大写字母',
  hyphenation: '个在行尾断开的词',
  pageNumbers: '处页码',
  gutenberg: '处古登堡计划的文件头和许可',
  repeatedDocuments: '份前面出现过的文档',
  repeatedLines: '行前面出现过的文字',
  remove: '个 --remove-characters 的字符',
  keep: '个 --keep-characters 之外的字符',
};

const withoutText = (parts: number, format: CorpusSource['format']) =>
  `${whole(parts)} ${format === 'pdf' ? '页' : '条记录'}没有文字`;

const inPart = (lookedAt: number, total: number) =>
  lookedAt < total ? `（看了 ${bytes(total)} 中的 ${bytes(lookedAt)}）` : '';

/** How many files of a long list are not shown. */
export const chineseMoreFiles: TextMessages['moreFiles'] = (count) =>
  `……还有 ${whole(count)} 个文件`;

/** A source, what it is and what came of it; `field` is the one that was read of a table. */
export const chineseSourceRow: TextMessages['sourceRow'] = (source, field = null) => {
  const {
    name,
    format,
    encoding,
    documents,
    characters,
    undecodable,
    missingChapters = 0,
    partsWithoutText = 0,
  } = source;
  return (
    `${onOneLine(name)}：${format}${field === null ? '' : `（${field}）`}` +
    (encoding === null ? '' : `，${encoding.toUpperCase()}`) +
    (documents === 1 ? '' : `，${whole(documents)} 份文档`) +
    `，${whole(characters)} 个字符` +
    (undecodable === 0 ? '' : `，略去 ${whole(undecodable)} 个字节`) +
    (missingChapters === 0 ? '' : `，书中缺 ${whole(missingChapters)} 章`) +
    (partsWithoutText === 0 ? '' : `，${withoutText(partsWithoutText, format)}`)
  );
};

/** How often a step of cleaning finds something, and the words that ask for it. */
export const chineseCleaningCount: TextMessages['cleaningCount'] = ({ step, changes }, words) =>
  `${whole(changes).padStart(9)} ${stepNames[step]}${words === '' ? '' : `（--clean ${words}）`}`;

/** How far back counting looked where it did best. */
export const chineseLookedBack = (order: number): string =>
  order === 1 ? '依据每个字符的频率' : `依据前 ${order - 1} 个字符`;

export const chineseTexts: TextMessages = {
  textOptions: {
    corpus: '资料库中文本的编号或名称，代替文件',
    encoding: '文件的编码，如 utf-8 或 gb18030；默认按内容判断',
    format: '文件的类型，如 text、epub 或 csv；默认按内容判断',
    field: 'JSONL 中的键或表格中的列，文字就在其中；默认取最像的一个',
    skipUndecodable: '略去编码不认识的字节，而不是拒绝整个文件',
    clean: '清理什么，多项用逗号隔开：',
    removeCharacters: '要去掉的字符，可写范围，如 0-9#*',
    keepCharacters: '除换行外只保留这些字符，可写范围，如 a-z',
  },
  passedOver: (shown, count) =>
    `跳过 ${whole(count)} 个文件：` +
    shown.map(({ name, reason }) => `${name}（${skipReasons[reason]}）`).join('、') +
    (count > shown.length ? '……' : ''),
  lookingAt: (count) => `正在查看 ${whole(count)} 个文件……`,
  sourceRow: chineseSourceRow,
  moreFiles: chineseMoreFiles,
  partlyRead: (broken, all) =>
    `${whole(all)} 个文件中有 ${whole(broken)} 个读不了，以上只是其余文件的统计。`,
  perhapsMoreUnreadable:
    '这样的文件可能不止一个：用 charloom corpus 查看同样的文件和文件夹，就会列出所有读不了的。',
  readAs: (opening) => `  读作“${opening}……”，如果不对，请用 --encoding 换一种编码`,
  otherFields: (fields) => `  其他字段：${fields.join('、')}，用 --field 指定`,
  cleaned: (lookedAt, total) => `清理了${inPart(lookedAt, total)}：`,
  uncleaned: (lookedAt, total) => `还可以清理${inPart(lookedAt, total)}：`,
  cleaningCount: chineseCleaningCount,
  counting: '正在计算单靠计数能做到多好……',
  betterThanCounting: (nats, { order, loss: counted }) =>
    `比计数${nats >= 0 ? '好' : '差'} ${loss(Math.abs(nats))} 奈特（计数为 ${loss(counted)}，${chineseLookedBack(order)}）。`,
};

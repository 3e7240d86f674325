// What is said of texts on their way in and of what counting makes of them, in Simplified Chinese.

import type { CleaningStep } from '../../app/contract/cleaning.ts';
import type { SkipReason } from '../../app/contract/text-files.ts';
import type { TextMessages } from './messages-texts.ts';
import { bytes, loss, whole } from './quantities.ts';

const skipReasons: Record<SkipReason, string> = {
  hidden: '隐藏文件',
  kind: '不是能读的文件类型',
  empty: '空文件',
  'too-many': '以及其后的全部：文件太多',
};

const stepNames: Record<CleaningStep, string> = {
  byteOrderMark: '处字节顺序标记（去掉）',
  lineEnds: '处换行（统一为 LF）',
  form: '处字符（合成）',
  fullWidth: '个全角字符（full-width）',
  chinese: '个可转换的繁简汉字（simplified、traditional）',
  controls: '个控制字符和零宽字符（controls）',
  blanks: '处连续空格（blanks）',
  emptyLines: '处连续空行（empty-lines）',
  lowerCase: '个大写字母（lower-case）',
  hyphenation: '个在行尾断开的词（hyphenation）',
  pageNumbers: '处页码（page-numbers）',
  gutenberg: '处古登堡计划的文件头和许可（gutenberg）',
  repeatedDocuments: '份重复的文档（repeated-documents）',
  repeatedLines: '行重复的文字（repeated-lines）',
  remove: '个去掉的字符（--remove-characters）',
  keep: '个去掉的字符（--keep-characters）',
};

export const chineseTexts: TextMessages = {
  textOptions: {
    encoding: '文件的编码，如 utf-8 或 gb18030；默认按内容判断',
    format: '文件的类型，如 text、epub 或 csv；默认按内容判断',
    field: 'JSONL 中的键或表格中的列，文字就在其中；默认取最像的一个',
    skipUndecodable: '跳过编码不认识的字节，而不是拒绝整个文件',
    clean: '清理什么，如 blanks,gutenberg',
    removeCharacters: '要去掉的字符，可写范围，如 0-9#*',
    keepCharacters: '除换行外只保留这些字符，可写范围，如 a-z ',
  },
  passedOver: (shown, count) =>
    `跳过 ${whole(count)} 个文件：` +
    shown.map(({ name, reason }) => `${name}（${skipReasons[reason]}）`).join('、') +
    (count > shown.length ? '……' : ''),
  sourceRow: ({ name, format, encoding, documents, characters, undecodable }) =>
    `${name}：${format}${encoding === null ? '' : `，${encoding.toUpperCase()}`}` +
    (documents === 1 ? '' : `，${whole(documents)} 篇`) +
    `，${whole(characters)} 个字符` +
    (undecodable === 0 ? '' : `，跳过 ${whole(undecodable)} 个字节`),
  cleaningCounts: (counts, lookedAt, total) =>
    `可清理的内容${lookedAt < total ? `（看了 ${bytes(total)} 中的 ${bytes(lookedAt)}）` : ''}：` +
    counts.map(({ step, changes }) => `${whole(changes)} ${stepNames[step]}`).join('；'),
  counting: '正在计算单靠计数能做到多好……',
  betterThanCounting: (nats, { order, loss: counted }) =>
    `比计数${nats >= 0 ? '好' : '差'} ${loss(Math.abs(nats))} 奈特（计数为 ${loss(counted)}，依据前 ${order - 1} 个字符）。`,
};

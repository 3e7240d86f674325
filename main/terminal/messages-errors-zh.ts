// What went wrong, by the engine's codes, in Simplified Chinese. Where an error has its numbers with it, the whole
// sentence is Chinese; else the engine's own words, which are English, follow in brackets.

import type { ErrorCode, ErrorDetails, WireError } from '../../app/contract/errors.ts';
import { megabytesInWords } from '../../app/contract/megabytes.ts';
import { whole } from './quantities.ts';

/** What happened and what to do, where the numbers are not at hand. */
const general: Record<ErrorCode, string> = {
  'corpus-empty': '里面没有文字，请选择有内容的文件',
  'corpus-too-short': '文本太短，学不到东西，请多加一些',
  'corpus-binary': '这不是能读的文件，请选择文本、电子书、Word、PDF、网页或表格文件',
  'corpus-not-utf8': '文件不是 UTF-8 编码，请另存为 UTF-8 后再试',
  'corpus-undecodable':
    '文件里有不属于这种编码的字节，请用 --encoding 换一种，或加上 --skip-undecodable',
  'corpus-damaged': '文件已损坏或不完整，请换一份完好的',
  'corpus-unsafe': '为了安全没有打开这个文件：展开后过大，或者含有可疑的路径',
  'corpus-no-text': '文件里没有可读的文字：也许只有图片，或者加了密码',
  'corpus-field-missing': '找不到正文所在的字段，请用 --field 指定',
  'corpus-sources-gone': '这份文本的来源文件都不在原处了，无法重新读取',
  'corpus-unreadable': '无法读取文件，请确认它还在原处',
  'corpus-not-found': '这份文本已经不在了，请重新导入',
  'corpus-changed': '训练这个模型所用的文本已经改动，无法继续',
  'sample-not-available': '示例文本无法取得，请用自己的文本：charloom train 文件',
  'model-not-found': '没有这个模型，请查看：charloom models',
  'model-busy': '这个模型正在被使用，请等它结束后再试',
  'model-file-invalid': '模型文件无效或已损坏，请换一份',
  'model-file-too-new': '模型文件来自更新的版本，请更新 Charloom',
  'model-not-finite': '模型的数值已损坏，无法写作，请重新导入或以更低的学习率重新训练',
  'checkpoint-invalid': '检查点已损坏，无法继续',
  'checkpoint-missing': '这个模型没有可以继续的检查点',
  'run-not-found': '这次训练已经不在了',
  'training-not-finite': '训练中出现了无效的数值，请降低学习率再试',
  'training-failed': '训练失败，请再试一次',
  'replica-lost': '一个训练线程意外结束，请再试一次',
  'sampling-not-found': '这次写作已经结束',
  'library-locked': '资料库正被另一个程序使用，请关闭它后再试',
  'library-unwritable': '资料库所在的文件夹无法写入，请用 --home 换一个',
  'library-too-new': '资料库来自更新的版本，请更新 Charloom',
  'disk-full': '磁盘已满，请腾出空间后再试',
  'out-of-memory': '内存不足，请关闭其他程序后再试；如果是在训练，请把层或批大小改小',
  'tensorflow-missing': '缺少 TensorFlow，请运行 npm run setup',
  'tensorflow-wrong': '这台电脑上的 TensorFlow 计算有误，请重新运行 npm run setup',
  'invalid-request': '请求无效',
  'unknown-method': '引擎不认识这个请求',
  'file-not-granted': '文件没有对引擎开放',
  'engine-lost': '引擎意外退出，请再试一次',
  cancelled: '已停止',
  internal: '内部错误',
};

const has = (details: ErrorDetails, ...names: string[]): boolean =>
  names.every((name) => typeof details[name] === 'string' || typeof details[name] === 'number');

const count = (value: ErrorDetails[string] | undefined): string => whole(Number(value));

/** A size as people say it. */
const size = (details: ErrorDetails, name: `${string}Megabytes`): string =>
  megabytesInWords(Number(details[name]), name === 'neededMegabytes' ? 'needed' : 'available');

/** Whole sentences; null where a number that they need is missing. */
const detailed: Partial<Record<ErrorCode, (details: ErrorDetails) => string | null>> = {
  'corpus-empty': (details) =>
    has(details, 'name', 'minimum')
      ? `“${details['name']}”是空的，请选择至少有 ${count(details['minimum'])} 个字符的文本。`
      : null,
  'corpus-too-short': tooShort,
  'corpus-binary': (details) =>
    has(details, 'name')
      ? `“${details['name']}”里没有能读的文字，请选择文本、电子书、Word、PDF、网页或表格文件。`
      : null,
  'corpus-undecodable': (details) =>
    has(details, 'name', 'encoding', 'undecodable')
      ? `“${details['name']}”里有 ${count(details['undecodable'])} 个字节不属于 ${details['encoding']} 编码。请用 --encoding 换一种编码，或用 --skip-undecodable 略去它们。`
      : null,
  'corpus-damaged': (details) =>
    has(details, 'name') ? `“${details['name']}”已损坏或不完整，请换一份完好的文件。` : null,
  'corpus-unsafe': (details) =>
    has(details, 'name')
      ? `为了安全没有打开“${details['name']}”：展开后过大，或者含有可疑的路径。`
      : null,
  'corpus-no-text': (details) =>
    has(details, 'name')
      ? `“${details['name']}”里没有可读的文字：也许只有图片，或者加了密码。`
      : null,
  'corpus-field-missing': (details) =>
    has(details, 'name', 'fields')
      ? `“${details['name']}”里找不到要读的字段。有这些：${details['fields']}。请用 --field 指定。`
      : null,
  'corpus-not-utf8': (details) =>
    has(details, 'name', 'offset')
      ? `“${details['name']}”不是 UTF-8 编码（从第 ${count(details['offset'])} 个字节起）` +
        (has(details, 'looksLike') ? `，看起来像 ${details['looksLike']}` : '') +
        '。请另存为 UTF-8 后再试。'
      : null,
  'corpus-sources-gone': (details) =>
    has(details, 'names', 'missing')
      ? details['missing'] === 0
        ? '这份文本的来源没有文件可以重新读取，请作为新文本导入。'
        : `“${details['names']}”已不在原处，请把文件放回去，或作为新文本导入。`
      : null,
  'model-busy': (details) =>
    has(details, 'corpus') ? '有模型正在或等着用这份文本训练，请先停止它再试。' : null,
  'invalid-request': (details) =>
    has(details, 'notation')
      ? `“${details['notation']}”不是字符列表。请写字符本身，或 0-9 这样的范围；连字符和反斜杠写作 \\- 和 \\\\。`
      : null,
  'training-not-finite': (details) =>
    has(details, 'step', 'learningRate')
      ? `损失在第 ${count(details['step'])} 步变成了非数值，最佳权重还在。请用低于 ${details['learningRate']} 的学习率重新训练。`
      : null,
  'library-unwritable': (details) =>
    has(details, 'folder')
      ? `无法写入“${details['folder']}”。请检查它和写入权限，或换一个位置；资料库的位置用 --home 指定。`
      : null,
  'disk-full': (details) =>
    has(details, 'neededMegabytes', 'freeMegabytes')
      ? `磁盘已满：需要 ${size(details, 'neededMegabytes')}，只剩 ${size(details, 'freeMegabytes')}。请腾出空间后再试。`
      : null,
  'out-of-memory': (details) =>
    has(details, 'neededMegabytes', 'availableMegabytes')
      ? `训练大约需要 ${size(details, 'neededMegabytes')} 内存，这台电脑能给出 ${size(details, 'availableMegabytes')}。请把层、批大小或序列长度改小。`
      : null,
};

function tooShort(details: ErrorDetails): string | null {
  if (!has(details, 'characters', 'minimum')) return null;
  const [characters, minimum] = [count(details['characters']), count(details['minimum'])];
  if (has(details, 'name')) {
    return `“${details['name']}”有 ${characters} 个字符，至少需要 ${minimum} 个，请多加一些文字。`;
  }
  const training = has(details, 'training')
    ? `全文 ${characters} 个字符中，只剩 ${count(details['training'])} 个用于训练`
    : `用于训练的部分有 ${characters} 个字符`;
  return `${training}，至少需要 ${minimum} 个。请多加一些文字，或者调低验证和测试的占比。`;
}

/** An error as a person reads it. */
export function chineseError({ code, message, details }: WireError): string {
  return detailed[code]?.(details) ?? `${general[code]}。（${message}）`;
}

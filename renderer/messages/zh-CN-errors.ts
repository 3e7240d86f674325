// 按引擎的错误代码给出的中文说明。`detailed` 依次尝试，数值齐全的第一条生效；否则用 `general`。
// Every code has a general sentence: the engine's own are English.

import type { ErrorCode } from '../../app/contract/errors.ts';
import type { ErrorMessages } from './en-errors.ts';

export const zhCNErrors: Readonly<Record<ErrorCode, ErrorMessages & { general: string }>> = {
  'corpus-empty': {
    detailed: [
      '「{name}」是空的。请选择至少有 {minimum} 个字符的文本。',
      '没有找到文本文件，略过了 {skipped} 个其他文件。',
    ],
    general: '里面没有文字，请选择有内容的文件。',
  },
  'corpus-too-short': {
    detailed: [
      '「{name}」有 {characters} 个字符，至少需要 {minimum} 个。请多加一些文字。',
      '全文 {characters} 个字符中，只剩 {training} 个用于训练，至少需要 {minimum} 个。请调低验证或测试占比，或者增加文本。',
      '用于训练的部分有 {characters} 个字符，至少需要 {minimum} 个。请增加文本，或者调低验证占比。',
    ],
    general: '文本太短，学不到东西，请多加一些。',
  },
  'corpus-binary': {
    detailed: [
      '「{name}」里没有 Charloom 能读的文字。请选择文本、电子书、Word、PDF、网页或表格文件。',
    ],
    general: '里面没有 Charloom 能读的文字。请选择文本、电子书、Word、PDF、网页或表格文件。',
  },
  'corpus-not-utf8': {
    detailed: [
      '「{name}」不是 UTF-8 编码，看起来像 {looksLike}。请在文本编辑器里另存为 UTF-8，再重新选择。',
      '「{name}」不是 UTF-8 编码（从第 {offset} 个字节起）。请在文本编辑器里另存为 UTF-8，再重新选择。',
    ],
    general: '文件不是 UTF-8 编码，请另存为 UTF-8 后再打开。',
  },
  'corpus-undecodable': {
    detailed: [
      '「{name}」里有 {undecodable} 个字节不属于 {encoding} 编码。请换一种编码，或者略去这些字节。',
      '「{name}」里有不属于这种编码的字节。请换一种编码，或者略去这些字节。',
    ],
    general: '文件里有不属于这种编码的字节。请换一种编码，或者略去这些字节。',
  },
  'corpus-damaged': {
    detailed: ['「{name}」已经损坏或不完整。请换一份完好的文件。'],
    general: '文件已经损坏或不完整。请换一份完好的文件。',
  },
  'corpus-unsafe': {
    detailed: ['为了安全，没有打开「{name}」：展开后过大，或者含有可疑的路径。请换一份文件。'],
    general: '为了安全，没有打开这个文件：展开后过大，或者含有可疑的路径。',
  },
  'corpus-no-text': {
    detailed: ['「{name}」里没有可读的文字：也许只有图片，或者加了密码。请换一份有文字的文件。'],
    general: '文件里没有可读的文字：也许只有图片，或者加了密码。',
  },
  'corpus-field-missing': {
    detailed: [
      '「{name}」里没有名为「{field}」的一列。请选择正文所在的列。',
      '「{name}」里找不到正文所在的列。请选择一列。',
    ],
    general: '找不到正文所在的列。请选择一列。',
  },
  'corpus-sources-gone': {
    detailed: ['「{name}」已不在原处，无法重新读取。请从原来的文件重新添加。'],
    general: '有些来源已不在原处，或者不曾记下，无法重新读取。请从原来的文件重新添加。',
  },
  'corpus-unreadable': {
    detailed: ['无法读取「{name}」。请确认文件还在原处，并且允许你读取。'],
    general: '无法读取文件，请确认它还在原处。',
  },
  'corpus-not-found': {
    detailed: ['找不到训练它的文本「{corpus}」。请用你自己的文本训练一个新模型。'],
    general: '这份文本已经不在了。',
  },
  'corpus-changed': {
    detailed: ['文本「{corpus}」已经不是训练这个模型时的那一份。请用它训练一个新模型。'],
    general: '这份文本的文件已损坏或被改动。请移除它，再重新添加。',
  },
  'sample-not-available': { general: '这里没有这份示例文本，请换一份，或打开你自己的文件。' },
  'model-not-found': { general: '这个模型已经不在了。' },
  'model-busy': { general: '模型正在训练或排队，请先停止，或等它完成。' },
  'model-file-invalid': {
    detailed: ['无法打开「{file}」：它不是 Charloom 保存的模型，或者已经损坏。请换一份文件。'],
    general: '这不是 Charloom 的模型文件，或者文件已损坏。',
  },
  'model-file-too-new': {
    detailed: [
      '「{file}」由更新版本的 Charloom 保存（格式 {version}，这里最高支持 {supported}）。请先升级。',
    ],
    general: '文件来自更新版本的 Charloom，请先升级再打开。',
  },
  'model-not-finite': { general: '模型里有损坏的数值。请换一份文件，或用更低的学习率重新训练。' },
  'checkpoint-invalid': { general: '检查点已损坏。最佳权重还在，可以从它继续。' },
  'checkpoint-missing': { general: '还没有可用的权重或检查点。' },
  'run-not-found': { general: '这次训练已经结束了。' },
  'training-not-finite': {
    detailed: [
      '损失在第 {step} 步变成了非数值。最佳权重和最近的检查点都还在；请用低于 {learningRate} 的学习率重新训练。',
    ],
    general: '损失变成了非数值。请调低学习率，重新训练。',
  },
  'training-failed': { general: '训练无法继续。' },
  'replica-lost': { general: '训练的一路并行意外停止了。检查点还在，可以从它继续。' },
  'sampling-not-found': { general: '这段文字已经写完了。' },
  'library-locked': { general: '另一个 Charloom 正在使用资料库，请先关闭它。' },
  'library-unwritable': {
    detailed: ['无法写入文件夹 {folder}，请检查它的权限。'],
    general: '无法写入 Charloom 的文件夹，请检查权限。',
  },
  'library-too-new': { general: '它由更新版本的 Charloom 保存，请先升级。什么都没有改动。' },
  'disk-full': {
    detailed: ['磁盘已满：需要 {neededMegabytes}，只剩 {freeMegabytes}。请腾出空间后再试。'],
    general: '磁盘已满，请腾出空间后再试。',
  },
  'out-of-memory': {
    detailed: [
      '大约需要 {neededMegabytes} 内存，这台电脑能给出 {availableMegabytes}。请把层、批大小或序列长度调小一些。',
    ],
    general: '内存不足，请关闭其他程序后再试；如果是在训练，请把层或批大小调小一些。',
  },
  'tensorflow-missing': { general: '缺少 TensorFlow 本地库，请重新运行安装步骤。' },
  'tensorflow-wrong': { general: 'TensorFlow 本地库在这台电脑上计算有误，请重新运行安装步骤。' },
  'invalid-request': {
    detailed: [
      '「{notation}」不是字符列表。请写字符本身，或 0-9 这样的范围；连字符和反斜杠写作 \\- 和 \\\\。',
    ],
    general: '这个值不符合要求。',
  },
  'unknown-method': { general: '窗口与引擎的版本不一致，请关闭 Charloom，再重新启动。' },
  'file-not-granted': { general: '文件已不再对 Charloom 开放，请重新选择。' },
  'engine-lost': { general: '引擎还没回答就断开了，请稍后再试。' },
  cancelled: { general: '已取消。' },
  internal: { general: 'Charloom 内部出错：{message}' },
};

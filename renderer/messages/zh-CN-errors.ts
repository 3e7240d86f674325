// 按引擎的错误代码给出的中文说明。`detailed` 用在引擎给全了数值的时候，否则用 `general`。

import type { ErrorCode } from '../../app/contract/errors.ts';
import type { ErrorMessages } from './en-errors.ts';

export const zhCNErrors: Readonly<Record<ErrorCode, ErrorMessages>> = {
  'corpus-empty': { general: '里面没有文字，请选择有内容的文件。' },
  'corpus-too-short': { general: '文本太短，学不到东西，请多加一些。' },
  'corpus-binary': { general: '这不是文本文件，请选择纯文本文件。' },
  'corpus-not-utf8': { general: '文件不是 UTF-8 编码，请另存为 UTF-8 后再打开。' },
  'corpus-unreadable': { general: '无法读取文件，请确认它还在原处。' },
  'corpus-not-found': { general: '这份文本已经不在了。' },
  'corpus-changed': { general: '用于训练这个模型的文本已经改动过了。' },
  'sample-not-available': { general: '这里没有安装示例文本。' },
  'model-not-found': { general: '这个模型已经不在了。' },
  'model-busy': { general: '模型正在训练，请先停止或等它完成。' },
  'model-file-invalid': { general: '这不是 Charloom 的模型文件，或者文件已损坏。' },
  'model-file-too-new': { general: '文件来自更新版本的 Charloom，请先升级再打开。' },
  'model-not-finite': { general: '文件中的数值已损坏，无法用来写作。' },
  'checkpoint-invalid': { general: '检查点已损坏，无法从它继续。' },
  'checkpoint-missing': { general: '没有可以继续的检查点。' },
  'run-not-found': { general: '这次训练已经结束了。' },
  'training-not-finite': { general: '损失变成了非数值。请调低学习率，重新训练。' },
  'training-failed': { general: '训练无法继续。' },
  'replica-lost': { general: '训练的一部分意外停止了，请点「继续训练」。' },
  'sampling-not-found': { general: '这段文字已经写完了。' },
  'library-locked': { general: '另一个 Charloom 正在使用资料库，请先关闭它。' },
  'library-unwritable': { general: '无法写入 Charloom 的文件夹，请检查权限。' },
  'library-too-new': { general: '资料库由更新版本的 Charloom 写成，请先升级。' },
  'disk-full': { general: '磁盘已满，请腾出空间后再试。' },
  'out-of-memory': { general: '内存不足，请把模型或批大小调小一些。' },
  'tensorflow-missing': { general: '缺少 TensorFlow 本地库，请重新运行安装步骤。' },
  'tensorflow-wrong': { general: 'TensorFlow 本地库在这台电脑上计算有误。' },
  'invalid-request': { general: '有一项数值不符合要求。' },
  'unknown-method': { general: '窗口与引擎的版本不一致，请重新启动 Charloom。' },
  'file-not-granted': { general: '文件已不再对 Charloom 开放，请重新选择。' },
  'engine-lost': { general: '引擎还没回答就断开了，请稍后再试。' },
  cancelled: { general: '已取消。' },
  internal: {
    general: 'Charloom 内部出错。',
    detailed: 'Charloom 内部出错：{message}',
  },
};

// 训练途中发生的事的简体中文语句；键与 en/notices.ts 相同。

import type { enNotices } from '../en/notices.ts';

export const zhCNNotices: Readonly<Record<keyof typeof enNotices, string>> = {
  'train.adjusted.batchSize': '文本较短，批大小由 {asked} 改为 {used}。',
  'train.adjusted.sequenceLength': '文本较短，序列长度由 {asked} 改为 {used}。',
  'train.adjusted.replicas': '并行数由 {asked} 改为 {used}：再多也不会更快。',
  'notice.fewer-replicas': '有一路并行没能启动，以较少的并行数继续训练。',
  'notice.replica-restarted': '有一路并行出过一次错，已经重新启动，没有丢失任何进度。',
  'notice.stopped-improving': '验证损失不再下降。',
  'notice.resumed': '已从最近的检查点继续。',
  'notice.checkpoint-failed': '最近一次检查点没能保存。训练会继续并再次尝试：请检查磁盘剩余空间。',
  'notice.text-small': '文本较短，部分设置已相应调低。',
  'notice.engine-restarted': '引擎曾重新启动，训练已从最近的检查点继续。',
  'notice.rolled-back': '损失突然飙升：已退回上一个完好的状态，学习率减半。',
  'notice.rolled-back.detailed':
    '损失在第 {step} 步飙升：已退回第 {toStep} 步，学习率减半为 {learningRate}。',
  'notice.overfitting': '开始死记硬背了：训练损失还在下降，验证损失却不再下降。',
  'notice.overfitting.detailed':
    '从第 {epoch} 轮起开始死记硬背：训练损失还在下降，验证损失却不再下降。',
  'notice.gradients-vanishing': '梯度正在消失：几乎传不到底下的层，那些层不再学习。',
  'notice.gradients-vanishing.detailed': '梯度正在消失：几乎传不到第 {layer} 层，这一层不再学习。',
  'notice.gradients-exploding':
    '梯度正在爆炸：每一步都比平时陡得多。如果持续下去，请调低学习率，或者裁剪得更严。',
  'notice.learning-rate-lowered': '验证损失不再下降，已调低学习率。',
  'notice.learning-rate-lowered.detailed': '验证损失不再下降，学习率已调低为 {learningRate}。',
  'notice.runs-unfused': '这种激活函数没有快速内核：各层逐步计算，需要更长时间。',
  'notice.arithmetic-unavailable': '这个处理器用 bfloat16 并不更快，乘积仍以 float32 计算。',
  'notices.care': '需要留意',
  'notices.title': '过程记录',
};

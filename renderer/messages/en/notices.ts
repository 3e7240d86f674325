// The sentences of what happened on the way of a run, in English.

import type { Message } from '../catalogue.ts';

export const enNotices = {
  'train.adjusted.batchSize': 'Batch size {used} instead of {asked}: the text is small.',
  'train.adjusted.sequenceLength': 'Sequence length {used} instead of {asked}: the text is small.',
  'train.adjusted.replicas': '{used} replicas instead of {asked}: more would not be faster here.',
  'notice.fewer-replicas': 'It goes on with fewer replicas than planned: one could not be started.',
  'notice.replica-restarted': 'A replica failed once and was started again. Nothing is lost.',
  'notice.stopped-improving': 'Validation has stopped improving.',
  'notice.resumed': 'Went on from the last checkpoint.',
  'notice.checkpoint-failed':
    'The last checkpoint could not be saved. Training goes on and tries again: check the free disk space.',
  'notice.text-small': 'The text is small: some settings were lowered to fit it.',
  'notice.engine-restarted':
    'The engine was started again; training went on from the last checkpoint.',
  'notice.rolled-back':
    'The loss had blown up: it went back to its last good state, with half the learning rate.',
  'notice.rolled-back.detailed':
    'The loss had blown up at step {step}: it went back to step {toStep}, with the learning rate halved to {learningRate}.',
  'notice.overfitting':
    'It has begun to learn by heart: training still gets better, validation no longer does.',
  'notice.overfitting.detailed':
    'Learning by heart since epoch {epoch}: training still gets better, validation no longer does.',
  'notice.gradients-vanishing':
    'Gradients are vanishing: hardly anything reaches the layers at the bottom, so they stop learning.',
  'notice.gradients-vanishing.detailed':
    'Gradients are vanishing: hardly anything reaches layer {layer}, so it stops learning.',
  'notice.gradients-exploding':
    'Gradients are exploding: the steps are far steeper than usual. If this goes on, lower the learning rate or clip harder.',
  'notice.learning-rate-lowered': 'Validation no longer improved: the learning rate was lowered.',
  'notice.learning-rate-lowered.detailed':
    'Validation no longer improved: the learning rate was lowered to {learningRate}.',
  'notice.runs-unfused':
    'This activation has no fast kernel: the layers run step by step, which takes longer.',
  'notice.arithmetic-unavailable':
    'This processor gains nothing from bfloat16: the products are taken in float32.',
  'notices.care': 'What wants care',
  'notices.title': 'What happened',
} as const satisfies Record<string, Message>;

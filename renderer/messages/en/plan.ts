// The sentences of what would come of a training, in English.

import type { Message } from '../catalogue.ts';

export const enPlan = {
  'plan.title': 'What will come of it',
  'plan.measuring': 'Measuring this computer…',
  'plan.again': 'Measure again',
  'plan.none': 'The plan appears here once a text and all numbers are set.',
  'plan.finish': 'Takes {time}: started now, it is done at {clock}.',
  'plan.takes': 'Takes {time}.',
  'plan.range': '{low} – {high}',
  'plan.loss': 'Validation loss',
  'plan.loss.meaning': 'to be expected, in nats',
  'plan.updates': 'Updates',
  'plan.passes': 'reads the text {passes} times',
  'plan.size.tiny': 'A tiny network.',
  'plan.size.small': 'A small network.',
  'plan.size.medium': 'A medium network.',
  'plan.size.large': 'A large network.',
  'plan.size.huge': 'A very large network.',
  'plan.outcome.sentences': 'Expect sentences that hang together for a while.',
  'plan.outcome.phrases':
    'Expect real words and phrases in the manner of the text, with little sense between them.',
  'plan.outcome.words': 'Expect mostly real words, in an order that only resembles the text’s.',
  'plan.outcome.syllables': 'Expect something that looks like words from afar.',
  'plan.outcome.letters': 'Expect letters that have only begun to find each other.',
  'plan.fit': 'Use {layers} instead',
  'plan.remark.text-too-small': 'The text is small for this network: it would learn it by heart.',
  'plan.remark.text-short': 'So short a text teaches little more than words: add more if you can.',
  'plan.remark.time-too-short':
    'In this time it cannot read the text even once: give it longer if you can.',
  'plan.remark.runs-unfused':
    'This activation has no fast kernel for an LSTM: it trains several times slower.',
  'plan.remark.memory-tight':
    'This needs most of the computer’s memory: close other programs, or choose a smaller network.',
  'plan.remark.smaller-fits':
    'In this time a smaller network gets further, since it reads the text more often.',
} as const satisfies Record<string, Message>;

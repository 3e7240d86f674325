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
  'plan.unknown.script':
    'What loss to expect is not known: no text with so many different characters was measured.',
  'plan.unknown.parts':
    'What loss to expect is not known: the part that validates holds characters that the part for training lacks. Mix the texts, or leave some out.',
  'plan.unknown.network':
    'What loss to expect is not known: no runs of such a network were measured.',
  'plan.unknown.recipe':
    'What loss to expect is not known: no runs with such settings were measured.',
  'plan.unknown.parent':
    'What loss to expect is not known: it depends on how much this text has in common with what the model has learned.',
  'plan.unknown.time': 'What loss to expect is not known: the time is too short for a single step.',
  'plan.ownWay': 'The same network, trained Charloom’s way in the same time: {range} nats.',
  'plan.endsEarly':
    'That is sooner than the {time} it may take: by then more reading would hardly teach it more.',
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
  'plan.remark.characters-left-out':
    'Characters outside the vocabulary all count as one that is never written: compare its loss only with models of the same vocabulary.',
} as const satisfies Record<string, Message>;

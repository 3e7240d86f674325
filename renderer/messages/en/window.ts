// The sentences of what every screen shares, in English: places, connection, small words, the first start, complaints about a value.

import type { Message } from '../catalogue.ts';

export const enWindow = {
  // places, the left side
  'app.name': 'Charloom',
  'app.skip': 'Skip to the content',
  'place.texts': 'Texts',
  'place.train': 'Train',
  'place.write': 'Write',
  'places.label': 'Places',
  'models.title': 'Models',
  'models.new': 'New model',
  'models.open': 'Open model…',
  'models.none': 'No models yet. One appears here as soon as it trains.',
  'models.unreadable': {
    one: '{count} model could not be read: {folders}',
    other: '{count} models could not be read: {folders}',
  },
  'models.opening': 'Opening the model…',
  'models.loss': '{loss} nats',
  'models.state.fresh': 'not trained yet',
  'models.state.training': 'training',
  'models.state.queued': 'waiting',
  'models.state.paused': 'paused',
  'models.state.interrupted': 'interrupted',
  'models.state.shipped': 'sample',
  'models.state.imported': 'from a file',
  'settings.language': 'Language',
  'settings.theme': 'Light or dark',
  'settings.theme.auto': 'Auto',
  'settings.theme.light': 'Light',
  'settings.theme.dark': 'Dark',

  // connection
  'connection.connecting': 'Starting the engine…',
  'connection.reconnecting':
    'The connection to the engine is interrupted. Trying again; training goes on in the meantime.',
  'connection.unreachable':
    'Charloom does not answer. If it was closed, start it again and open the new address that it prints.',
  'connection.lost': 'The engine could not be started again. Close Charloom and open it once more.',
  'connection.restarted':
    'The engine had stopped and was started again. Training goes on from its last checkpoint.',

  // small words
  'action.cancel': 'Cancel',
  'action.close': 'Close',
  'action.dismiss': 'Dismiss',
  'action.rename': 'Rename…',
  'action.save': 'Save',
  'action.add': 'Add',
  'number.off': 'off',
  'number.none': '–',
  'unit.parameters': '{count} parameters',
  'unit.charsPerSecond': '{count} chars/s',
  'size.bytes': { one: '{count} byte', other: '{count} bytes' },
  'duration.seconds': '{seconds} s',
  'duration.minutes': '{minutes} min',
  'duration.minutesSeconds': '{minutes} min {seconds} s',
  'duration.hours': '{hours} h {minutes} min',
  'duration.days': '{days} d {hours} h',

  // first start
  'welcome.title': 'Teach a small model to write like your texts',
  'welcome.promise':
    'Everything happens on this computer: nothing you open, train or write leaves it.',
  'welcome.write.title': 'See one write',
  'welcome.write.text':
    'A small model comes along. It has read one book and goes on from a few words.',
  'welcome.write.button': 'Write with the sample model',
  'welcome.write.other': 'With “{name}” instead',
  'welcome.train.title': 'Watch one learn',
  'welcome.train.text':
    'Three minutes of training on “{name}”: from noise to words to sentences, before your eyes.',
  'welcome.train.button': 'Train on the sample text',
  'welcome.own.title': 'Begin with your own',
  'welcome.own.text':
    'Letters, diaries, stories, notes: text, EPUB, Word, PDF, web pages or tables, dropped anywhere in this window, or pasted.',
  'welcome.own.button': 'Open your own text…',

  // what is wrong with a value
  'form.required': 'A number is needed here.',
  'form.whole': 'A whole number from {min} to {max}, please.',
  'form.between': 'A number from {min} to {max}, please.',
  'form.above': 'More than {min} and at most {max}, please.',
  'form.shares': 'Validation and test together may take at most half of the text.',
  'form.tie': 'Tied weights need an embedding as large as the layer before the output.',
  'form.chooseText': 'Choose a text to train on.',
  'form.name': 'A name of 1 to {max} characters, please.',
} as const satisfies Record<string, Message>;

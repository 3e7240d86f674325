// The errors of reading sources of any format, each with what a person can do about it.

import { EngineError } from '../../contract/errors.ts';

/** `seemsToBe` with its article, such as "a picture (PNG)"; `advice` is a sentence. */
export function notTextError(name: string, seemsToBe: string | null, advice: string): EngineError {
  const what = seemsToBe === null ? 'is not a text' : `is not a text: it seems to be ${seemsToBe}`;
  return new EngineError('corpus-binary', `"${name}" ${what}. ${advice}`, {
    details: { name, seemsToBe },
  });
}

/** What to do with a file of which nothing better is known. */
export const chooseAnother =
  'Choose a text, Markdown, HTML, EPUB, Word (.docx), PDF, subtitle, JSONL or CSV file.';

/** `place` says where, such as "the first at byte 17". */
export function undecodableError(
  name: string,
  encoding: string,
  { bytes, place }: { bytes: number; place: string },
): EngineError {
  return new EngineError(
    'corpus-undecodable',
    `"${name}" has ${bytes} ${bytes === 1 ? 'byte' : 'bytes'} that ${encoding} does not know, ${place}. ` +
      'Choose another encoding for it, or have them left out.',
    { details: { name, encoding, undecodable: bytes, place } },
  );
}

/** `what` says what is wrong and where, without a full stop. */
export function damagedError(name: string, what: string, cause?: unknown): EngineError {
  return new EngineError(
    'corpus-damaged',
    `"${name}" is damaged: ${what}. Copy or download it again, or mend it there.`,
    { details: { name, what }, cause },
  );
}

/** `limit` says what was exceeded, without a full stop. */
export function unsafeError(name: string, limit: string): EngineError {
  return new EngineError(
    'corpus-unsafe',
    `"${name}" was not read any further: ${limit}. Split it into smaller files, or choose another.`,
    { details: { name, limit } },
  );
}

/** `why` says what it has instead; `advice` is a sentence. */
export function noTextError(name: string, why: string, advice: string): EngineError {
  return new EngineError('corpus-no-text', `"${name}" has no text: ${why}. ${advice}`, {
    details: { name, why },
  });
}

export function fieldMissingError(
  name: string,
  field: string,
  fields: readonly string[],
): EngineError {
  const known = fields.length === 0 ? 'None of its fields holds text.' : knownFields(fields);
  return new EngineError('corpus-field-missing', `"${name}" has no field "${field}". ${known}`, {
    details: { name, field, fields: fields.join(', ') },
  });
}

function knownFields(fields: readonly string[]): string {
  return `Choose one of those that hold text: ${fields.slice(0, 20).join(', ')}.`;
}

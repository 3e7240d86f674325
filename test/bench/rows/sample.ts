// sample-2x256: characters a second of one text from a 2×256 model, against PyTorch's fastest form; sample-chinese: the
// same model with the characters of a Chinese text, our side alone.

import { peerScript } from '../places.ts';
import { findPyTorch } from '../python.ts';
import type { Row } from '../row.ts';
import { chineseVocabularySize } from '../shapes.ts';
import { startOwnSide, startSide, type SideProcess } from '../side-process.ts';
import { measureInTurns, type Side } from '../turns.ts';

const turns = 5;
const ownCharacters = 10_000;
const peerCharacters = 3_000;

/** Measures the row; without PyTorch our side alone. */
export async function measureSampling(): Promise<Row> {
  const own = startOwnSide('sampling');
  const python = await findPyTorch();
  const peer = python === null ? null : startSide(python, [peerScript('pytorch_sampling.py')]);
  try {
    const best = peer ? await peer.ask({ find: true }) : null;
    await own.ask({ characters: ownCharacters }); // warm-up: the first text is also compiled
    const sides = [turnOf(own, ownCharacters), ...(peer ? [turnOf(peer, peerCharacters)] : [])];
    const [ours, theirs] = await measureInTurns(sides, turns);
    if (!ours) throw new Error('Our side was not measured.');
    return {
      row: 'sample-2x256',
      value: ours.median,
      unit: 'characters/s',
      low: ours.low,
      high: ours.high,
      ...(theirs && best
        ? {
            peer: theirs.median,
            peerName: `PyTorch ${String(best['form'])}, ${String(best['threads'])} threads`,
            ratio: ours.median / theirs.median,
            remark: `tried: ${JSON.stringify(best['tried'])}`,
          }
        : { remark: 'PyTorch is missing' }),
      versions: best ? { PyTorch: String(best['version']) } : {},
    };
  } finally {
    await Promise.all([own.end(), peer?.end()]);
  }
}

/** Measures our side with thousands of characters. */
export async function measureChineseSampling(): Promise<Row> {
  const own = startOwnSide('sampling');
  const vocabularySize = chineseVocabularySize;
  try {
    await own.ask({ characters: ownCharacters, vocabularySize });
    const [ours] = await measureInTurns([turnOf(own, ownCharacters, vocabularySize)], turns);
    if (!ours) throw new Error('Our side was not measured.');
    return {
      row: 'sample-chinese',
      value: ours.median,
      unit: 'characters/s',
      low: ours.low,
      high: ours.high,
      remark: `2x256, ${vocabularySize} characters`,
      versions: {},
    };
  } finally {
    await own.end();
  }
}

function turnOf(side: SideProcess, characters: number, vocabularySize?: number): Side {
  return async () => [Number((await side.ask({ characters, vocabularySize }))['charsPerSecond'])];
}

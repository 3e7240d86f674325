// A model as Charloom wrote it before networks other than a plain LSTM could be trained: the JSON in the model
// file's header, model.json and lines of its log, word for word. Files like these must always open.

import { diskTensors } from '../../app/formats/disk-tensors.ts';
import { encodeHeader } from '../../app/formats/safetensors.ts';
import { layOutParameters } from '../../app/model/parameters.ts';
import { defaultConfiguration } from '../../app/contract/defaults.ts';

const configuration =
  '{"cell":"lstm","activation":"tanh","layers":[2],"head":[],"targets":"every","embedding":1,"dropout":0.1,' +
  '"loss":"cross-entropy"}';
const recipe =
  '{"sequenceLength":64,"batchSize":32,"epochs":10,"minutes":null,"optimizer":"adamw","schedule":"cosine",' +
  '"learningRate":0.005,"warmup":0.05,"weightDecay":0,"clipNorm":1,"validation":0.1,"test":0,"patience":null,' +
  '"seed":1,"replicas":"auto"}';
const results =
  '{"steps":120,"epochs":1.5,"bestValidationLoss":1.25,"lastValidationLoss":1.5,"lastTrainingLoss":1.125,' +
  '"testLoss":null,"testAccuracy":null,"seconds":60.5,"charsPerSecond":12345}';
const vocabulary = '["<unk>","<end>","e","é"]';
const normalisation = '{"lineEnds":"lf","form":"NFC","byteOrderMark":"removed"}';
const corpus = `"name":"a text","hash":"sha256:${'0a'.repeat(32)}","characters":1000`;
const when = '"trainedAt":"2026-11-21T09:00:00.000Z","machine":"a processor"';

/** What the results say that were not kept then. */
export const previousResults = { ...JSON.parse(results), testOptimisedLoss: null } as object;

export const previousModelJson = `{
  "formatVersion": 1,
  "id": "old-12345678",
  "createdAt": "2026-11-21T08:00:00.000Z",
  "name": "Old",
  "configuration": ${configuration},
  "recipe": ${recipe},
  "corpus": {"id":"a-text-12345678",${corpus}},
  "normalisation": ${normalisation},
  "parameters": 48,
  "vocabulary": ${vocabulary},
  "state": "finished",
  "origin": "trained",
  "results": ${results},
  "trainedAt": "2026-11-21T09:00:00.000Z",
  "machine": "a processor"
}
`;

export const previousMetrics = [
  '{"type":"progress","step":100,"epoch":1.25,"loss":2,"gradientNorm":0.5,"learningRate":0.005,' +
    '"charsPerSecond":12345,"seconds":50}',
  '{"type":"validation","isBest":true,"step":120,"epoch":1.5,"loss":1.25,"bitsPerCharacter":1.8,"accuracy":0.6,' +
    '"seconds":60}',
  '',
].join('\n');

/** Its weights, all of them a quarter. */
export function previousModelFile(): Buffer {
  const charloom =
    `{"formatVersion":1,"name":"Old","configuration":${configuration},"vocabulary":${vocabulary},` +
    `"normalisation":${normalisation},"training":{"recipe":${recipe},"results":${results},"corpus":{${corpus}},` +
    `${when}}}`;
  const shape = { ...defaultConfiguration, layers: [2], embedding: 1 };
  const layout = layOutParameters(shape, 4);
  const head = encodeHeader(diskTensors(shape, layout), new Map([['charloom', charloom]]));
  const body = new Float32Array(layout.count).fill(0.25);
  return Buffer.concat([head, Buffer.from(body.buffer)]);
}

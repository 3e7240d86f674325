// The peer of step-layers: the same network by tf.sequential's LSTM layers, trained by trainOnBatch, in a
// process of its own with TensorFlow's default threads. Embedding instead of one-hot, as the fastest form.
// Asked over standard input, one JSON object a line; answers with the milliseconds of each step.
'use strict';
const { createInterface } = require('node:readline');
const util = require('node:util');

// Gone since Node 23; tfjs-node 4.22 still calls it.
util.isNullOrUndefined ??= (value) => value === null || value === undefined;
const tf = require('@tensorflow/tfjs-node');

/** A fresh network and one batch of random characters. */
function prepare({ layers, embedding, vocabularySize, batchSize, sequenceLength }) {
  const model = tf.sequential();
  model.add(
    tf.layers.embedding({
      inputDim: vocabularySize,
      outputDim: embedding,
      inputLength: sequenceLength,
    }),
  );
  for (const units of layers) model.add(tf.layers.lstm({ units, returnSequences: true }));
  model.add(tf.layers.dense({ units: vocabularySize, activation: 'softmax' }));
  model.compile({ optimizer: tf.train.adam(0.005), loss: 'sparseCategoricalCrossentropy' });
  const random = (shape) => tf.randomUniform(shape, 0, vocabularySize, 'int32');
  const inputs = random([batchSize, sequenceLength]);
  const targets = random([batchSize, sequenceLength, 1]).toFloat();
  return { model, inputs, targets };
}

let prepared = null;
createInterface(process.stdin).on('line', (line) => void answer(JSON.parse(line)));

async function answer({ shape, steps, warmUp }) {
  prepared ??= prepare(shape);
  const { model, inputs, targets } = prepared;
  const stepMs = [];
  for (let step = 0; step < warmUp + steps; step++) {
    const startedAt = performance.now();
    await model.trainOnBatch(inputs, targets);
    if (step >= warmUp) stepMs.push(performance.now() - startedAt);
  }
  const versions = { 'tfjs-node': tf.version['tfjs-node'] ?? tf.version.tfjs };
  console.log(JSON.stringify({ stepMs, versions }));
}

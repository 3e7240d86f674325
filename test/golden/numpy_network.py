# Recurrent networks in plain NumPy that know nothing of Charloom but the .safetensors file: they score a text as
# one stream from a zero state, in float64, and print one JSON object. The first character is not scored.
#   python3 test/golden/numpy_network.py MODEL.safetensors TEXT.txt
# LSTM, gates on disk i, f, c, o:  c' = f*c + i*act(g),  h' = o*act(c').
# GRU, gates z, r, h, reset after the product:  h' = z*h + (1-z)*act(x_h + r*(h U_h + b_h)).  RNN:  h' = act(...).
import json
import math
import struct
import sys

import numpy

# Rows of logits at a time, so that a long text does not need characters x vocabulary numbers.
ROWS = 4096


def read_safetensors(path):
    """The whole format: a length, a JSON header, and the tensors one after the other."""
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        body = file.read()
    metadata = header.pop("__metadata__")
    tensors = {}
    for name, place in header.items():
        begin, end = place["data_offsets"]
        tensors[name] = numpy.frombuffer(body[begin:end], dtype="<f4").reshape(place["shape"])
    return json.loads(metadata["charloom"]), tensors


def sigmoid(x):
    return 0.5 * (numpy.tanh(0.5 * x) + 1.0)


ACTIVATIONS = {"tanh": numpy.tanh, "relu": lambda x: numpy.maximum(x, 0.0), "sigmoid": sigmoid}


def lstm(inputs, weights, activation):
    """Hidden states [T,H] for inputs [T,I], from zero states."""
    recurrent = weights["recurrent_kernel"]  # [H,4H]
    size = recurrent.shape[0]
    fed = inputs @ weights["kernel"] + weights["bias"]  # [T,4H]
    hidden, cell = numpy.zeros(size), numpy.zeros(size)
    states = numpy.empty((len(inputs), size))
    for at, row in enumerate(fed):
        gates = row + hidden @ recurrent
        i, f, o = (sigmoid(gates[k * size : (k + 1) * size]) for k in (0, 1, 3))
        cell = f * cell + i * activation(gates[2 * size : 3 * size])
        hidden = o * activation(cell)
        states[at] = hidden
    return states


def gru(inputs, weights, activation):
    recurrent = weights["recurrent_kernel"]  # [H,3H]
    size = recurrent.shape[0]
    input_bias, recurrent_bias = weights["bias"]  # [2,3H]
    fed = inputs @ weights["kernel"] + input_bias  # [T,3H]
    hidden = numpy.zeros(size)
    states = numpy.empty((len(inputs), size))
    for at, row in enumerate(fed):
        own = hidden @ recurrent + recurrent_bias
        z, r = (sigmoid((row + own)[k * size : (k + 1) * size]) for k in (0, 1))
        candidate = activation(row[2 * size :] + r * own[2 * size :])
        hidden = z * hidden + (1.0 - z) * candidate
        states[at] = hidden
    return states


def rnn(inputs, weights, activation):
    recurrent = weights["recurrent_kernel"]  # [H,H]
    fed = inputs @ weights["kernel"] + weights["bias"]  # [T,H]
    hidden = numpy.zeros(recurrent.shape[0])
    states = numpy.empty((len(inputs), len(hidden)))
    for at, row in enumerate(fed):
        hidden = activation(row + hidden @ recurrent)
        states[at] = hidden
    return states


CELLS = {"lstm": lstm, "gru": gru, "rnn": rnn}


def score(model, tensors, text):
    configuration = model["configuration"]
    indices = {character: index for index, character in enumerate(model["vocabulary"]) if index >= 2}
    # Python strings count code points, as the vocabulary does; what it lacks is <unk>, index 0.
    encoded = numpy.array([indices.get(character, 0) for character in text])
    wide = {name: values.astype(numpy.float64) for name, values in tensors.items()}
    if configuration["embedding"] == "one-hot":
        values = numpy.eye(len(model["vocabulary"]))[encoded[:-1]]
    else:
        values = wide["embedding/embeddings"][encoded[:-1]]
    cell, activation = configuration["cell"], ACTIVATIONS[configuration["activation"]]
    for at in range(len(configuration["layers"])):
        prefix = f"{cell}_{at}/"
        weights = {name[len(prefix) :]: part for name, part in wide.items() if name.startswith(prefix)}
        values = CELLS[cell](values, weights, activation)
    for at in range(len(configuration["head"])):
        values = ACTIVATIONS["relu"](values @ wide[f"head_{at}/kernel"] + wide[f"head_{at}/bias"])
    # Files of earlier versions do not say whether weights are tied: they never were.
    tied = configuration.get("tieWeights", False)
    kernel = wide["embedding/embeddings"].T if tied else wide["dense/kernel"]  # [I,V]
    loss = 0.0
    for start in range(0, len(values), ROWS):
        logits = values[start : start + ROWS] @ kernel + wide["dense/bias"]
        logits -= logits.max(axis=1, keepdims=True)
        targets = encoded[1 + start : 1 + start + len(logits)]
        loss += (numpy.log(numpy.exp(logits).sum(axis=1)) - logits[numpy.arange(len(logits)), targets]).sum()
    unknown = int((encoded[1:] == 0).sum())
    return {"characters": len(values), "unknown": unknown, "loss": loss / len(values)}


if __name__ == "__main__":
    model, tensors = read_safetensors(sys.argv[1])
    with open(sys.argv[2], encoding="utf-8", newline="") as file:
        result = score(model, tensors, file.read())
    result["bitsPerCharacter"] = result["loss"] / math.log(2)
    print(json.dumps(result))

# An LSTM in plain NumPy that knows nothing of Charloom but the .safetensors file: it scores a text as one
# stream from a zero state and prints one JSON object. The first character is not scored.
#   python3 test/golden/numpy_lstm.py MODEL.safetensors TEXT.txt
# Gates on disk are i, f, c, o:  c' = f*c + i*tanh(g),  h' = o*tanh(c').
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


def layer(inputs, kernel, recurrent_kernel, bias):
    """Hidden states [T,H] for inputs [T,I], from zero states, in float64."""
    size = recurrent_kernel.shape[0]
    fed = inputs @ kernel + bias  # [T,4H]
    hidden, cell = numpy.zeros(size), numpy.zeros(size)
    states = numpy.empty((len(inputs), size))
    for at, row in enumerate(fed):
        gates = row + hidden @ recurrent_kernel
        i, f, o = (sigmoid(gates[k * size : (k + 1) * size]) for k in (0, 1, 3))
        cell = f * cell + i * numpy.tanh(gates[2 * size : 3 * size])
        hidden = o * numpy.tanh(cell)
        states[at] = hidden
    return states


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
    for at in range(len(configuration["layers"])):
        name = f"lstm_{at}"
        values = layer(
            values, wide[f"{name}/kernel"], wide[f"{name}/recurrent_kernel"], wide[f"{name}/bias"]
        )
    loss = 0.0
    for start in range(0, len(values), ROWS):
        logits = values[start : start + ROWS] @ wide["dense/kernel"] + wide["dense/bias"]
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

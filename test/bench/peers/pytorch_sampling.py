"""The peer of sample-2x256: PyTorch writing one character after the other, in its fastest form.

Three forms (nn.LSTM called step by step, a loop of LSTMCell, the same loop compiled), each with one thread and
with all; {"find": true} tries them and keeps the best, {"characters": n} measures that one. One JSON object a line.
"""

import json
import os
import sys
import time

import torch

HIDDEN, VOCABULARY, EMBEDDING, LAYERS = 256, 96, 64, 2
TEMPERATURE = 0.8
WARM_UP = 200
TRIAL_SECONDS = 1.5

torch.manual_seed(1)
embedding = torch.nn.Embedding(VOCABULARY, EMBEDDING)
output = torch.nn.Linear(HIDDEN, VOCABULARY)
lstm = torch.nn.LSTM(EMBEDDING, HIDDEN, LAYERS)
cells = [torch.nn.LSTMCell(EMBEDDING if layer == 0 else HIDDEN, HIDDEN) for layer in range(LAYERS)]


def choose(logits):
    return torch.multinomial(torch.softmax(logits / TEMPERATURE, -1), 1)


def write_by_lstm(characters):
    state = None
    index = torch.zeros(1, dtype=torch.long)
    for _ in range(characters):
        hidden, state = lstm(embedding(index)[None], state)
        index = choose(output(hidden)[0, 0])


def cell_step(index, states):
    values = embedding(index)
    after = []
    for cell, state in zip(cells, states):
        state = cell(values, state)
        values = state[0]
        after.append(state)
    return choose(output(values)[0]), after


def write_by(step):
    def write(characters):
        states = [(torch.zeros(1, HIDDEN), torch.zeros(1, HIDDEN)) for _ in cells]
        index = torch.zeros(1, dtype=torch.long)
        for _ in range(characters):
            index, states = step(index, states)

    return write


def speed(write, characters):
    started = time.perf_counter()
    write(characters)
    return characters / (time.perf_counter() - started)


def find_best():
    forms = {
        "nn.LSTM": write_by_lstm,
        "LSTMCell": write_by(cell_step),
        "torch.compile": write_by(torch.compile(cell_step, dynamic=False)),
    }
    best = {"charsPerSecond": 0.0}
    tried = {}
    for name, write in forms.items():
        for threads in sorted({1, os.cpu_count() or 1}):
            torch.set_num_threads(threads)
            try:
                write(WARM_UP)
            except Exception as error:  # compiling needs a C++ compiler and more
                print(f"{name} does not work here: {error}", file=sys.stderr)
                break
            found = speed(write, max(50, int(TRIAL_SECONDS * speed(write, 50))))
            tried[f"{name}, {threads} threads"] = round(found)
            if found > best["charsPerSecond"]:
                best = {"charsPerSecond": found, "form": name, "threads": threads, "write": write}
    return best, tried


def main():
    best = None
    for line in sys.stdin:
        request = json.loads(line)
        if best is None:
            best, tried = find_best()
            torch.set_num_threads(best["threads"])
        if request.get("find"):
            answer = {
                "form": best["form"],
                "threads": best["threads"],
                "tried": tried,
                "version": torch.__version__,
            }
        else:
            best["write"](WARM_UP)
            answer = {"charsPerSecond": speed(best["write"], request["characters"])}
        print(json.dumps(answer), flush=True)


with torch.inference_mode():
    main()

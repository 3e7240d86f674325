"""The peer of the step rows: one training step of the same network in PyTorch, in its fastest form.

Time-major, state carried and detached, cross-entropy at every position, clip_grad_norm_ (foreach), fused AdamW.
{"find": true} tries the forms of FORMS for a few steps each and keeps the fastest; {"steps": n} measures that one.
Between two requests the process sleeps in a read: its OpenMP threads go to sleep by themselves some milliseconds
after the last parallel loop, so neither side takes the other's cores. One JSON object a line.
"""

import json
import os
import resource
import statistics
import sys
import time

# Compiling in this process alone: a pool of compilers would stay beside us.
os.environ.setdefault("TORCHINDUCTOR_COMPILE_THREADS", "1")

import torch  # noqa: E402

LEARNING_RATE, BETAS, CLIP_NORM = 0.005, (0.9, 0.99), 1.0
WARM_UP = 10
TRIAL_ROUNDS, TRIAL_STEPS = 3, 5

CELLS = {"lstm": torch.nn.LSTM, "gru": torch.nn.GRU, "rnn": torch.nn.RNN}


class Network(torch.nn.Module):
    def __init__(self, shape):
        super().__init__()
        V, E, layers = shape["vocabularySize"], shape["embedding"], shape["layers"]
        if len(set(layers)) != 1:
            raise ValueError("PyTorch's stacked cells have one size")
        H = layers[0]
        self.embedding = torch.nn.Embedding(V, E)
        self.recurrent = CELLS[shape["cell"]](E, H, len(layers))
        self.output = torch.nn.Linear(H, V)

    def forward(self, inputs, targets, state):
        hidden, state = self.recurrent(self.embedding(inputs), state)  # [T, B, H]
        logits = self.output(hidden).flatten(0, 1)  # [T*B, V]
        return torch.nn.functional.cross_entropy(logits, targets), state


class Training:
    """A network with its optimiser, and one batch of random characters."""

    def __init__(self, shape, form):
        torch.manual_seed(1)
        V, B, T = shape["vocabularySize"], shape["batchSize"], shape["sequenceLength"]
        self.uses_onednn = form != "without oneDNN"
        self.network = Network(shape)
        self.forward = torch.compile(self.network) if form == "torch.compile" else self.network
        self.optimizer = torch.optim.AdamW(
            self.network.parameters(), LEARNING_RATE, betas=BETAS, weight_decay=0.0, fused=True
        )
        self.inputs = torch.randint(0, V, (T, B))
        self.targets = torch.randint(0, V, (T * B,))
        zero = torch.zeros(len(shape["layers"]), B, shape["layers"][0])
        self.state = (zero, zero.clone()) if shape["cell"] == "lstm" else zero

    def step(self):
        self.optimizer.zero_grad(set_to_none=True)
        loss, state = self.forward(self.inputs, self.targets, self.state)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), CLIP_NORM, foreach=True)
        self.optimizer.step()
        self.state = tuple(part.detach() for part in state) if type(state) is tuple else state.detach()
        return loss.item()

    def time(self, steps, warm_up):
        """Milliseconds of each step that counts."""
        milliseconds = []
        with torch.backends.mkldnn.flags(enabled=self.uses_onednn):
            for step in range(warm_up + steps):
                started = time.perf_counter()
                self.step()
                if step >= warm_up:
                    milliseconds.append(1000 * (time.perf_counter() - started))
        return milliseconds


FORMS = ["as it is", "without oneDNN", "torch.compile"]


def find_best(shape, forms):
    """The form with the lowest median over all rounds; the forms take turns, as the sides do."""
    candidates, tried = {}, {}
    for form in forms:
        try:
            candidates[form] = Training(shape, form)
            candidates[form].time(0, WARM_UP)
        except Exception as error:  # compiling needs a C++ compiler and more
            candidates.pop(form, None)
            tried[form] = str(error).strip().partition("\n")[0]
    rounds = [
        (form, training.time(TRIAL_STEPS, 2))
        for _ in range(TRIAL_ROUNDS)
        for form, training in candidates.items()
    ]
    for form in candidates:
        found = [each for name, milliseconds in rounds if name == form for each in milliseconds]
        tried[form] = round(statistics.median(found), 1)
    form = min(candidates, key=tried.get, default=None)
    return form, candidates.get(form), tried


def cpu_seconds():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def main():
    training, idle_since = None, None
    for line in sys.stdin:
        request = json.loads(line)
        idle = 0 if idle_since is None else cpu_seconds() - idle_since
        torch.set_num_threads(request["threads"])
        if request.get("find"):
            form, training, tried = find_best(request["shape"], FORMS)
            if training is None:
                raise SystemExit(f"PyTorch could not train in any form: {tried}")
            answer = {"form": form, "tried": tried, "version": torch.__version__}
        else:
            answer = {
                "stepMs": training.time(request["steps"], request["warmUp"]),
                "idleCpuMs": 1000 * idle,
            }
        print(json.dumps(answer), flush=True)
        idle_since = cpu_seconds()


main()

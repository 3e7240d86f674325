# Makes cells.json: losses, carried state and every gradient of small networks of every cell, head and loss but the
# fused LSTM's (see make-lstm-golden.py), by PyTorch in float64. Sizes all differ and states are not zero.
# GRU and simple RNN are PyTorch's own layers; an LSTM with another activation than tanh, which it does not have,
# is written out. Run it with a Python that has PyTorch: python3 test/golden/make-cells-golden.py
import json
import pathlib

import torch
from torch.nn import functional

torch.set_default_dtype(torch.float64)
V, T, B = 7, 3, 2


def zrh(rows):
    """PyTorch stacks a GRU's gates r, z, n along the first axis; Charloom's kernels want z, r, h."""
    r, z, n = rows.chunk(3, dim=0)
    return torch.cat([z, r, n], dim=0)


class Gru:
    has_cell = False

    def __init__(self, I, H, activation):
        assert activation == "tanh"
        self.layer = torch.nn.GRU(I, H)

    def run(self, values, hidden, cell):
        hiddens, last = self.layer(values, hidden[None])
        return hiddens, last[0], cell

    def parts(self, pick):
        layer = self.layer
        return {
            "kernel": zrh(pick(layer.weight_ih_l0)).T,
            "recurrent_kernel": zrh(pick(layer.weight_hh_l0)).T,
            "bias": torch.stack([zrh(pick(layer.bias_ih_l0)), zrh(pick(layer.bias_hh_l0))]),
        }


class Rnn:
    has_cell = False

    def __init__(self, I, H, activation):
        self.layer = torch.nn.RNN(I, H, nonlinearity=activation)
        # PyTorch adds two biases; the second is zero here, so the first is the whole.
        torch.nn.init.zeros_(self.layer.bias_hh_l0)

    run = Gru.run

    def parts(self, pick):
        layer = self.layer
        return {
            "kernel": pick(layer.weight_ih_l0).T,
            "recurrent_kernel": pick(layer.weight_hh_l0).T,
            "bias": pick(layer.bias_ih_l0),
        }


class Lstm:
    has_cell = True

    def __init__(self, I, H, activation):
        self.activation = {"tanh": torch.tanh, "relu": torch.relu, "sigmoid": torch.sigmoid}[activation]
        self.kernel = (torch.randn(I + H, 4 * H) * 0.4).requires_grad_()
        self.bias = torch.randn(4 * H).requires_grad_()

    def run(self, values, hidden, cell):
        hiddens = []
        for value in values:
            i, g, f, o = (torch.cat([value, hidden], dim=1) @ self.kernel + self.bias).chunk(4, dim=1)
            cell = torch.sigmoid(f) * cell + torch.sigmoid(i) * self.activation(g)
            hidden = torch.sigmoid(o) * self.activation(cell)
            hiddens.append(hidden)
        return torch.stack(hiddens), hidden, cell

    def parts(self, pick):
        return {"kernel": pick(self.kernel), "bias": pick(self.bias)}


cells = {"gru": Gru, "rnn": Rnn, "lstm": Lstm}


def optimised(loss, logits, targets):
    """Keras's losses on the softmax output: means over the vocabulary."""
    p, y = torch.softmax(logits, dim=1), functional.one_hot(targets, V).double()
    if loss == "mean-squared-error":
        return ((p - y) ** 2).mean(dim=1)
    if loss == "binary-cross-entropy":
        p = p.clamp(1e-7, 1 - 1e-7)
        return -(y * p.log() + (1 - y) * (1 - p).log()).mean(dim=1)
    return functional.cross_entropy(logits, targets, reduction="none")


def make_case(name, *, seed, **changes):
    configuration = {
        **{"cell": "lstm", "activation": "tanh", "layers": [5, 6], "head": [], "targets": "every", "embedding": 4},
        **{"dropout": 0, "loss": "cross-entropy", "tieWeights": False},
        **changes,
    }
    torch.manual_seed(seed)
    one_hot = configuration["embedding"] == "one-hot"
    size = V if one_hot else configuration["embedding"]
    table = torch.eye(V) if one_hot else torch.randn(V, size)
    table.requires_grad_(not one_hot)
    layers = []
    for hidden in configuration["layers"]:
        layers.append(cells[configuration["cell"]](size, hidden, configuration["activation"]))
        size = hidden
    head = []
    for units in configuration["head"]:
        head.append(torch.nn.Linear(size, units))
        size = units
    dense = torch.nn.Linear(size, V)
    inputs, targets = torch.randint(0, V, (T, B)), torch.randint(0, V, (T, B))
    states = [
        (torch.rand(B, H) * 2 - 1, torch.randn(B, H if layer.has_cell else 0))
        for layer, H in zip(layers, configuration["layers"])
    ]

    values = table[inputs]
    after = []
    for layer, (hidden, cell) in zip(layers, states):
        values, hidden, cell = layer.run(values, hidden, cell)
        after.append((hidden, cell))
    is_last = configuration["targets"] == "last"
    values = values[-1] if is_last else values.reshape(T * B, -1)
    counted = targets[-1] if is_last else targets.reshape(-1)
    for linear in head:
        values = torch.relu(linear(values))
    logits = values @ table.T + dense.bias if configuration["tieWeights"] else dense(values)
    losses = optimised(configuration["loss"], logits, counted)
    losses.mean().backward()

    def parameters(pick):
        result = {} if one_hot else {"embedding/embeddings": pick(table)}
        for index, layer in enumerate(layers):
            for part, value in layer.parts(pick).items():
                result[f"{configuration['cell']}_{index}/{part}"] = value
        for index, linear in enumerate(head):
            result[f"head_{index}/kernel"] = pick(linear.weight).T
            result[f"head_{index}/bias"] = pick(linear.bias)
        if not configuration["tieWeights"]:
            result["dense/kernel"] = pick(dense.weight).T
        result["dense/bias"] = pick(dense.bias)
        return {key: value.reshape(-1).tolist() for key, value in result.items()}

    def flat(pairs):
        return [{"hidden": h.reshape(-1).tolist(), "cell": c.reshape(-1).tolist()} for h, c in pairs]

    return {
        "name": name,
        "configuration": configuration,
        "vocabularySize": V,
        "batchSize": B,
        "sequenceLength": T,
        "inputs": inputs.reshape(-1).tolist(),
        "targets": targets.reshape(-1).tolist(),
        "parameters": parameters(lambda tensor: tensor.detach()),
        "stateBefore": flat(states),
        "stateAfter": flat((h.detach(), c.detach()) for h, c in after),
        "losses": functional.cross_entropy(logits, counted, reduction="none").tolist(),
        "optimisedLosses": None if configuration["loss"] == "cross-entropy" else losses.tolist(),
        "isCorrect": (logits.argmax(dim=1) == counted).int().tolist(),
        "isInTopFive": (logits.topk(5, dim=1).indices == counted[:, None]).any(dim=1).int().tolist(),
        "gradientsOfMeanLoss": parameters(lambda tensor: tensor.grad),
    }


def rounded(value):
    if isinstance(value, float):
        return float(f"{value:.10g}")
    if isinstance(value, list):
        return [rounded(item) for item in value]
    if isinstance(value, dict):
        return {key: rounded(item) for key, item in value.items()}
    return value


mse, bce = "mean-squared-error", "binary-cross-entropy"
cases = [
    make_case("GRU, embedding", seed=1, cell="gru"),
    make_case("GRU, one-hot, last position", seed=2, cell="gru", embedding="one-hot", targets="last"),
    make_case("simple RNN, tanh", seed=3, cell="rnn"),
    make_case("simple RNN, ReLU, one-hot", seed=4, cell="rnn", activation="relu", embedding="one-hot"),
    make_case("LSTM, ReLU, last position, mean squared error", seed=5, activation="relu", targets="last", loss=mse),
    make_case("LSTM, sigmoid, one-hot", seed=6, activation="sigmoid", embedding="one-hot", layers=[5]),
    make_case("LSTM, tanh, head, last position, binary cross-entropy", seed=7, head=[8, 3], targets="last", loss=bce),
    make_case("GRU, mean squared error at every position", seed=8, cell="gru", layers=[5], loss=mse),
    make_case("GRU, tied weights", seed=9, cell="gru", layers=[5, 4], tieWeights=True),
    make_case("LSTM, tied weights behind a head", seed=10, layers=[5], head=[6, 4], tieWeights=True),
]
assert any(0 in case["isInTopFive"] for case in cases) and any(1 in case["isCorrect"] for case in cases)
target = pathlib.Path(__file__).with_name("cells.json")
lines = ",\n".join(json.dumps(rounded(case), separators=(",", ":")) for case in cases)
target.write_text(f"[\n{lines}\n]\n")

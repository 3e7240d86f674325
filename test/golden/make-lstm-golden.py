# Makes lstm.json: loss, logits, carried state and every gradient of small stacked LSTMs, by PyTorch in
# float64. Sizes all differ, states are not zero, and one case has cell values beyond ±8, where a clipped
# cell would show. Run it with a Python that has PyTorch: python3 test/golden/make-lstm-golden.py
import json
import pathlib

import torch

torch.set_default_dtype(torch.float64)
V, T, B = 7, 3, 2


def gates_icfo(rows: torch.Tensor) -> torch.Tensor:
    """PyTorch stacks the gates i, f, g, o along the first axis; Charloom's flat buffer wants i, g, f, o."""
    i, f, g, o = rows.chunk(4, dim=0)
    return torch.cat([i, g, f, o], dim=0)


def packed(lstm: torch.nn.LSTM, pick) -> dict[str, list]:
    kernel = torch.cat([gates_icfo(pick(lstm.weight_ih_l0)).T, gates_icfo(pick(lstm.weight_hh_l0)).T])
    # PyTorch adds two biases; the second is zero here, so the first is the whole.
    return {"kernel": kernel.tolist(), "bias": gates_icfo(pick(lstm.bias_ih_l0)).tolist()}


def make_case(name: str, *, embedding: int | str, layers: list[int], cell_scale: float, seed: int) -> dict:
    torch.manual_seed(seed)
    size = V if embedding == "one-hot" else embedding
    table = torch.eye(V) if embedding == "one-hot" else torch.randn(V, size)
    table.requires_grad_(embedding != "one-hot")
    lstms = []
    for hidden in layers:
        lstm = torch.nn.LSTM(size, hidden)
        torch.nn.init.zeros_(lstm.bias_hh_l0)
        lstms.append(lstm)
        size = hidden
    dense = torch.nn.Linear(size, V)
    inputs = torch.randint(0, V, (T, B))
    targets = torch.randint(0, V, (T, B))
    states = [(torch.rand(1, B, H) * 2 - 1, torch.randn(1, B, H) * cell_scale) for H in layers]

    values = table[inputs]
    after = []
    for lstm, state in zip(lstms, states):
        values, carried = lstm(values, state)
        after.append(carried)
    logits = dense(values)
    losses = torch.nn.functional.cross_entropy(logits.reshape(T * B, V), targets.reshape(-1), reduction="none")
    losses.mean().backward()

    def parameters(pick) -> dict[str, dict[str, list]]:
        result = {}
        if embedding != "one-hot":
            result["embedding/embeddings"] = pick(table).tolist()
        for index, lstm in enumerate(lstms):
            for part, value in packed(lstm, pick).items():
                result[f"lstm_{index}/{part}"] = value
        result["dense/kernel"] = pick(dense.weight).T.tolist()
        result["dense/bias"] = pick(dense.bias).tolist()
        return result

    def flat(pairs) -> list[dict[str, list]]:
        return [{"hidden": h.reshape(-1).tolist(), "cell": c.reshape(-1).tolist()} for h, c in pairs]

    return {
        "name": name,
        "embedding": embedding,
        "layers": layers,
        "vocabularySize": V,
        "batchSize": B,
        "sequenceLength": T,
        "inputs": inputs.reshape(-1).tolist(),
        "targets": targets.reshape(-1).tolist(),
        "parameters": parameters(lambda tensor: tensor.detach()),
        "stateBefore": flat(states),
        "stateAfter": flat((h.detach(), c.detach()) for h, c in after),
        "logits": logits.detach().reshape(-1).tolist(),
        "losses": losses.detach().tolist(),
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


cases = [
    make_case("embedding, two layers", embedding=4, layers=[5, 6], cell_scale=1.0, seed=1),
    make_case("one-hot, two layers", embedding="one-hot", layers=[5, 3], cell_scale=1.0, seed=2),
    make_case("cells beyond 8", embedding=4, layers=[5, 6], cell_scale=12.0, seed=3),
    make_case("one layer", embedding=3, layers=[5], cell_scale=2.0, seed=4),
]
largest = max(abs(c) for case in cases for state in case["stateBefore"] for c in state["cell"])
assert largest > 8, largest
target = pathlib.Path(__file__).with_name("lstm.json")
lines = ",\n".join(json.dumps(rounded(case), separators=(",", ":")) for case in cases)
target.write_text(f"[\n{lines}\n]\n")

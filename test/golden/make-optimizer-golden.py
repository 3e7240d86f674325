# Five steps of PyTorch's SGD, RMSProp, Adam and AdamW in float64, with weight decay on a matrix and none on its bias,
# clipped by value and then by the global norm: the golden values of test/training/optimizer.test.ts.
# Run: python make-optimizer-golden.py > optimizers.json
import json
import math

import torch

VALUES = [0.5, -1.25, 2.0, 0.75]
STEPS = 5
CLIP_VALUE = 1.5
CLIP_NORM = 2.0
DECAY = 0.05


def gradients(step):
    """Fixed numbers, some beyond what clipping leaves, as the test makes them."""
    return [3 * math.sin(1.7 * step + 0.9 * place) for place in range(len(VALUES))]


def groups(parameters):
    return [
        {"params": parameters[:1], "weight_decay": DECAY},
        {"params": parameters[1:], "weight_decay": 0.0},
    ]


OPTIMIZERS = {
    "sgd": lambda p: torch.optim.SGD(groups(p), lr=0.1, momentum=0.9),
    "rmsprop": lambda p: torch.optim.RMSprop(groups(p), lr=0.1, alpha=0.95, momentum=0.5, eps=1e-8),
    "rmsprop-plain": lambda p: torch.optim.RMSprop(groups(p), lr=0.1, alpha=0.95, eps=1e-8),
    "adam": lambda p: torch.optim.Adam(groups(p), lr=0.1, betas=(0.9, 0.999), eps=1e-8),
    "adamw": lambda p: torch.optim.AdamW(groups(p), lr=0.1, betas=(0.9, 0.99), eps=1e-8),
}


def run(make):
    tensors = [
        torch.tensor(part, dtype=torch.float64, requires_grad=True) for part in (VALUES[:2], VALUES[2:])
    ]
    optimizer = make(tensors)
    seen = []
    for step in range(STEPS):
        wanted = gradients(step)
        tensors[0].grad = torch.tensor(wanted[:2], dtype=torch.float64)
        tensors[1].grad = torch.tensor(wanted[2:], dtype=torch.float64)
        torch.nn.utils.clip_grad_value_(tensors, CLIP_VALUE)
        torch.nn.utils.clip_grad_norm_(tensors, CLIP_NORM)
        optimizer.step()
        seen.append([value for tensor in tensors for value in tensor.tolist()])
    return seen


print(json.dumps({"torch": torch.__version__, "values": {name: run(make) for name, make in OPTIMIZERS.items()}}))

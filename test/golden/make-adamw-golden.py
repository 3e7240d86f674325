# Ten steps of PyTorch's AdamW on a parabola, float64: the golden values of test/training/adamw.test.ts.
# Run: python make-adamw-golden.py > adamw.json
import json

import torch

x = torch.tensor([1.0], dtype=torch.float64, requires_grad=True)
optimizer = torch.optim.AdamW([x], lr=0.1, betas=(0.9, 0.99), eps=1e-8, weight_decay=0.01)
values = []
for _ in range(10):
    optimizer.zero_grad()
    ((x - 3) ** 2).sum().backward()
    optimizer.step()
    values.append(x.item())
print(json.dumps({"torch": torch.__version__, "values": values}))

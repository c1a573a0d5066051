"""Trains the dent judge: is what the finder took for a dent one, and where exactly is its rim?

    python3 train_judge.py --train A.npz... --held-out B.npz --out dent-judge.onnx [--minutes 12] [--seed 1]

Input   (n, 1, 64, 64) float32: a crop in which the candidate is 26 pixels wide, grey minus its mean over its spread, 0 beyond the picture.
Output  (n, 6): logit of a dent, then offset of its centre (x, y) and log2 of its diameter in units of the candidate's diameter, and
        ovality times cosine and sine of twice its angle.
"""

import argparse
import math
import time

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from crops import CROP
from network import Depthwise, narrowing
from train import normed as normed_grey

BATCH = 64
SHAPE_UNITS = torch.tensor([20.0, 20.0, 20.0, 20.0, 20.0])


class DentJudge(nn.Module):
    def __init__(self, c2: int = 16, c4: int = 40, c8: int = 80):
        super().__init__()
        self.features = nn.Sequential(
            narrowing(1, c2, 5), Depthwise(c2),
            narrowing(c2, c4), Depthwise(c4), Depthwise(c4),
            narrowing(c4, c8), Depthwise(c8), Depthwise(c8),
        )
        self.squeeze = nn.Sequential(nn.Conv2d(c8, 16, 1), nn.ReLU(inplace=True), nn.Flatten())
        self.joined = nn.Sequential(nn.Linear(16 * (CROP // 8) ** 2 + c8, 64), nn.ReLU(inplace=True), nn.Linear(64, 6))

    def forward(self, x):
        features = self.features(x)
        return self.joined(torch.cat([self.squeeze(features), features.mean((2, 3))], 1))


class Crops:
    def __init__(self, files: list[str]):
        loaded = [np.load(file) for file in files]
        self.crops = np.concatenate([one["crops"] for one in loaded])
        self.inside = np.concatenate([one["inside"] for one in loaded])
        self.labels = np.concatenate([one["labels"] for one in loaded])
        self.shapes = np.concatenate([one["shapes"] for one in loaded])
        self.finder = np.concatenate([one["finder"] for one in loaded])

    def raw(self, n: int):
        mask = np.unpackbits(self.inside[n]).reshape(CROP, CROP).astype(np.float32)
        return self.crops[n].astype(np.float32), mask, self.shapes[n].copy()

    def plain(self, n: int):
        picture, mask, shape = self.raw(n)
        return normed_grey(picture, mask, 1.0, 0.0), shape

    def varied(self, n: int, random: np.random.Generator):
        picture, mask, shape = self.raw(n)
        if random.random() < 0.5:
            picture = lit_crop(picture, random)
        if random.random() < 0.5:
            picture, mask = picture[:, ::-1], mask[:, ::-1]
            shape[0], shape[4] = -shape[0], -shape[4]
        for _ in range(int(random.integers(0, 4))):
            picture, mask = np.rot90(picture), np.rot90(mask)
            shape[0], shape[1] = shape[1], -shape[0]
            shape[3:] = -shape[3:]
        gain, shift = math.exp(random.uniform(-0.3, 0.3)), random.uniform(-0.3, 0.3)
        return normed_grey(picture, mask, gain, shift), shape


def lit_crop(picture, random):
    """Gamma, slope of brightness and noise; the finder's patches are treated harder, but a crop is all that is seen here."""
    if random.random() < 0.5:
        picture = 255 * (np.clip(picture, 0, 255) / 255) ** math.exp(random.uniform(-0.4, 0.4))
    axis = np.linspace(-1, 1, CROP, dtype=np.float32)
    picture = picture * (1 + random.uniform(-0.2, 0.2) * axis[None, :] + random.uniform(-0.2, 0.2) * axis[:, None])
    if random.random() < 0.5:
        picture = picture + random.normal(0, random.uniform(1, 6), picture.shape).astype(np.float32)
    return np.clip(picture, 0, 255)


class Varied(torch.utils.data.IterableDataset):
    def __init__(self, crops: Crops, seed: int):
        self.crops, self.seed = crops, seed

    def __iter__(self):
        worker = torch.utils.data.get_worker_info()
        random = np.random.default_rng([self.seed, 0 if worker is None else worker.id])
        while True:
            n = int(random.integers(len(self.crops.labels)))
            picture, shape = self.crops.varied(n, random)
            yield np.ascontiguousarray(picture)[None].astype(np.float32), self.crops.labels[n], shape.astype(np.float32)


def score(network, crops: Crops, most: int = 6000):
    network.eval()
    outs = []
    many = min(most, len(crops.labels))
    with torch.no_grad():
        for start in range(0, many, 256):
            pictures = np.stack([crops.plain(n)[0] for n in range(start, min(start + 256, many))])
            outs.append(network(torch.from_numpy(np.ascontiguousarray(pictures)[:, None].astype(np.float32))))
    out = torch.cat(outs).numpy()
    network.train()
    labels = crops.labels[:many] > 0.5
    judged = out[:, 0] > 0
    shapes = out[labels & judged, 1:] / SHAPE_UNITS.numpy()
    truth = crops.shapes[:many][labels & judged]
    away = np.hypot(shapes[:, 0] - truth[:, 0], shapes[:, 1] - truth[:, 1])
    size = np.abs(2 ** (shapes[:, 2] - truth[:, 2]) - 1)
    return {
        "recall": float((judged & labels).sum() / labels.sum()),
        "falseRate": float((judged & ~labels).sum() / (~labels).sum()),
        "centre50,95": [float(np.percentile(away, q)) for q in (50, 95)],
        "size50,95": [float(np.percentile(size, q)) for q in (50, 95)],
    }, out


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--train", nargs="+", required=True)
    parser.add_argument("--held-out", nargs="+", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--minutes", type=float, default=12)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rate", type=float, default=3e-3)
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    torch.set_num_threads(1)
    network = DentJudge()
    print(f"{sum(p.numel() for p in network.parameters())} parameters", flush=True)
    held_out = Crops(options.held_out)
    loader = torch.utils.data.DataLoader(Varied(Crops(options.train), options.seed), batch_size=BATCH, num_workers=1, prefetch_factor=6)
    optimiser = torch.optim.AdamW(network.parameters(), lr=options.rate, weight_decay=1e-3)
    began = shown = time.time()
    for step, (pictures, labels, shapes) in enumerate(loader):
        part = (time.time() - began) / (60 * options.minutes)
        if part >= 1:
            break
        for group in optimiser.param_groups:
            group["lr"] = options.rate * min(1, (step + 1) / 100) * (0.5 + 0.5 * math.cos(math.pi * part)) + 1e-6
        out = network(pictures)
        dent = labels[:, None]
        loss = F.binary_cross_entropy_with_logits(out[:, 0], labels)
        shape = F.smooth_l1_loss(out[:, 1:], shapes * SHAPE_UNITS, beta=0.3, reduction="none") * dent
        loss = loss + 0.3 * shape.sum() / (5 * dent.sum().clamp(min=1))
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 5.0)
        optimiser.step()
        if time.time() - shown > 60:
            print(f"{part:.2f} step {step} loss {float(loss):.4f} {score(network, held_out)[0]}", flush=True)
            torch.save(network.state_dict(), options.out + ".pt")
            shown = time.time()
    torch.save(network.state_dict(), options.out + ".pt")
    figures, out = score(network, held_out, 100000)
    print(figures, flush=True)
    np.save(options.out + ".npy", np.stack([out[:, 0], held_out.finder[: len(out)], held_out.labels[: len(out)]]))
    network.eval()
    torch.onnx.export(network, torch.zeros(1, 1, CROP, CROP), options.out, opset_version=17, input_names=["crops"],
                      output_names=["judged"], dynamic_axes={"crops": {0: "n"}, "judged": {0: "n"}})


if __name__ == "__main__":
    main()

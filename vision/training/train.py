"""Trains the dent finder on patches and writes it as ONNX.

    python3 train.py --train A.npz... --held-out B.npz --out dent-finder.onnx [--minutes 25] [--seed 1] [--start weights.pt]

Seeds are fixed; how far it comes in the given minutes depends on the machine.
"""

import argparse
import math
import time

import cv2
import numpy as np
import torch
from torch.nn import functional as F

from network import OUTPUTS, STRIDE, DentFinder
from patches import LEAST, MOST, SIDE

CELLS = SIDE // STRIDE
PEAKS = SIDE // 2
BATCH = 24
REFERENCE_PX = 16.0


class Patches:
    """Patches with their ellipses, turned and lit at random."""

    def __init__(self, files: list[str]):
        loaded = [np.load(file) for file in files]
        self.pictures = np.concatenate([one["patches"] for one in loaded])
        self.inside = np.concatenate([one["inside"] for one in loaded])
        shapes, owners, shift = [], [], 0
        for one in loaded:
            shapes.append(one["ellipses"])
            owners.append(one["owner"] + shift)
            shift += len(one["patches"])
        owner = np.concatenate(owners)
        order = np.argsort(owner, kind="stable")
        self.shapes = np.concatenate(shapes)[order]
        self.first = np.searchsorted(owner[order], np.arange(shift + 1))

    def __len__(self) -> int:
        return len(self.pictures)

    def raw(self, n: int):
        mask = np.zeros((SIDE, SIDE), np.float32)
        left, top, right, bottom = self.inside[n]
        mask[top:bottom, left:right] = 1
        return self.pictures[n].astype(np.float32), mask, self.shapes[self.first[n] : self.first[n + 1]].copy()

    def varied(self, n: int, random: np.random.Generator):
        picture, mask, shapes = self.raw(n)
        if random.random() < 0.08:
            picture = 255 - picture
        picture = lit(picture, random)
        picture, mask, shapes = turned(picture, mask, shapes, random)
        return normed(picture, mask, math.exp(random.uniform(-0.6, 0.6)), random.uniform(-0.7, 0.7)), shapes

    def plain(self, n: int):
        picture, mask, shapes = self.raw(n)
        return normed(picture, mask, 1.0, 0.0), shapes


def normed(picture, mask, gain: float, shift: float):
    count = max(1.0, float(mask.sum()))
    mean = float((picture * mask).sum()) / count
    spread = math.sqrt(float(((picture - mean) ** 2 * mask).sum()) / count)
    return ((picture - mean) / max(spread, 4.0) * gain + shift) * mask


def lit(picture, random: np.random.Generator):
    """Another sensor and lamp: gamma, slope of brightness, blur or sharpening, noise, JPEG, burned-in text and lines."""
    if random.random() < 0.5:
        picture = 255 * (np.clip(picture, 0, 255) / 255) ** math.exp(random.uniform(-0.6, 0.6))
    if random.random() < 0.4:
        axis = np.linspace(-1, 1, SIDE, dtype=np.float32)
        slope = 1 + random.uniform(-0.4, 0.4) * axis[None, :] + random.uniform(-0.4, 0.4) * axis[:, None]
        picture = picture * slope
    draw = random.random()
    if draw < 0.25:
        picture = cv2.GaussianBlur(picture, (0, 0), random.uniform(0.4, 1.4))
    elif draw < 0.4:
        picture = picture + random.uniform(0.3, 1.2) * (picture - cv2.GaussianBlur(picture, (0, 0), 1.0))
    if random.random() < 0.12:
        picture = written(picture, random)
    if random.random() < 0.5:
        picture = picture + random.normal(0, random.uniform(1, 12), picture.shape).astype(np.float32)
    picture = np.clip(picture, 0, 255)
    if random.random() < 0.15:
        kind = [cv2.IMWRITE_JPEG_QUALITY, int(random.integers(25, 90))]
        picture = cv2.imdecode(cv2.imencode(".jpg", picture.astype(np.uint8), kind)[1], 0).astype(np.float32)
    return picture


GLYPHS = list("0123456789oOQ8BDCUGabdegpq%@°µmx.:")


def written(picture, random: np.random.Generator):
    picture = np.ascontiguousarray(picture)
    for _ in range(random.integers(1, 4)):
        at = (int(random.integers(-10, SIDE)), int(random.integers(0, SIDE + 20)))
        grey = float(random.choice([0, 255, random.uniform(0, 255)]))
        wide = int(random.integers(1, 4))
        if random.random() < 0.6:
            text = "".join(random.choice(GLYPHS, int(random.integers(1, 9))))
            face = int(random.integers(0, 8))
            cv2.putText(picture, text, at, face, random.uniform(0.3, 2.0), grey, wide, cv2.LINE_AA)
        else:
            other = (int(random.integers(0, SIDE)), at[1] if random.random() < 0.6 else int(random.integers(0, SIDE)))
            cv2.line(picture, at, other, grey, wide, cv2.LINE_AA)
    return picture


def turned(picture, mask, shapes, random: np.random.Generator):
    if random.random() < 0.5:
        picture, mask = picture[:, ::-1], mask[:, ::-1]
        shapes[:, 0] = SIDE - 1 - shapes[:, 0]
        shapes[:, 4] = -shapes[:, 4]
    quarter = int(random.integers(0, 4))
    for _ in range(quarter):
        # Counter-clockwise in the picture, as numpy turns: (x, y) goes to (y, SIDE - 1 - x).
        picture, mask = np.rot90(picture), np.rot90(mask)
        shapes[:, [0, 1]] = np.stack([shapes[:, 1], SIDE - 1 - shapes[:, 0]], 1)
        shapes[:, 4] = shapes[:, 4] - math.pi / 2
    return np.ascontiguousarray(picture), np.ascontiguousarray(mask), shapes


COLUMNS = np.arange(PEAKS, dtype=np.float32) * 2 + 0.5
CELL_MIDDLES = np.arange(CELLS, dtype=np.float32) * STRIDE + (STRIDE - 1) / 2


def targets(shapes):
    """Wanted peaks at every second pixel, what counts of them, wanted ellipses at the cells, where those count."""
    heat = np.zeros((PEAKS, PEAKS), np.float32)
    counts = np.ones((PEAKS, PEAKS), np.float32)
    wanted = np.zeros((5, CELLS, CELLS), np.float32)
    weight = np.zeros((CELLS, CELLS), np.float32)
    nearest = np.full((CELLS, CELLS), np.inf, np.float32)
    for x, y, major, minor, angle, seen in shapes:
        wide = math.sqrt(major * minor)
        d2 = (COLUMNS[None, :] - x) ** 2 + (COLUMNS[:, None] - y) ** 2
        if seen < 0.5 or wide < LEAST or MOST < wide < 1.6 * MOST:
            counts[d2 < (0.5 * wide + 1) ** 2] = 0
            continue
        if wide >= 1.6 * MOST:
            continue
        sigma = max(1.3, 0.07 * wide)
        heat = np.maximum(heat, np.exp(-d2 / (2 * sigma * sigma)))
        column, row = int(round((x - 0.5) / 2)), int(round((y - 0.5) / 2))
        if 0 <= column < PEAKS and 0 <= row < PEAKS:
            heat[row, column] = 1
            counts[row, column] = 1
        c2 = (CELL_MIDDLES[None, :] - x) ** 2 + (CELL_MIDDLES[:, None] - y) ** 2
        near = (c2 < max(3.2, 0.22 * wide) ** 2) & (c2 < nearest)
        nearest[near] = c2[near]
        weight[near] = 1
        oval = (major - minor) / (major + minor)
        wanted[0][near] = ((x - CELL_MIDDLES) / STRIDE)[None, :].repeat(CELLS, 0)[near]
        wanted[1][near] = ((y - CELL_MIDDLES) / STRIDE)[:, None].repeat(CELLS, 1)[near]
        wanted[2][near] = math.log2(wide / REFERENCE_PX)
        wanted[3][near] = 10 * oval * math.cos(2 * angle)
        wanted[4][near] = 10 * oval * math.sin(2 * angle)
    return heat, counts, wanted, weight


class Varied(torch.utils.data.IterableDataset):
    def __init__(self, patches: Patches, seed: int):
        self.patches, self.seed = patches, seed

    def __iter__(self):
        worker = torch.utils.data.get_worker_info()
        random = np.random.default_rng([self.seed, 0 if worker is None else worker.id])
        cv2.setNumThreads(1)
        while True:
            picture, shapes = self.patches.varied(int(random.integers(len(self.patches))), random)
            yield (picture[None].astype(np.float32), *targets(shapes))


def peaks_of(out):
    """The four quarters of each cell side by side: logits at every second pixel."""
    return F.pixel_shuffle(out[:, :4], 2)[:, 0]


def loss_of(out, heat, counts, wanted, weight):
    logits = peaks_of(out)
    p = torch.sigmoid(logits).clamp(1e-5, 1 - 1e-5)
    peak = (heat == 1).float()
    here = -((1 - p) ** 2) * torch.log(p) * peak * counts
    elsewhere = -((1 - heat) ** 4) * p**2 * torch.log(1 - p) * (1 - peak) * counts
    shape = (F.smooth_l1_loss(out[:, 4:OUTPUTS], wanted, beta=0.1, reduction="none") * weight[:, None]).sum()
    return (here.sum() + elsewhere.sum()) / peak.sum().clamp(min=1), shape / weight.sum().clamp(min=1)


def found_in(out, threshold: float):
    """Per picture the peaks: x, y, wide (px), p."""
    logits = peaks_of(out)
    p = torch.sigmoid(logits)
    top = (p == F.max_pool2d(p[:, None], 3, 1, 1)[:, 0]) & (p > threshold)
    answers = []
    for n in range(len(out)):
        rows, columns = torch.nonzero(top[n], as_tuple=True)
        one = out[n][:, rows // 2, columns // 2].numpy()
        middles = np.stack([columns.numpy() // 2, rows.numpy() // 2]) * STRIDE + (STRIDE - 1) / 2
        answers.append((middles[0] + one[4] * STRIDE, middles[1] + one[5] * STRIDE, REFERENCE_PX * 2 ** one[6], p[n][rows, columns].numpy()))
    return answers


def score(network, patches: Patches, threshold: float, most: int = 3000):
    network.eval()
    met = missed = false = 0
    centre, size = [], []
    with torch.no_grad():
        for start in range(0, min(most, len(patches)), BATCH):
            batch = [patches.plain(n) for n in range(start, min(start + BATCH, most, len(patches)))]
            out = network(torch.from_numpy(np.stack([b[0] for b in batch])[:, None].astype(np.float32)))
            for (_, shapes), (xs, ys, wides, ps) in zip(batch, found_in(out, threshold)):
                free = np.ones(len(xs), bool)
                for i in np.argsort(-ps):
                    same = (np.hypot(xs - xs[i], ys - ys[i]) < 0.3 * np.maximum(wides, wides[i])) & (ps < ps[i])
                    if free[i]:
                        free[same] = False
                xs, ys, wides = xs[free], ys[free], wides[free]
                used = np.zeros(len(xs), bool)
                for x, y, major, minor, _, seen in shapes:
                    wide = math.sqrt(major * minor)
                    apart = np.hypot(xs - x, ys - y) if len(xs) else np.array([np.inf])
                    if seen < 0.5 or not LEAST * 1.1 < wide < MOST * 0.95 or not (0 <= x < SIDE and 0 <= y < SIDE):
                        used[np.hypot(xs - x, ys - y) < 0.5 * wide + 2] = True
                        continue
                    near = np.where(used, np.inf, apart) if len(xs) else apart
                    best = int(np.argmin(near))
                    if near[best] < 0.35 * wide + 0.5:
                        used[best] = True
                        met += 1
                        centre.append(near[best] / wide)
                        size.append(abs(wides[best] / wide - 1))
                    else:
                        missed += 1
                false += int((~used).sum())
    network.train()
    p95 = lambda values: float(np.percentile(values, 95)) if values else float("nan")
    return {
        "recall": met / max(1, met + missed),
        "precision": met / max(1, met + false),
        "dents": met + missed,
        "centreP95": p95(centre),
        "sizeP95": p95(size),
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--train", nargs="+", required=True)
    parser.add_argument("--held-out", nargs="+", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--minutes", type=float, default=25)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rate", type=float, default=4e-3)
    parser.add_argument("--start")
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    torch.set_num_threads(2)
    network = DentFinder()
    print(f"{sum(p.numel() for p in network.parameters())} parameters", flush=True)
    if options.start:
        network.load_state_dict(torch.load(options.start))
    held_out = Patches(options.held_out)
    loader = torch.utils.data.DataLoader(Varied(Patches(options.train), options.seed), batch_size=BATCH, num_workers=1, prefetch_factor=6)
    optimiser = torch.optim.AdamW(network.parameters(), lr=options.rate, weight_decay=1e-4)
    began, shown, sums, n = time.time(), time.time(), np.zeros(2), 0
    for step, batch in enumerate(loader):
        part = (time.time() - began) / (60 * options.minutes)
        if part >= 1:
            break
        rate = options.rate * min(1, (step + 1) / 100) * (0.5 + 0.5 * math.cos(math.pi * part))
        for group in optimiser.param_groups:
            group["lr"] = rate + 1e-6
        peak, shape = loss_of(network(batch[0]), *batch[1:])
        optimiser.zero_grad()
        (peak + shape).backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 5.0)
        optimiser.step()
        sums += [float(peak), float(shape)]
        n += 1
        if time.time() - shown > 60:
            print(f"{part:.2f} step {step} peak {sums[0] / n:.4f} shape {sums[1] / n:.4f} {score(network, held_out, 0.4, 480)}", flush=True)
            torch.save(network.state_dict(), options.out + ".pt")
            shown, sums, n = time.time(), np.zeros(2), 0
    torch.save(network.state_dict(), options.out + ".pt")
    for threshold in (0.2, 0.3, 0.4, 0.5):
        print(threshold, score(network, held_out, threshold), flush=True)
    network.eval()
    axes = {0: "n", 2: "h", 3: "w"}
    torch.onnx.export(network, torch.zeros(1, 1, SIDE, SIDE), options.out, opset_version=17, input_names=["picture"],
                      output_names=["cells"], dynamic_axes={"picture": axes, "cells": axes})


if __name__ == "__main__":
    main()

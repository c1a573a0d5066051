"""Cuts what the dent finder took for dents (files of candidates.ts) out of rendered pictures, each at its own scale, with its truth.

    python3 crops.py OUT.npz FOLDER... [--seed S]

Each FOLDER holds pictures, their truth NNNN.json and NNNN.candidates. A crop is CROP x CROP grey pixels in which the candidate is
WIDE pixels wide. Beside the candidates stand the true dents as a finder may see them: a little beside, a little too small or large.
"""

import argparse
import json
import math
import sys
from pathlib import Path

import cv2
import numpy as np

from patches import grey_of

CROP = 64
WIDE = 26.0


def halved(picture: np.ndarray) -> np.ndarray:
    rows, columns = picture.shape[0] // 2, picture.shape[1] // 2
    return cv2.resize(picture[: 2 * rows, : 2 * columns], (columns, rows), interpolation=cv2.INTER_AREA)


class Pyramid:
    def __init__(self, picture: np.ndarray):
        self.levels = [picture]
        while min(self.levels[-1].shape) >= 12:
            self.levels.append(halved(self.levels[-1]))

    def crop(self, x: float, y: float, wide: float):
        """Grey values and where they lie in the picture, sampled between pixels on the level where the dent is WIDE to 2 WIDE."""
        level = max(0, min(len(self.levels) - 1, int(math.floor(math.log2(max(1.0, wide / WIDE))))))
        by = 2**level
        picture = self.levels[level]
        step = wide / by / WIDE
        cx, cy = (x + 0.5) / by - 0.5, (y + 0.5) / by - 0.5
        places = (np.arange(CROP, dtype=np.float32) - (CROP - 1) / 2) * step
        xs, ys = np.meshgrid(cx + places, cy + places)
        rows, columns = picture.shape
        grey = cv2.remap(picture, xs.astype(np.float32), ys.astype(np.float32), cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        inside = (xs > -0.5) & (ys > -0.5) & (xs < columns - 0.5) & (ys < rows - 0.5)
        return grey, inside


# Of a candidate against a true dent: the same (distance and size off by less, in diameters), or too near to be called another.
SAME_AWAY, SAME_SIZE = 0.25, 1.35
NEAR_AWAY, NEAR_SIZE = 0.6, 2.2


def label(candidate, dents):
    """(1 dent, 0 none, None neither), and the true ellipse in units of the candidate."""
    x, y, wide = candidate
    for dent in dents:
        dx, dy = dent["centrePx"][0] - x, dent["centrePx"][1] - y
        true = math.sqrt(dent["axesPx"][0] * dent["axesPx"][1])
        away = math.hypot(dx, dy) / max(true, wide)
        size = max(true / wide, wide / true)
        if dent.get("barelyVisible"):
            if away < NEAR_AWAY:
                return None, None
        elif away < SAME_AWAY and size < SAME_SIZE:
            major, minor = dent["axesPx"]
            oval = (major - minor) / (major + minor)
            turn = 2 * math.radians(dent["angleDeg"])
            return 1.0, [dx / wide, dy / wide, math.log2(true / wide), oval * math.cos(turn), oval * math.sin(turn)]
    for dent in dents:
        dx, dy = dent["centrePx"][0] - x, dent["centrePx"][1] - y
        true = math.sqrt(dent["axesPx"][0] * dent["axesPx"][1])
        if math.hypot(dx, dy) / max(true, wide) < NEAR_AWAY and max(true / wide, wide / true) < NEAR_SIZE:
            return None, None
    return 0.0, [0.0] * 5


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("out")
    parser.add_argument("folders", nargs="+")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--most-none", type=int, default=40)
    options = parser.parse_args()
    cv2.setNumThreads(1)
    random = np.random.default_rng(options.seed)
    crops, insides, labels, shapes, finder = [], [], [], [], []
    for folder in options.folders:
        for file in sorted(Path(folder).glob("*.candidates")):
            truth = json.loads(file.with_suffix(".json").read_text())
            if truth.get("state") == "unreadable":
                continue
            pyramid = Pyramid(grey_of(file.parent / truth["image"]))
            found = [(c[0], c[1], c[2], c[3]) for c in json.loads(file.read_text())]
            for dent in truth["dents"]:
                wide = math.sqrt(dent["axesPx"][0] * dent["axesPx"][1])
                if dent.get("barelyVisible") or wide < 4.5:
                    continue
                beside = random.normal(0, 0.07, 2) * wide
                found.append((dent["centrePx"][0] + beside[0], dent["centrePx"][1] + beside[1], wide * math.exp(random.normal(0, 0.1)), -1.0))
            none = 0
            for x, y, wide, p in found:
                kind, shape = label((x, y, wide), truth["dents"])
                if kind is None:
                    continue
                if kind == 0.0:
                    none += 1
                    if none > options.most_none:
                        continue
                grey, inside = pyramid.crop(x, y, wide)
                crops.append(grey)
                insides.append(np.packbits(inside))
                labels.append(kind)
                shapes.append(shape)
                finder.append(p)
    np.savez(
        options.out,
        crops=np.array(crops, np.uint8),
        inside=np.array(insides, np.uint8),
        labels=np.array(labels, np.float32),
        shapes=np.array(shapes, np.float32),
        finder=np.array(finder, np.float32),
    )
    print(f"{options.out}: {len(crops)} crops, {int(sum(labels))} dents", file=sys.stderr)


if __name__ == "__main__":
    main()

"""Cuts rendered pictures (files of `hardlab render`) into training patches at many scales.

    python3 patches.py OUT.npz FOLDER... [--per-picture N] [--seed S]

A patch is SIDE x SIDE grey pixels about a dent, a place beside one, or any place, shrunk (or slightly enlarged) so that the dent it
was cut for is LEAST to MOST pixels wide. What lies outside the picture is filled with the picture's mean and marked.
"""

import argparse
import json
import math
import sys
from pathlib import Path

import cv2
import numpy as np

SIDE = 192
LEAST, MOST = 5.0, 44.0
MOST_ENLARGED = 1.25


def grey_of(path: Path) -> np.ndarray:
    picture = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)
    if picture is None:
        raise SystemExit(f"{path} is no picture")
    return picture


def shrunk(picture: np.ndarray, scale: float) -> np.ndarray:
    rows, columns = picture.shape
    size = (max(1, round(columns * scale)), max(1, round(rows * scale)))
    return cv2.resize(picture, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)


def cut(picture: np.ndarray, fill: int, left: int, top: int) -> np.ndarray:
    """The patch whose corner is at (left, top); beyond the picture `fill`."""
    patch = np.full((SIDE, SIDE), fill, np.uint8)
    rows, columns = picture.shape
    y0, y1 = max(0, top), min(rows, top + SIDE)
    x0, x1 = max(0, left), min(columns, left + SIDE)
    if y1 > y0 and x1 > x0:
        patch[y0 - top : y1 - top, x0 - left : x1 - left] = picture[y0:y1, x0:x1]
    return patch


def ellipses(truth: dict, sx: float, sy: float, left: int, top: int) -> list[list[float]]:
    """x, y, major, minor (full), angle in radians, seen (1) or hardly (0); pixels of the patch."""
    found = []
    for dent in truth["dents"]:
        x, y = dent["centrePx"]
        major, minor = dent["axesPx"]
        scale = math.sqrt(sx * sy)
        px, py = (x + 0.5) * sx - 0.5 - left, (y + 0.5) * sy - 0.5 - top
        reach = major * scale / 2 + 8
        if -reach < px < SIDE + reach and -reach < py < SIDE + reach:
            seen = 0.0 if dent.get("barelyVisible") else 1.0
            found.append([px, py, major * scale, minor * scale, math.radians(dent["angleDeg"]), seen])
    return found


def patches_of(path: Path, truth: dict, many: int, random: np.random.Generator):
    picture = grey_of(path)
    rows, columns = picture.shape
    dents = [d for d in truth["dents"] if not d.get("barelyVisible")]
    for _ in range(many):
        draw = random.random()
        if dents and draw < 0.75:
            dent = dents[random.integers(len(dents))]
            wide = math.sqrt(dent["axesPx"][0] * dent["axesPx"][1])
            wanted = LEAST * (MOST / LEAST) ** random.random()
            scale = min(wanted / wide, MOST_ENLARGED)
            x, y = dent["centrePx"]
            spread = 0.32 * SIDE
        else:
            scale = min(MOST_ENLARGED, 2.0 ** -(random.random() * math.log2(max(2.0, min(rows, columns) / 64))))
            x, y = random.random() * columns, random.random() * rows
            spread = 0.0
        small = shrunk(picture, scale)
        sx, sy = small.shape[1] / columns, small.shape[0] / rows
        left = round((x + 0.5) * sx - SIDE / 2 + random.uniform(-spread, spread))
        top = round((y + 0.5) * sy - SIDE / 2 + random.uniform(-spread, spread))
        # Where the picture is wider than the patch, the patch stays within it save a margin, as tiles do.
        left = kept(left, small.shape[1])
        top = kept(top, small.shape[0])
        fill = int(round(float(small.mean())))
        outside = [max(0, -left), max(0, -top), min(SIDE, small.shape[1] - left), min(SIDE, small.shape[0] - top)]
        yield cut(small, fill, left, top), ellipses(truth, sx, sy, left, top), outside


MARGIN = 16


def kept(corner: int, length: int) -> int:
    least, most = -MARGIN, length + MARGIN - SIDE
    return max(least, min(most, corner)) if most > least else (least + most) // 2


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("out")
    parser.add_argument("folders", nargs="+")
    parser.add_argument("--per-picture", type=int, default=4)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    cv2.setNumThreads(1)
    random = np.random.default_rng(options.seed)
    patches, shapes, owner, inside = [], [], [], []
    for folder in options.folders:
        for file in sorted(Path(folder).glob("*.json")):
            truth = json.loads(file.read_text())
            if truth.get("state") == "unreadable" or truth.get("measurable") is False:
                continue
            for patch, found, box in patches_of(file.parent / truth["image"], truth, options.per_picture, random):
                owner += [len(patches)] * len(found)
                shapes += found
                patches.append(patch)
                inside.append(box)
    np.savez(
        options.out,
        patches=np.array(patches, np.uint8),
        ellipses=np.array(shapes, np.float32).reshape(-1, 6),
        owner=np.array(owner, np.int32),
        inside=np.array(inside, np.int16),
    )
    print(f"{options.out}: {len(patches)} patches, {len(shapes)} dents", file=sys.stderr)


if __name__ == "__main__":
    main()

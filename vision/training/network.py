"""The dent finder's network: one grey picture in, at every fourth pixel a place and an ellipse out.

Input   (n, 1, h, w) float32, h and w multiples of 16, grey minus the picture's mean over its spread.
Output  (n, 9, h/4, w/4): four logits of a centre, one for each quarter of the cell (row by row: at every second pixel),
        then the ellipse of the dent whose centre lies in or beside the cell: offset of the centre from the cell's middle
        (x, y, in cells), log2 of the mean diameter over 16 px, and ovality times cosine and sine of twice its angle.
"""

import torch
from torch import nn
from torch.nn import functional as F

STRIDE = 4
OUTPUTS = 9


def normed(convolution: nn.Conv2d) -> nn.Sequential:
    return nn.Sequential(convolution, nn.BatchNorm2d(convolution.out_channels), nn.ReLU(inplace=True))


def narrowing(inputs: int, outputs: int, side: int = 3) -> nn.Sequential:
    return normed(nn.Conv2d(inputs, outputs, side, stride=2, padding=side // 2, bias=False))


class Depthwise(nn.Module):
    """A residual block: each channel over its neighbours, then all channels at each place."""

    def __init__(self, channels: int, side: int = 3):
        super().__init__()
        self.around = normed(nn.Conv2d(channels, channels, side, padding=side // 2, groups=channels, bias=False))
        self.across = nn.Sequential(nn.Conv2d(channels, channels, 1, bias=False), nn.BatchNorm2d(channels))

    def forward(self, x):
        return F.relu(x + self.across(self.around(x)))


class DentFinder(nn.Module):
    def __init__(self, c2: int = 12, c4: int = 32, c8: int = 64, c16: int = 96):
        super().__init__()
        self.stem = narrowing(1, c2, 5)
        self.at4 = nn.Sequential(narrowing(c2, c4), Depthwise(c4))
        self.at8 = nn.Sequential(narrowing(c4, c8), Depthwise(c8), Depthwise(c8))
        self.at16 = nn.Sequential(narrowing(c8, c16), *(Depthwise(c16, 5) for _ in range(3)))
        self.up16 = nn.Conv2d(c16, c8, 1)
        self.merge8 = nn.Sequential(Depthwise(c8), Depthwise(c8))
        self.up8 = nn.Conv2d(c8, c4, 1)
        self.merge4 = nn.Sequential(Depthwise(c4), Depthwise(c4))
        self.head = nn.Conv2d(c4, OUTPUTS, 1)
        nn.init.constant_(self.head.bias[:4], -4.0)

    def forward(self, x):
        at4 = self.at4(self.stem(x))
        at8 = self.at8(at4)
        at8 = self.merge8(at8 + F.interpolate(self.up16(self.at16(at8)), scale_factor=2.0, mode="nearest"))
        at4 = self.merge4(at4 + F.interpolate(self.up8(at8), scale_factor=2.0, mode="nearest"))
        return self.head(at4)

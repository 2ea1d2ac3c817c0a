"""A covered market street."""

import math
from collections.abc import Sequence

from PIL import Image, ImageChops

from .canvas import SCALE, SIZE, Canvas, Colour, Point, mixed, scaled

WARM: Colour = (255, 218, 156)


def souk_arches() -> Image.Image:
    """A vaulted market street: arch behind arch, and light falling through holes in the roof."""
    canvas = Canvas([(0, (250, 226, 176)), (0.6, (252, 232, 190)), (1, (226, 184, 128))], seed=91)
    canvas.glow((800, 560), 420, (255, 246, 222), 0.9)
    bays = 7
    for bay in range(bays):
        near = bay / (bays - 1)
        _bay(canvas, near)
        if bay < bays - 1:
            _shaft(canvas, near)
    _walkers(canvas)
    _lamps(canvas)
    return canvas.finished(vignette=0.34)


def _opening(near: float) -> tuple[float, float, float, float]:
    """Half the width of an arch, its springing line, its top, and the floor below it."""
    reach = 1 / (1 - 0.835 * near)
    return 108 * reach, 560 - 86 * reach, 560 - 190 * reach, 560 + 92 * reach


def _pointed(half: float, spring: float, top: float) -> list[Point]:
    """The curve of a pointed arch from its left foot over its top to its right."""
    left = []
    for step in range(21):
        turn = math.pi / 2 * step / 20
        left.append((800 - half * math.cos(turn) ** 1.18, spring - (spring - top) * math.sin(turn) ** 0.94))
    return [*left, *((1600 - x, y) for x, y in reversed(left[:-1]))]


def _bay(canvas: Canvas, near: float) -> None:
    half, spring, top, floor = _opening(near)
    arch = _pointed(half, spring, top)
    wall = mixed((216, 172, 122), (58, 40, 40), near**0.8)
    mask, draw = canvas.stencil()
    draw.rectangle([0, 0, *SIZE], fill=255)
    draw.polygon(scaled([(800 - half, floor), *arch, (800 + half, floor)]), fill=0)
    ground, draw = canvas.stencil()
    draw.rectangle([0, min(SIZE[1], round(floor * SCALE)), *SIZE], fill=255)
    canvas.graded_through(
        ImageChops.subtract(mask, ground),
        [(0, mixed(wall, (30, 22, 30), 0.5)), (0.5, wall), (1, mixed(wall, (40, 28, 30), 0.25))],
    )
    paving = mixed((232, 192, 138), (66, 48, 46), near)
    canvas.graded_through(
        ground, [(0, mixed(paving, WARM, 0.35)), (0.35, paving), (1, mixed(paving, (36, 26, 30), 0.5))]
    )
    _ablaq(canvas, arch, half, near)
    for side in (-1, 1):
        canvas.line(
            [(800 + side * half, spring), (800 + side * half, floor)],
            mixed(wall, WARM, 0.5 * (1 - near * 0.5)),
            2 + 5 * near,
        )
        if near < 0.95:
            _stall(canvas, side, half, spring, floor, near)


def _ablaq(canvas: Canvas, arch: Sequence[Point], half: float, near: float) -> None:
    """Voussoirs, light and dark by turns, as in the old markets of the Levant."""
    wall = mixed((216, 172, 122), (58, 40, 40), near**0.8)
    deep = half * 0.15
    for index in range(0, len(arch) - 2, 2):
        (x1, y1), (x2, y2) = arch[index], arch[index + 2]
        tone = mixed(wall, (250, 216, 166), 0.34) if index % 4 else mixed(wall, (70, 46, 44), 0.3)
        outer = [
            (800 + (x - 800) * (1 + deep / half), y - deep * 0.8 * (1 - abs(x - 800) / half * 0.7))
            for x, y in ((x2, y2), (x1, y1))
        ]
        canvas.shape([(x1, y1), (x2, y2), *outer], tone)
    canvas.line(arch, mixed(wall, WARM, 0.6 * (1 - near * 0.4)), 1.5 + 4 * near)


def _stall(canvas: Canvas, side: int, half: float, spring: float, floor: float, near: float) -> None:
    """A shop front: an awning, hanging goods, sacks and baskets before it."""
    size = half / 108
    x = 800 + side * half
    cloth = canvas.random.choice(((150, 66, 54), (52, 104, 104), (176, 126, 62), (96, 76, 96)))
    tone = mixed(cloth, (60, 42, 42), 0.25 + 0.4 * near)
    edge = spring + 26 * size
    canvas.shape(
        [
            (x, edge - 20 * size),
            (x - side * 40 * size, edge + 6 * size),
            (x - side * 40 * size, edge + 13 * size),
            (x, edge + 12 * size),
        ],
        tone,
    )
    for index in range(4):
        hang = x - side * (8 + index * 8) * size
        drop = canvas.random.uniform(12, 28) * size
        canvas.line(
            [(hang, edge + 8 * size), (hang, edge + 8 * size + drop)], mixed(tone, (30, 22, 26), 0.4), 0.7 * size
        )
        canvas.disc(
            (hang, edge + 10 * size + drop),
            2.6 * size,
            mixed(canvas.random.choice(((196, 132, 66), (170, 84, 60), (128, 128, 88))), tone, 0.4),
        )
    for index in range(4):
        foot = x - side * (6 + index * 8.5) * size
        high = canvas.random.uniform(13, 24) * size
        sack = mixed(
            canvas.random.choice(((196, 160, 112), (150, 112, 76), (176, 96, 62))), (56, 40, 40), 0.2 + 0.45 * near
        )
        wide = 4.6 * size
        canvas.graded(
            [
                (foot - wide, floor + 2),
                (foot - wide * 1.1, floor - high * 0.8),
                (foot, floor - high),
                (foot + wide * 1.1, floor - high * 0.8),
                (foot + wide, floor + 2),
            ],
            [(0, mixed(sack, WARM, 0.35)), (1, mixed(sack, (40, 28, 30), 0.4))],
        )


def _shaft(canvas: Canvas, near: float) -> None:
    """Sunlight slanting down from an opening in the vault, and the spot where it meets the floor."""
    half, _, top, floor = _opening(near)
    beam = [
        (800 - half * 0.16, top - half * 0.1),
        (800 + half * 0.1, top - half * 0.1),
        (800 + half * 0.66, floor + half * 0.06),
        (800 + half * 0.2, floor + half * 0.06),
    ]
    canvas.shape(beam, (255, 236, 190), opacity=0.24, blur=half * 0.05)
    canvas.glow((800 + half * 0.43, floor + half * 0.06), half * 0.7, (255, 240, 200), 0.62, flat=0.2)


def _walkers(canvas: Canvas) -> None:
    """A few people with their shadows, far off against the light."""
    for x, floor, tall, tone in (
        (770, 668, 62, (104, 72, 62)),
        (798, 668, 58, (122, 86, 70)),
        (868, 706, 88, (80, 54, 52)),
        (700, 790, 140, (60, 42, 46)),
    ):
        wide = tall * 0.15
        canvas.shape(
            [
                (x - wide, floor),
                (x + wide, floor),
                (x + wide * 0.2, floor + tall * 0.5),
                (x - wide * 1.6, floor + tall * 0.5),
            ],
            (60, 40, 38),
            opacity=0.35,
            blur=2,
        )
        canvas.shape(
            [
                (x - wide * 1.1, floor),
                (x - wide * 1.2, floor - tall * 0.7),
                (x - wide * 0.5, floor - tall * 0.83),
                (x + wide * 0.5, floor - tall * 0.83),
                (x + wide * 1.2, floor - tall * 0.7),
                (x + wide * 1.1, floor),
            ],
            tone,
        )
        canvas.disc((x, floor - tall * 0.92), tall * 0.085, mixed(tone, (40, 28, 32), 0.2))
        canvas.line(
            [(x + wide * 1.1, floor - tall * 0.6), (x + wide * 1.2, floor - 2)],
            mixed(tone, WARM, 0.5),
            max(1, tall / 60),
        )


def _lamps(canvas: Canvas) -> None:
    for x, top, drop, size in ((800, 0, 168, 1.5), (800, 232, 92, 0.62), (800, 372, 44, 0.32)):
        y = top + drop
        canvas.line([(x, top), (x, y)], (54, 38, 40), 2 * size)
        canvas.glow((x, y + 34 * size), 210 * size, (255, 206, 128), 0.55)
        canvas.shape([(x - 12 * size, y + 12 * size), (x, y), (x + 12 * size, y + 12 * size)], (84, 56, 46))
        canvas.graded(
            [
                (x - 22 * size, y + 18 * size),
                (x + 22 * size, y + 18 * size),
                (x + 14 * size, y + 60 * size),
                (x - 14 * size, y + 60 * size),
            ],
            [(0, (255, 236, 180)), (1, (232, 156, 84))],
        )
        for bar in (-22, -8, 8, 22):
            canvas.line(
                [(x + bar * size, y + 16 * size), (x + bar * 0.64 * size, y + 61 * size)], (96, 62, 46), 1.6 * size
            )
        canvas.box(x - 25 * size, y + 12 * size, x + 25 * size, y + 18 * size, (84, 56, 46))
        canvas.box(x - 16 * size, y + 59 * size, x + 16 * size, y + 64 * size, (84, 56, 46))

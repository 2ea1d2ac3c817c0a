"""By the water: a harbour, and a football pitch on a river bank."""

import math
from collections.abc import Sequence
from itertools import pairwise

from PIL import Image

from .canvas import HEIGHT, WIDTH, Canvas, Colour, Point, along, mixed, scaled


def harbour() -> Image.Image:
    """Fishing boats at anchor at sunset; a breakwater with a lighthouse."""
    canvas = Canvas(
        [(0, (74, 100, 134)), (0.24, (146, 142, 158)), (0.4, (232, 168, 138)), (0.53, (252, 214, 156))], seed=73
    )
    canvas.clouds(40, 470, (248, 190, 156), 0.75)
    canvas.glow((560, 540), 900, (255, 226, 166), 0.95)
    canvas.disc((560, 536), 40, (255, 240, 206))
    canvas.ridge(548, 26, 0.42, [(0, (150, 140, 158)), (0.2, (222, 176, 148))], seed=11)
    canvas.mist(500, 590, (252, 210, 160), 0.5)
    _breakwater(canvas, 586)
    canvas.water(588, (70, 90, 112), 0.26)
    canvas.glints((560, 596), 250, 1060, (255, 230, 178), 620)
    for x, y, size, tone, facing in (
        (1180, 640, 0.42, (92, 92, 116), 1),
        (300, 650, 0.46, (98, 92, 112), -1),
        (820, 690, 0.66, (70, 76, 102), 1),
        (1400, 742, 0.9, (58, 72, 98), -1),
        (236, 800, 1.15, (50, 60, 84), 1),
        (980, 900, 1.7, (36, 46, 68), -1),
    ):
        _boat(canvas, (x, y), size, tone, facing)
    _quay(canvas)
    return canvas.finished()


def _breakwater(canvas: Canvas, level: float) -> None:
    """Piled stones from the right, a lighthouse at the end of them."""
    crest = [(x, level - 24 - 5 * math.sin(x / 17) - 4 * math.sin(x / 7)) for x in range(930, WIDTH + 12, 6)]
    canvas.graded([(884, level + 4), *crest, (WIDTH + 10, level + 4)], [(0, (120, 108, 122)), (1, (72, 70, 90))])
    tower = 976
    canvas.graded(
        [(tower - 15, level - 26), (tower - 10, level - 146), (tower + 10, level - 146), (tower + 15, level - 26)],
        [(0, (206, 168, 152)), (1, (122, 104, 116))],
    )
    for band in (0.24, 0.62):
        canvas.box(tower - 13, level - 26 - 120 * band - 16, tower + 13, level - 26 - 120 * band, (168, 92, 84))
    canvas.box(tower - 17, level - 152, tower + 17, level - 146, (84, 76, 92))
    canvas.box(tower - 8, level - 172, tower + 8, level - 152, (255, 226, 168))
    canvas.shape([(tower - 12, level - 172), (tower, level - 188), (tower + 12, level - 172)], (84, 76, 92))
    canvas.glow((tower, level - 162), 130, (255, 226, 160), 0.8)


def _boat(canvas: Canvas, water: Point, size: float, tone: Colour, facing: int) -> None:
    """A small wooden boat with a mast and a wheelhouse, and its image on the water."""
    x, y = water

    def at(across: float, up: float) -> Point:
        return x + facing * across * size, y - up * size

    def outline(turn: int) -> list[list[Point]]:
        hull = [(-104, 0), (-118, 44), (-60, 30), (40, 32), (96, 46), (132, 66), (104, 0)]
        house = [(-62, 26), (-58, 78), (-8, 78), (-4, 28)]
        return [[at(a, b * turn) for a, b in part] for part in (hull, house)]

    for part in outline(-1):
        canvas.shape(part, mixed(tone, (96, 96, 116), 0.3), opacity=0.5, blur=2.2 * size)
    canvas.shape([at(24, -20), at(28, -150), at(32, -20)], tone, opacity=0.35, blur=2)
    hull, house = outline(1)
    canvas.line([at(26, 30), at(26, 176)], tone, 3.4 * size)
    for end in ((-112, 46), (128, 66)):
        canvas.line([at(26, 168), at(*end)], tone, 0.9)
    canvas.line([at(26, 60), at(-40, 112)], tone, 2.6 * size)
    canvas.graded(house, [(0, mixed(tone, (250, 200, 160), 0.34)), (1, tone)])
    canvas.shape([at(-46, 50), at(-44, 68), at(-22, 68), at(-22, 50)], mixed(tone, (255, 214, 150), 0.6))
    canvas.graded(hull, [(0, mixed(tone, (236, 180, 150), 0.16)), (0.6, tone), (1, mixed(tone, (20, 24, 40), 0.4))])
    canvas.line(
        [at(-118, 42), at(-60, 28), at(40, 30), at(96, 44), at(132, 64)], mixed(tone, (255, 214, 168), 0.5), 2.6 * size
    )
    canvas.line([at(-112, 24), at(-60, 12), at(40, 14), at(112, 34)], mixed(tone, (62, 128, 132), 0.5), 3 * size)


def _quay(canvas: Canvas) -> None:
    """The near quay: a bollard, a coil of rope, nets in a heap."""
    canvas.graded(
        [(-10, 1010), (620, 996), (760, HEIGHT + 10), (-10, HEIGHT + 10)], [(0, (62, 58, 68)), (1, (28, 28, 40))]
    )
    canvas.line([(-10, 1010), (620, 996)], (150, 122, 116), 3)
    canvas.box(440, 958, 472, 1010, (30, 32, 46))
    canvas.pen.ellipse(scaled([(428, 944), (484, 970)]), fill=(44, 44, 58))
    canvas.line([(472, 976), (640, 1002), (860, 930)], (34, 36, 50), 3.4)
    for _ in range(260):
        x = canvas.random.gauss(170, 66)
        y = 1012 - max(0.0, 66 - abs(x - 170) * 0.6) * canvas.random.random()
        canvas.line(
            [(x, y), (x + canvas.random.gauss(0, 22), y + canvas.random.gauss(2, 8))],
            mixed((44, 62, 68), (158, 134, 116), canvas.random.random() * 0.55),
            1.3,
        )
    for float_at in (96, 130, 188, 236):
        canvas.disc((float_at, 988 - canvas.random.uniform(0, 16)), 9, (176, 98, 70))


def football_pitch() -> Image.Image:
    """An empty pitch beside a river, under floodlights, at nightfall."""
    canvas = Canvas(
        [(0, (28, 40, 72)), (0.3, (64, 78, 116)), (0.46, (160, 126, 136)), (0.54, (228, 166, 132))], seed=84
    )
    canvas.clouds(60, 430, (176, 132, 146), 0.6)
    canvas.ridge(540, 18, 0.42, [(0, (98, 88, 116)), (0.2, (158, 120, 128))], seed=1)
    canvas.mist(500, 580, (224, 164, 136), 0.5)
    palms = [(x, 560.0) for x in range(-10, WIDTH + 11, 10)]
    canvas.box(-10, 558, WIDTH + 10, 566, (52, 54, 74))
    _palms(canvas, palms)
    canvas.water(566, (48, 62, 92), 0.35, depth=74)
    canvas.graded(
        [(-10, 638), (WIDTH + 10, 632), (WIDTH + 10, HEIGHT), (-10, HEIGHT)],
        [(0, (98, 94, 76)), (0.14, (116, 118, 76)), (1, (56, 70, 48))],
    )
    _worn(canvas)
    _lines(canvas)
    canvas.box(-10, 622, WIDTH + 10, 648, (92, 82, 84))
    canvas.line([(-10, 622), (WIDTH + 10, 622)], (166, 138, 124), 2.5)
    _goal(canvas, (800, 700), 150, 66)
    for x, foot, tall in ((150, 660, 420), (1450, 660, 420), (470, 640, 250), (1130, 640, 250)):
        _floodlight(canvas, (x, foot), tall)
    canvas.disc((842, 942), 11, (242, 238, 226))
    canvas.shape([(838, 952), (880, 962), (846, 958)], (24, 40, 28), opacity=0.7, blur=1.5)
    return canvas.finished(vignette=0.36)


def _palms(canvas: Canvas, bank: Sequence[Point]) -> None:
    for _ in range(46):
        x = canvas.random.uniform(0, WIDTH)
        size = canvas.random.uniform(16, 46)
        top = (x + canvas.random.gauss(0, 4), along(bank, x) - size)
        canvas.line([(x, 562), top], (44, 46, 66), 1.6)
        for frond in range(9):
            angle = math.pi * frond / 8
            tip = (top[0] + math.cos(angle) * size * 0.34, top[1] - math.sin(angle) * size * 0.16 + size * 0.1)
            canvas.line([top, ((top[0] + tip[0]) / 2, min(top[1], tip[1]) - 3), tip], (44, 48, 66), 1.5)


def _on_pitch(across: float, along_it: float) -> Point:
    """Where a spot of the pitch lies in the picture: `across` from -1 to 1, `along_it` 0 at the far goal."""
    depth = 3.4 - 2.75 * along_it
    return 800 + across * 2300 / depth / 1.6, 560 + 470 / depth


def _worn(canvas: Canvas) -> None:
    """Stripes left by the mower, and the goalmouth where no grass is left."""
    for stripe in range(0, 12, 2):
        one, two = stripe / 12, (stripe + 1) / 12
        canvas.shape(
            [_on_pitch(-1.6, one), _on_pitch(1.6, one), _on_pitch(1.6, two), _on_pitch(-1.6, two)],
            (170, 176, 112),
            opacity=0.07,
        )
    for x, y, wide, strength in (
        (800, 722, 480, 1.0),
        (800, 806, 620, 0.5),
        (520, 880, 420, 0.4),
        (1160, 960, 520, 0.45),
        (240, 760, 300, 0.35),
    ):
        canvas.glow((x, y), wide, (188, 158, 114), strength, flat=0.16)
    canvas.glow((800, 900), 1150, (232, 240, 190), 0.34, flat=0.4)


def _lines(canvas: Canvas) -> None:
    chalk = (214, 222, 198)
    for corners in (
        [(-1, 0), (1, 0), (1.0, 1.0)],
        [(-1, 0), (-1, 1)],
        [(-0.55, 0), (-0.55, 0.3), (0.55, 0.3), (0.55, 0)],
        [(-0.26, 0), (-0.26, 0.11), (0.26, 0.11), (0.26, 0)],
    ):
        points = [
            _on_pitch(a[0] + (b[0] - a[0]) * step / 20, a[1] + (b[1] - a[1]) * step / 20)
            for a, b in pairwise(corners)
            for step in range(21)
        ]
        for one, two in pairwise(points):
            canvas.line([one, two], chalk, 1.4 + max(0.0, (one[1] - 700) / 70))
    arc = [_on_pitch(0.24 * math.cos(a), 0.3 + 0.1 * math.sin(a)) for a in (math.pi * step / 30 for step in range(31))]
    canvas.line(arc, chalk, 3)
    circle = [
        _on_pitch(0.34 * math.cos(a), 0.97 - 0.17 * math.sin(a)) for a in (math.pi * step / 40 for step in range(41))
    ]
    canvas.line(circle, chalk, 5)


def _goal(canvas: Canvas, foot: Point, wide: float, high: float) -> None:
    x, y = foot
    net = (164, 168, 172)
    for step in range(13):
        across = x - wide / 2 + wide * step / 12
        canvas.line([(across, y - high), (x + (across - x) * 0.86, y - 12)], net, 0.7)
    for step in range(7):
        level = y - high + (high - 12) * step / 6
        inset = wide * 0.07 * step / 6
        canvas.line([(x - wide / 2 + inset, level), (x + wide / 2 - inset, level)], net, 0.7)
    canvas.line(
        [(x - wide / 2, y), (x - wide / 2, y - high), (x + wide / 2, y - high), (x + wide / 2, y)], (240, 238, 228), 4
    )


def _floodlight(canvas: Canvas, foot: Point, tall: float) -> None:
    """A pole with two rows of lamps, and the light that hangs about them in the dust."""
    x, y = foot
    size = tall / 420
    head = y - tall
    canvas.shape([(x - 5 * size, y), (x - 2.5 * size, head), (x + 2.5 * size, head), (x + 5 * size, y)], (34, 38, 58))
    canvas.glow((x, head), 430 * size, (226, 234, 230), 0.6)
    canvas.box(x - 48 * size, head - 26 * size, x + 48 * size, head + 18 * size, (40, 44, 64))
    for row in (-14, 6):
        for lamp in range(5):
            spot = (x - 36 * size + lamp * 18 * size, head + row * size)
            canvas.disc(spot, 7 * size, (250, 252, 240))
    canvas.glow((x, head - 4), 120 * size, (255, 255, 244), 0.8)

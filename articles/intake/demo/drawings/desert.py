"""Dry country: a road through it, and ruins in it."""

import math
from collections.abc import Sequence
from itertools import pairwise

from PIL import Image, ImageChops, ImageDraw

from .canvas import HEIGHT, SCALE, SIZE, WIDTH, Canvas, Point, mixed, noise


def border_road() -> Image.Image:
    """A road that winds towards blue hills at dawn; one bus."""
    canvas = Canvas(
        [(0, (70, 92, 126)), (0.26, (136, 140, 166)), (0.43, (232, 178, 160)), (0.52, (250, 214, 170))], seed=21
    )
    canvas.clouds(40, 380, (238, 190, 176), 0.7)
    canvas.glow((980, 500), 806, (255, 220, 160), 0.9)
    for layer, (base, height, tone) in enumerate(
        ((500, 62, (150, 148, 176)), (548, 44, (122, 128, 160)), (592, 34, (98, 108, 136)))
    ):
        canvas.ridge(base, height, 0.48, [(0, tone), (0.22, mixed(tone, (246, 206, 172), 0.6))], seed=layer * 3 + 1)
        canvas.mist(base - 20, base + 110, (250, 212, 176), 0.5)
    canvas.ridge(650, 18, 0.5, [(0, (110, 106, 108)), (0.25, (122, 108, 92)), (1, (62, 56, 52))], seed=14)
    centre, half = _winding()
    left = [(x - wide, y) for (x, y), wide in zip(centre, half, strict=True)]
    right = [(x + wide, y) for (x, y), wide in zip(centre, half, strict=True)]
    _scrub(canvas, 700)
    canvas.shape(
        [
            *[(x - 26 * w / 200, y) for (x, y), w in zip(left, half, strict=True)],
            *reversed([(x + 26 * w / 200, y) for (x, y), w in zip(right, half, strict=True)]),
        ],
        (136, 116, 96),
    )
    canvas.graded([*left, *reversed(right)], [(0, (186, 164, 152)), (0.25, (124, 116, 120)), (1, (64, 64, 72))])
    for index in range(0, len(centre) - 3, 6):
        (x, y), (next_x, next_y) = centre[index], centre[index + 3]
        canvas.line([(x, y), (next_x, next_y)], (232, 214, 190), max(0.6, half[index] / 32))
    _bus(canvas, centre, half)
    return canvas.finished()


def _winding() -> tuple[list[Point], list[float]]:
    """The middle of the road from the horizon to the feet of the viewer, and half its width at each point."""
    centre, half = [], []
    for step in range(241):
        share = step / 240
        y = 652 + (HEIGHT - 640) * share**1.9
        swing = 250 * math.sin(share * 6.2 + 2.6) * (0.16 + share * 0.84)
        centre.append((870 + swing * (1 - share * 0.25) - 60 * share, y))
        half.append(3 + 235 * share**2.1)
    return centre, half


def _scrub(canvas: Canvas, horizon: float) -> None:
    """Low bushes and grass, larger towards the viewer, lit from the side of the sun."""
    for index in range(1300):
        near = (index / 1300) ** 1.7
        y = horizon + near * (HEIGHT + 20 - horizon)
        x = canvas.random.uniform(-20, WIDTH + 20)
        size = 1.5 + 13 * near * canvas.random.uniform(0.5, 1.4)
        tone = mixed((124, 110, 98), (54, 56, 50), near)
        light = mixed(tone, (222, 176, 132), 0.2 if x < 980 else 0.12)
        for _ in range(3 + round(6 * near)):
            spot = (x + canvas.random.gauss(0, size), y - abs(canvas.random.gauss(0, size * 0.45)))
            canvas.disc(spot, size * canvas.random.uniform(0.2, 0.45), mixed(tone, light, canvas.random.random() * 0.5))
        if near > 0.2:
            for _ in range(4):
                lean = canvas.random.gauss(0, size * 0.6)
                canvas.line([(x, y), (x + lean, y - size * canvas.random.uniform(0.8, 1.8))], light, 0.8 + 0.7 * near)


def _bus(canvas: Canvas, centre: Sequence[Point], half: list[float]) -> None:
    """A bus seen from behind, on the right-hand lane, with its lamps on."""
    index = 96
    (x, y), lane = centre[index], half[index]
    wide, high = lane * 0.72, lane * 0.92
    left, bottom = x + lane * 0.14, y + 2
    canvas.shape(
        [(left - 4, bottom), (left + wide + 10, bottom), (left + wide - 4, bottom + 5), (left - 26, bottom + 5)],
        (48, 44, 50),
        opacity=0.6,
        blur=2,
    )
    canvas.graded(
        [(left, bottom - high), (left + wide, bottom - high), (left + wide, bottom - 4), (left, bottom - 4)],
        [(0, (236, 222, 204)), (1, (176, 160, 152))],
    )
    canvas.box(left + wide * 0.1, bottom - high * 0.9, left + wide * 0.9, bottom - high * 0.52, (70, 82, 104))
    canvas.box(left, bottom - high * 0.42, left + wide, bottom - high * 0.34, (38, 104, 110))
    for side in (0.08, 0.78):
        canvas.box(left + wide * side, bottom - 5, left + wide * (side + 0.14), bottom + 2, (36, 36, 42))
        lamp = (left + wide * (side + 0.07), bottom - high * 0.2)
        canvas.disc(lamp, 1.4, (214, 62, 48))
        canvas.glow(lamp, 9, (255, 96, 70), 0.5)


def colonnade() -> Image.Image:
    """Ancient columns in the desert, with long shadows."""
    canvas = Canvas(
        [(0, (88, 118, 152)), (0.3, (186, 178, 172)), (0.5, (246, 204, 146)), (0.6, (252, 222, 166))], seed=44
    )
    canvas.clouds(40, 400, (250, 214, 178), 0.6)
    canvas.glow((1320, 580), 988, (255, 226, 156), 0.95)
    canvas.ridge(576, 36, 0.46, [(0, (182, 148, 132)), (0.2, (226, 184, 146))], seed=8)
    canvas.mist(520, 660, (252, 216, 164), 0.6)
    canvas.graded(
        [(-10, 640), (WIDTH + 10, 628), (WIDTH + 10, HEIGHT), (-10, HEIGHT)],
        [(0, (232, 190, 134)), (0.35, (206, 156, 100)), (1, (138, 94, 62))],
    )
    sand = noise(44, 50, 210).resize(SIZE, Image.Resampling.BICUBIC).point(lambda value: max(0, value - 110) // 7)
    land = Image.new("L", SIZE, 0)
    ImageDraw.Draw(land).rectangle([0, 640 * SCALE, *SIZE], fill=255)
    canvas.through(ImageChops.multiply(sand, land), (104, 66, 44))
    # Evenly spaced along a street that runs to a point on the horizon.
    depths = [1 + 0.3 * step for step in range(11, -1, -1)]
    places = [(1500 - 1330 / depth, 640 + 290 / depth, 720 / depth) for depth in depths]
    for x, foot, tall in places:
        canvas.shape(
            [
                (x - tall * 0.06, foot),
                (x + tall * 0.06, foot),
                (x - tall * 0.9, foot + tall * 0.2),
                (x - tall * 1.08, foot + tall * 0.17),
            ],
            (86, 54, 48),
            opacity=0.5,
            blur=2,
        )
    _beam(canvas, places[3:9])
    for index, (x, foot, tall) in enumerate(places):
        # Time has taken the upper part of two of them.
        _column(canvas, (x, foot), tall, whole=0.5 if index == 9 else 0.74 if index == 1 else 1.0)
    _blocks(canvas)
    return canvas.finished()


def _beam(canvas: Canvas, places: Sequence[tuple[float, float, float]]) -> None:
    """What is left of the entablature, resting on the capitals; its near end is broken off."""

    def course(share: float, near_end: float) -> list[Point]:
        (x1, y1, tall1), (x2, y2, tall2) = places[0], places[-1]
        far, near = (x1 + 8, y1 - tall1 * share), (x2, y2 - tall2 * share)
        reach = near_end / (near[0] - far[0])
        return [far, (near[0] + near_end, near[1] + (near[1] - far[1]) * reach)]

    lower, middle, upper = course(0.985, -40), course(1.05, -24), course(1.13, -8)
    canvas.graded(
        [*upper, middle[1], lower[1], lower[0]], [(0, (220, 174, 132)), (0.5, (170, 122, 96)), (1, (128, 88, 74))]
    )
    canvas.line(middle, (116, 80, 68), 2.4)
    canvas.line([(x, y + 3) for x, y in upper], (248, 212, 160), 4)


def _column(canvas: Canvas, foot: Point, tall: float, *, whole: float) -> None:
    """A shaft that narrows upwards, lit from the right, with its base and capital."""
    x, y = foot
    wide = tall * 0.056
    head = y - tall * 0.9 * whole
    shades = [
        (0.0, (92, 62, 58)),
        (0.35, (136, 94, 78)),
        (0.7, (206, 154, 112)),
        (0.9, (250, 214, 160)),
        (1.0, (224, 176, 130)),
    ]
    strips = 14
    for strip in range(strips):
        one, two = strip / strips, (strip + 1) / strips
        tone = next(mixed(a[1], b[1], (one - a[0]) / (b[0] - a[0])) for a, b in pairwise(shades) if one <= b[0])
        canvas.shape(
            [
                (x - wide + 2 * wide * one, y),
                (x - wide + 2 * wide * two, y),
                (x + (2 * two - 1) * wide * 0.86, head),
                (x + (2 * one - 1) * wide * 0.86, head),
            ],
            tone,
        )
    for joint in (0.27, 0.55, 0.8):
        if joint < whole:
            level = y - tall * 0.9 * joint
            canvas.line([(x - wide * 0.94, level), (x + wide * 0.94, level)], (128, 88, 74), max(0.8, tall / 420))
    canvas.graded(
        [
            (x - wide * 1.5, y + 3),
            (x - wide * 1.2, y - tall * 0.04),
            (x + wide * 1.2, y - tall * 0.04),
            (x + wide * 1.5, y + 3),
        ],
        [(0, (222, 172, 124)), (1, (130, 90, 70))],
    )
    if whole == 1.0:
        bell = head - tall * 0.062
        canvas.graded(
            [
                (x - wide * 0.86, head),
                (x - wide, head - tall * 0.03),
                (x - wide * 1.42, bell),
                (x + wide * 1.42, bell),
                (x + wide, head - tall * 0.03),
                (x + wide * 0.86, head),
            ],
            [(0, (222, 174, 126)), (1, (138, 96, 78))],
        )
        for leaf in (-0.9, -0.3, 0.3, 0.9):
            canvas.line(
                [(x + leaf * wide * 0.8, head), (x + leaf * wide * 1.25, bell + 2)], (128, 90, 72), max(0.7, tall / 380)
            )
        canvas.box(x - wide * 1.55, bell - tall * 0.024, x + wide * 1.55, bell, (206, 158, 116))
        canvas.box(x + wide * 0.4, bell - tall * 0.024, x + wide * 1.55, bell, (248, 210, 156))
        canvas.line([(x - wide, head), (x + wide, head)], (236, 190, 140), max(0.8, tall / 260))
    else:
        canvas.shape(
            [
                (x - wide * 0.88, head + 2),
                (x - wide * 0.7, head - wide * 0.5),
                (x + wide * 0.1, head - wide * 0.35),
                (x + wide * 0.88, head - wide * 1.2),
                (x + wide * 0.88, head + 2),
            ],
            (190, 140, 104),
        )


def _blocks(canvas: Canvas) -> None:
    """Fallen stones in the sand."""
    for x, y, size in (
        (690, 900, 50),
        (760, 930, 34),
        (1030, 800, 26),
        (1180, 964, 62),
        (1276, 990, 36),
        (520, 1012, 44),
    ):
        canvas.shape(
            [
                (x - size * 1.9, y + 12),
                (x + size, y),
                (x + size * 0.7, y + size * 0.3),
                (x - size * 1.5, y + size * 0.42),
            ],
            (86, 54, 46),
            opacity=0.5,
            blur=3,
        )
        canvas.graded(
            [
                (x - size, y + size * 0.3),
                (x - size * 0.84, y - size * 0.42),
                (x + size * 0.5, y - size * 0.5),
                (x + size * 0.6, y + size * 0.34),
            ],
            [(0, (226, 180, 132)), (1, (140, 98, 76))],
        )
        canvas.shape(
            [
                (x + size * 0.5, y - size * 0.5),
                (x + size, y - size * 0.3),
                (x + size, y + size * 0.2),
                (x + size * 0.6, y + size * 0.34),
            ],
            (248, 208, 152),
        )

"""Farmland: wheat, and apple terraces."""

import math
from collections.abc import Sequence

from PIL import Image, ImageChops, ImageDraw

from .canvas import HEIGHT, SCALE, SIZE, WIDTH, Canvas, Colour, Point, along, mixed, noise, scaled, skyline


def wheat_field() -> Image.Image:
    """Rows of wheat that run to low hills under a wide sky."""
    canvas = Canvas([(0, (112, 156, 186)), (0.34, (184, 206, 208)), (0.5, (246, 226, 184))], seed=8)
    canvas.glow((420, 500), 936, (255, 232, 176), 0.85)
    canvas.clouds(30, 430, (252, 244, 230), 0.85)
    canvas.ridge(470, 30, 0.45, [(0, (142, 164, 176)), (0.3, (200, 204, 186))], seed=2)
    canvas.ridge(506, 20, 0.5, [(0, (122, 142, 132)), (0.25, (186, 182, 138))], seed=5)
    canvas.mist(430, 560, (252, 234, 196), 0.6)
    horizon = 530.0
    canvas.graded(
        [(-10, horizon), (WIDTH + 10, horizon), (WIDTH + 10, HEIGHT), (-10, HEIGHT)],
        [(0, (226, 196, 122)), (0.3, (206, 164, 82)), (1, (146, 100, 44))],
    )
    _rows(canvas, (620, horizon))
    top = [(float(x), horizon + 3) for x in range(0, WIDTH + 1, 4)]
    trees(canvas, [point for point in top if point[0] > 1050 or point[0] < 260], (84, 100, 78), 46, 6, 17)
    canvas.mist(505, 575, (252, 232, 188), 0.5)
    _ears(canvas)
    return canvas.finished()


def _rows(canvas: Canvas, vanishing: Point) -> None:
    """Furrows that meet on the horizon, alternately lit and in shade."""
    x, y = vanishing
    for shade in (True, False):
        mask, draw = canvas.stencil()
        for index in range(-44, 45):
            foot = x + index * 92 + (0 if shade else 40)
            width = 30 if shade else 18
            draw.polygon(
                scaled([(x + index * 2.2, y), (foot - width, HEIGHT + 10), (foot + width, HEIGHT + 10)]),
                fill=92 if shade else 80,
            )
        canvas.through(mask, (112, 74, 34) if shade else (250, 216, 134), blur=2.4)
    rough = (
        noise(canvas.seed + 40, 220, 300)
        .resize(SIZE, Image.Resampling.BICUBIC)
        .point(lambda value: max(0, value - 110) // 4)
    )
    land = Image.new("L", SIZE, 0)
    ImageDraw.Draw(land).rectangle([0, round(y * SCALE), *SIZE], fill=255)
    canvas.through(ImageChops.multiply(rough, land), (120, 82, 38))


def _ears(canvas: Canvas) -> None:
    """Stalks and bearded ears, small and pale far off, tall and dark in front."""
    for index in range(1900):
        near = (index / 1900) ** 1.6
        foot = 650 + near * (HEIGHT - 520)
        x = canvas.random.uniform(-40, WIDTH + 40)
        tall = 20 + 200 * near
        lean = canvas.random.gauss(0.14, 0.09) * tall
        tone = mixed(mixed((228, 190, 112), (166, 114, 48), near), (255, 230, 158), canvas.random.random() ** 2 * 0.6)
        head = (x + lean, foot - tall)
        stalk = mixed(tone, (116, 88, 42), 0.4)
        canvas.line([(x, foot), (x + lean * 0.35, foot - tall * 0.6), head], stalk, 0.7 + 1.5 * near)
        _ear(canvas, head, (lean * 0.34 + tall * 0.03, -tall * 0.19), 0.8 + 4.6 * near, tone)


def _ear(canvas: Canvas, head: Point, way: Point, wide: float, tone: Colour) -> None:
    """Two rows of grains along `way`, and the beard that stands out beyond them."""
    (x, y), (across, up) = head, way
    if wide < 2.2:
        canvas.line([head, (x + across, y + up)], tone, wide * 1.3)
        return
    shade = mixed(tone, (98, 66, 28), 0.35)
    for grain in range(6):
        share = grain / 6
        middle = (x + across * share, y + up * share)
        size = wide * (1 - 0.55 * abs(share - 0.35))
        for side in (-1, 1):
            spot = (middle[0] + side * size * 0.55, middle[1] - size * 0.4)
            canvas.shape(
                [
                    (middle[0], middle[1] + size),
                    (spot[0] + side * size * 0.5, spot[1]),
                    (spot[0] + side * size * 0.3, spot[1] - size * 1.4),
                    (middle[0], middle[1] - size * 0.6),
                ],
                tone if side > 0 else shade,
            )
        for side in (-1, 1):
            canvas.line(
                [middle, (middle[0] + across * 0.7 + side * wide * 2.4, middle[1] + up * 0.85)],
                mixed(tone, (255, 236, 180), 0.3),
                0.6,
            )


def orchard() -> Image.Image:
    """Terraces of apple trees below a mountain with snow on it."""
    canvas = Canvas([(0, (84, 130, 170)), (0.3, (160, 192, 208)), (0.5, (236, 228, 208))], seed=30)
    canvas.clouds(20, 330, (250, 246, 238), 0.75)
    canvas.glow((300, 430), 806, (255, 236, 200), 0.6)
    for layer, (summit, high) in enumerate(((860, 214), (520, 290), (1180, 340), (260, 392), (930, 436))):
        near = layer / 4
        _range(
            canvas,
            layer,
            (summit, high),
            mixed((250, 250, 250), (186, 204, 214), near),
            mixed((150, 174, 196), (128, 150, 158), near),
        )
        canvas.mist(high + 60, high + 210, (232, 230, 220), 0.42)
    canvas.ridge(566, 26, 0.5, [(0, (98, 120, 112)), (0.3, (150, 156, 128))], seed=6)
    canvas.mist(530, 640, (230, 224, 204), 0.5)
    for terrace in range(9):
        near = terrace / 8
        base = 598 + 450 * near**1.5
        wave = [(x, base + (6 + 22 * near) * math.sin(x / 430 + terrace * 0.8)) for x in range(-10, WIDTH + 11, 10)]
        earth = mixed((176, 170, 124), (116, 108, 62), near)
        grass = mixed(earth, (206, 204, 140), 0.4)
        canvas.graded(
            [*wave, (WIDTH + 10, HEIGHT), (-10, HEIGHT)],
            [(0, grass), (0.3, earth), (1, mixed(earth, (48, 52, 36), 0.45))],
        )
        _wall(canvas, wave, near)
        _row_of_trees(canvas, wave, near)
    return canvas.finished()


def _range(canvas: Canvas, layer: int, summit: Point, snow: Colour, rock: Colour) -> None:
    """A snowy crest that falls away on both sides of `summit`, white above and blue below."""
    x, high = summit
    crest = [
        (px, high + abs(px - x) ** 0.9 * (0.34 + 0.12 * (px > x)) + rough)
        for px, rough in skyline(canvas.seed + layer * 7, 0, 17, 0.64)
    ]
    canvas.graded(
        [*crest, (WIDTH + 10, 640), (-10, 640)], [(0, snow), (0.3, mixed(snow, rock, 0.42)), (0.75, rock), (1, rock)]
    )


def _wall(canvas: Canvas, wave: Sequence[Point], near: float) -> None:
    """The dry-stone wall that holds a terrace."""
    high = 3 + 12 * near
    canvas.shape([*wave, *((x, y + high) for x, y in reversed(wave))], mixed((186, 178, 158), (124, 114, 96), near))
    if near > 0.3:
        x = 0.0
        while x < WIDTH:
            y = along(wave, x)
            wide = canvas.random.uniform(8, 22) * near
            tone = mixed((96, 88, 74), (190, 178, 154), canvas.random.random())
            canvas.box(x, y + high * canvas.random.choice((0.05, 0.5)), x + wide, y + high * 0.96, tone)
            x += wide + 1.5
    canvas.line(wave, mixed((216, 212, 160), (150, 146, 88), near), 1 + 2 * near)


def _row_of_trees(canvas: Canvas, wave: Sequence[Point], near: float) -> None:
    """Crowns that all but touch, lit from the left, with their shadows on the grass."""
    gap, size = 26 + 100 * near, 13 + 46 * near
    places = []
    x = -gap * canvas.random.random()
    while x < WIDTH + gap:
        places.append((x, along(wave, min(max(x, 0), WIDTH)) + 1, size * canvas.random.uniform(0.82, 1.14)))
        x += gap * canvas.random.uniform(0.86, 1.16)
    shadows, draw = canvas.stencil()
    for x, y, wide in places:
        draw.ellipse(scaled([(x - wide * 0.5, y - wide * 0.06), (x + wide * 1.5, y + wide * 0.26)]), fill=110)
    canvas.through(shadows, (52, 56, 40), blur=2)
    for x, y, wide in places:
        _apple_tree(canvas, (x, y), wide, near)


def _apple_tree(canvas: Canvas, foot: Point, size: float, near: float) -> None:
    x, y = foot
    bark = mixed((112, 104, 90), (70, 58, 48), near)
    for lean in (-0.34, 0.05, 0.36):
        canvas.line(
            [(x, y), (x + lean * size * 0.3, y - size * 0.35), (x + lean * size, y - size * 0.8)], bark, 1 + size * 0.05
        )
    for _ in range(round(22 + 80 * near)):
        angle, far = canvas.random.uniform(0, math.tau), math.sqrt(canvas.random.random())
        across, up = math.cos(angle) * far, math.sin(angle) * far
        spot = (x + across * size * 0.72, y - size * 0.86 - up * size * 0.42)
        lit = min(1.0, max(0.0, 0.42 - 0.34 * across + 0.4 * up + canvas.random.gauss(0, 0.12)))
        tone = mixed(mixed((44, 66, 48), (150, 160, 84), lit), (176, 184, 164), 0.5 * (1 - near) ** 1.5)
        canvas.disc(spot, size * canvas.random.uniform(0.07, 0.15), tone)
    if near > 0.4:
        for _ in range(9):
            spot = (x + canvas.random.uniform(-0.6, 0.6) * size, y - size * canvas.random.uniform(0.55, 1.1))
            canvas.disc(spot, size * 0.026 + 0.4, canvas.random.choice(((176, 58, 46), (196, 98, 56), (150, 48, 44))))


def trees(canvas: Canvas, top: Sequence[Point], colour: Colour, count: int, small: float, large: float) -> None:
    """Round trees and a few cypresses along a line of hills."""
    for _ in range(count):
        x = canvas.random.uniform(0, WIDTH)
        size = canvas.random.uniform(small, large)
        y = along(top, x)
        tone = mixed(colour, (150, 148, 120), canvas.random.uniform(0, 0.25))
        if canvas.random.random() < 0.3:
            canvas.shape([(x - size * 0.26, y + 5), (x, y - size * 2.1), (x + size * 0.26, y + 5)], tone)
        else:
            for _ in range(5):
                spot = (x + canvas.random.gauss(0, size * 0.5), y - canvas.random.uniform(0, size * 0.7))
                canvas.disc(spot, size * canvas.random.uniform(0.35, 0.6), tone)

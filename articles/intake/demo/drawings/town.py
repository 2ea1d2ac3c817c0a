"""A town at nightfall: its rooftops, and a radio mast above it."""

import math
from collections.abc import Sequence

from PIL import Image

from .canvas import HEIGHT, WIDTH, Canvas, Colour, Point, along, mixed, scaled

LAMP: Colour = (255, 206, 130)


def rooftops_at_dusk() -> Image.Image:
    """Flat roofs with water tanks, a dome and a minaret against the evening sky."""
    canvas = Canvas(
        [(0, (44, 56, 92)), (0.28, (104, 92, 128)), (0.46, (204, 128, 118)), (0.58, (246, 186, 128))], seed=52
    )
    canvas.clouds(50, 420, (236, 152, 130), 0.7)
    canvas.glow((1180, 590), 900, (255, 206, 138), 0.8)
    top = canvas.ridge(520, 58, 0.44, [(0, (112, 92, 122)), (0.25, (196, 138, 126))], seed=3)
    _town_lights(canvas, top, 60, 150, 90)
    canvas.mist(500, 660, (244, 178, 132), 0.55)
    for row in range(5):
        near = row / 4
        tone = mixed((142, 102, 116), (38, 38, 58), near**0.7)
        base = 636 + 300 * near**1.25
        if row == 1:
            _mosque(canvas, (1010, base + 60), 1.0, mixed(tone, (60, 50, 76), 0.35))
        _houses(canvas, base, near, tone)
        canvas.mist(base - 30, base + 130, mixed((244, 178, 132), (70, 60, 84), near), 0.4 * (1 - near))
    return canvas.finished(vignette=0.3)


def _houses(canvas: Canvas, base: float, near: float, tone: Colour) -> None:
    """One row of houses from edge to edge, each a little higher or lower than the next."""
    x = -canvas.random.uniform(0, 90)
    while x < WIDTH:
        wide = (54 + 150 * near) * canvas.random.uniform(0.7, 1.35)
        top = base - (20 + 74 * near) * canvas.random.uniform(0.1, 1.1)
        wall = mixed(tone, (226, 150, 122), canvas.random.uniform(0, 0.13) * (1 - near * 0.6))
        canvas.graded(
            [(x, top), (x + wide, top), (x + wide, HEIGHT), (x, HEIGHT)],
            [(0, wall), (1, mixed(wall, (22, 24, 40), 0.6))],
        )
        # The side towards the sunset.
        canvas.box(x + wide * 0.86, top, x + wide, HEIGHT, mixed(wall, (246, 170, 124), 0.2 * (1 - near * 0.75)))
        edge = 2 + 5 * near
        canvas.box(x - 1, top - edge, x + wide + 1, top, mixed(wall, (250, 186, 140), 0.3 * (1 - near * 0.6)))
        _roof(canvas, x, top - edge, wide, near, mixed(wall, (24, 24, 40), 0.25))
        _windows(canvas, x, top, wide, near, wall)
        x += wide * canvas.random.uniform(0.92, 1.0)


def _roof(canvas: Canvas, x: float, top: float, wide: float, near: float, tone: Colour) -> None:
    """What stands on a roof: a tank on legs, a dish, an aerial, a line of washing."""
    size = 7 + 22 * near
    spot = x + wide * canvas.random.uniform(0.1, 0.55)
    thing = canvas.random.random()
    if thing < 0.4:
        for leg in (0.15, 0.8):
            canvas.box(spot + size * leg, top - size * 0.5, spot + size * (leg + 0.08), top, tone)
        canvas.box(spot, top - size * 1.3, spot + size, top - size * 0.45, tone)
        canvas.pen.ellipse(
            scaled([(spot, top - size * 1.48), (spot + size, top - size * 1.12)]),
            fill=mixed(tone, (240, 170, 130), 0.18),
        )
    elif thing < 0.58:
        canvas.line([(spot, top), (spot, top - size * 0.7)], tone, 1 + near)
        canvas.pen.chord(
            scaled([(spot - size * 0.5, top - size * 1.3), (spot + size * 0.5, top - size * 0.3)]), 30, 210, fill=tone
        )
    elif thing < 0.78:
        canvas.line([(spot, top), (spot, top - size * 1.9)], tone, 0.8 + near)
        for bar in range(4):
            level = top - size * (1.2 + 0.18 * bar)
            canvas.line([(spot - size * 0.34, level), (spot + size * 0.34, level)], tone, 0.7 + 0.5 * near)
    elif near > 0.4:
        end = spot + size * 3
        canvas.line([(spot, top), (spot, top - size)], tone, 1.4)
        canvas.line([(end, top), (end, top - size)], tone, 1.4)
        canvas.line([(spot, top - size), ((spot + end) / 2, top - size * 0.86), (end, top - size)], tone, 0.8)
        for cloth in range(5):
            left = spot + size * (0.25 + cloth * 0.52)
            shade = mixed(tone, canvas.random.choice(((226, 196, 176), (176, 120, 112), (120, 132, 158))), 0.42)
            canvas.box(left, top - size * 0.9, left + size * 0.36, top - size * canvas.random.uniform(0.3, 0.5), shade)


def _windows(canvas: Canvas, x: float, top: float, wide: float, near: float, wall: Colour) -> None:
    size = 4 + 11 * near
    for floor in range(3):
        for place in (0.14, 0.38, 0.62):
            if canvas.random.random() < 0.35:
                continue
            left, level = x + wide * place, top + size * (1.2 + 2.9 * floor)
            lit = canvas.random.random() < 0.17
            tone = mixed(LAMP, (240, 150, 90), canvas.random.random() * 0.5) if lit else mixed(wall, (20, 22, 38), 0.42)
            if lit:
                canvas.glow((left + size * 0.5, level + size * 0.7), size * 4.5, LAMP, 0.3)
            canvas.box(left, level, left + size, level + size * 1.5, tone)
            canvas.box(
                left - size * 0.12,
                level + size * 1.5,
                left + size * 1.12,
                level + size * 1.66,
                mixed(wall, (240, 180, 140), 0.14),
            )


def _mosque(canvas: Canvas, foot: Point, size: float, tone: Colour) -> None:
    """A ribbed dome and a slender minaret with two galleries."""
    x, y = foot
    dome = [
        (x + 92 * size * math.cos(a), y - 108 * size - 84 * size * math.sin(a) ** 0.9)
        for a in (math.pi * s / 30 for s in range(31))
    ]
    light = mixed(tone, (250, 180, 130), 0.35)
    canvas.box(x - 104 * size, y - 110 * size, x + 104 * size, y, tone)
    canvas.shape(dome, tone)
    canvas.line(dome[1:12], light, 3)
    canvas.line([(x, y - 190 * size), (x, y - 214 * size)], tone, 3)
    canvas.pen.arc(scaled([(x - 7, y - 230 * size), (x + 7, y - 214 * size)]), 300, 240, fill=tone, width=5)
    left = x - 172 * size
    for low, high, half in ((0, 190, 17), (190, 262, 14), (262, 306, 10)):
        canvas.box(left - half * size, y - high * size, left + half * size, y - low * size, tone)
        canvas.box(left + half * 0.3 * size, y - high * size, left + half * size, y - low * size, light, opacity=0.5)
        canvas.box(
            left - (half + 7) * size, y - (high + 3) * size, left + (half + 7) * size, y - (high - 6) * size, tone
        )
    canvas.shape([(left - 12 * size, y - 306 * size), (left, y - 366 * size), (left + 12 * size, y - 306 * size)], tone)
    canvas.glow((left, y - 268 * size), 40, (150, 230, 170), 0.5)


def _town_lights(canvas: Canvas, top: Sequence[Point], near: float, far: float, count: int) -> None:
    """Points of light scattered on a slope below the line of its top."""
    for _ in range(count):
        x = canvas.random.gauss(WIDTH * 0.42, WIDTH * 0.3)
        if not 0 < x < WIDTH:
            continue
        y = along(top, x) + canvas.random.uniform(near, far)
        canvas.disc((x, y), canvas.random.uniform(0.7, 1.6), mixed(LAMP, (255, 240, 214), canvas.random.random()))


def radio_tower() -> Image.Image:
    """A lattice mast on a hilltop at night, a town's lights in the valley."""
    canvas = Canvas([(0, (16, 26, 50)), (0.4, (38, 58, 92)), (0.62, (104, 112, 134)), (0.72, (182, 150, 138))], seed=61)
    for _ in range(420):
        y = canvas.random.random() ** 1.6 * 560
        tone = mixed((60, 76, 108), (240, 240, 250), canvas.random.random() ** 2 * (1 - y / 620))
        canvas.disc((canvas.random.uniform(0, WIDTH), y), canvas.random.uniform(0.5, 1.3), tone)
    canvas.clouds(420, 700, (206, 166, 150), 0.5)
    canvas.glow((1240, 240), 520, (176, 190, 214), 0.5)
    moon, draw = canvas.stencil()
    draw.ellipse(scaled([(1200, 196), (1280, 276)]), fill=255)
    draw.ellipse(scaled([(1218, 188), (1290, 260)]), fill=0)
    canvas.through(moon, (240, 238, 228), blur=0.6)
    canvas.ridge(700, 52, 0.46, [(0, (72, 80, 106)), (0.3, (126, 112, 120))], seed=2)
    canvas.mist(650, 800, (190, 156, 144), 0.4)
    valley = canvas.ridge(780, 26, 0.5, [(0, (46, 54, 76)), (0.3, (70, 68, 84)), (1, (30, 32, 48))], seed=5)
    _town_lights(canvas, valley, 22, 190, 520)
    canvas.glow((760, 880), 560, (255, 190, 120), 0.42, flat=0.32)
    hill = [
        (x, 690 + 0.00085 * (x - 520) ** 2 + 5 * math.sin(x / 23) + 8 * math.sin(x / 71))
        for x in range(-10, WIDTH + 11, 6)
    ]
    canvas.graded([*hill, (WIDTH + 10, HEIGHT + 300), (-10, HEIGHT + 300)], [(0, (26, 34, 44)), (0.6, (12, 16, 26))])
    _mast(canvas, (520, 700), 590)
    for _ in range(70):
        x = canvas.random.gauss(560, 420)
        if abs(x - 520) > 70 and 0 < x < WIDTH:
            y = along(hill, x)
            size = canvas.random.uniform(8, 26)
            canvas.shape([(x - size * 0.22, y + 6), (x, y - size * 1.7), (x + size * 0.22, y + 6)], (20, 28, 36))
    return canvas.finished(vignette=0.34)


def _mast(canvas: Canvas, foot: Point, tall: float) -> None:
    """A four-sided lattice that narrows upwards, with guys, dishes, red lamps and a hut at its foot."""
    x, y = foot
    steel, light = (30, 38, 56), (126, 134, 152)

    def half(level: float) -> float:
        return 40 * math.pow(1 - level, 1.25) + 6

    for anchor in (-330, -190, 200, 350):
        canvas.line([(x, y - tall * 0.82), (x + anchor, y + 28 + abs(anchor) * 0.1)], mixed(steel, light, 0.35), 0.9)
        canvas.line(
            [(x, y - tall * 0.5), (x + anchor * 0.62, y + 12 + abs(anchor) * 0.03)], mixed(steel, light, 0.35), 0.9
        )
    steps = 24
    for step in range(steps):
        low, high = step / steps, (step + 1) / steps
        one, two = y - tall * low, y - tall * high
        canvas.line([(x - half(low), one), (x + half(high), two)], steel, 2)
        canvas.line([(x + half(low), one), (x - half(high), two)], mixed(steel, light, 0.3), 2)
        canvas.line([(x - half(high), two), (x + half(high), two)], steel, 2)
    for side, tone in ((-1, steel), (1, mixed(steel, light, 0.55))):
        canvas.line([(x + side * half(step / 40), y - tall * step / 40) for step in range(41)], tone, 4)
    canvas.line([(x, y - tall), (x, y - tall - 70)], light, 3)
    for level, side in ((0.66, -1), (0.72, 1), (0.58, 1)):
        spot = (x + side * (half(level) + 13), y - tall * level)
        canvas.disc(spot, 15, mixed(steel, light, 0.25))
        canvas.disc((spot[0] - 3, spot[1] - 3), 11, mixed(steel, light, 0.6))
    for level in (0.36, 0.7, 1.12):
        canvas.glow((x, y - tall * level), 64, (255, 80, 62), 0.75)
        canvas.disc((x, y - tall * level), 4, (255, 150, 128))
    canvas.graded(
        [(x + 62, y - 44), (x + 150, y - 44), (x + 150, y + 26), (x + 62, y + 26)],
        [(0, (52, 56, 70)), (1, (24, 28, 40))],
    )
    canvas.shape([(x + 54, y - 44), (x + 106, y - 62), (x + 158, y - 44)], (20, 26, 38))
    canvas.glow((x + 112, y - 10), 110, LAMP, 0.6)
    canvas.box(x + 102, y - 24, x + 122, y - 2, (255, 216, 150))

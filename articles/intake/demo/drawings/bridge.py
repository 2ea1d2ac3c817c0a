"""A stone bridge over a river."""

import math

from PIL import Image, ImageChops

from .canvas import HEIGHT, WIDTH, Canvas, Colour, along, mixed, scaled
from .fields import trees


def river_bridge() -> Image.Image:
    """A stone bridge of five arches over a calm river, in early light."""
    canvas = Canvas(
        [(0, (96, 126, 148)), (0.28, (168, 184, 186)), (0.5, (238, 208, 176)), (0.62, (247, 222, 188))], seed=3
    )
    canvas.clouds(60, 420, (250, 228, 206), 0.6)
    canvas.glow((1130, 520), 988, (255, 226, 178), 0.95)
    canvas.disc((1130, 505), 34, (255, 244, 222))
    canvas.ridge(520, 46, 0.46, [(0, (152, 165, 172)), (0.3, (226, 206, 184))], seed=1)
    canvas.mist(430, 640, (250, 228, 200), 0.7)
    _castle(canvas)
    canvas.ridge(580, 38, 0.5, [(0, (110, 132, 136)), (0.28, (206, 192, 170))], seed=9)
    canvas.mist(520, 690, (248, 224, 194), 0.75)
    top = canvas.ridge(640, 16, 0.55, [(0, (84, 106, 100)), (0.2, (136, 140, 116))], seed=4)
    trees(canvas, top, (58, 80, 74), 60, 9, 22)
    _bridge(canvas, 700, (108, 92, 82), (206, 174, 138))
    canvas.water(702, (72, 98, 106), 0.3)
    canvas.glints((1130, 712), 190, 1060, (255, 238, 208), 420)
    canvas.mist(672, 736, (252, 232, 206), 0.5)
    _bank(canvas)
    return canvas.finished()


def _castle(canvas: Canvas) -> None:
    """A long ruin on a spur above the valley."""
    spur = [
        (-10, 440),
        (70, 418),
        (150, 404),
        (260, 398),
        (340, 400),
        (392, 412),
        (430, 446),
        (520, 486),
        (640, 540),
        (760, 600),
    ]
    canvas.graded([*spur, (760, 700), (-10, 700)], [(0, (112, 130, 140)), (0.5, (200, 190, 172)), (1, (226, 206, 180))])
    wall = (116, 130, 138)
    for left, top, right in (
        (96, 388, 330),
        (118, 362, 150),
        (176, 376, 204),
        (232, 352, 270),
        (300, 372, 326),
        (336, 384, 364),
    ):
        canvas.box(left, top, right, 412, wall)
        for notch in range(round(left), round(right) - 4, 9):
            canvas.box(notch, top - 4, notch + 5, top + 1, wall)
    canvas.box(150, 384, 164, 396, (196, 190, 178))
    canvas.mist(430, 620, (250, 226, 196), 0.8)


def _bridge(canvas: Canvas, water: float, shade: Colour, light: Colour) -> None:
    """Five arches, the middle one widest; the roadway rises a little towards it."""

    def deck(x: float) -> float:
        return 566 + 20 * ((x - 770) / 770) ** 2

    mask, draw = canvas.stencil()
    road = [(float(x), deck(x)) for x in range(-10, WIDTH + 11, 10)]
    draw.polygon(scaled([*road, (WIDTH + 10, water), (-10, water)]), fill=255)
    for centre, half, rise in ((150, 108, 84), (440, 124, 96), (770, 140, 106), (1100, 124, 96), (1390, 108, 84)):
        draw.ellipse(scaled([(centre - half, water - rise), (centre + half, water + rise)]), fill=0)
    canvas.graded_through(mask, [(0, light), (0.35, mixed(light, shade, 0.55)), (1, shade)])
    _stones(canvas, mask, deck, water)
    for centre, half, rise in ((150, 108, 84), (440, 124, 96), (770, 140, 106), (1100, 124, 96), (1390, 108, 84)):
        ring = [
            (centre + half * math.cos(angle), water - rise * math.sin(angle))
            for angle in (math.pi * step / 40 for step in range(41))
        ]
        canvas.line(ring, mixed(light, (255, 240, 214), 0.4), 3)
        canvas.line([(x + 3, y + 4) for x, y in ring], mixed(shade, (60, 48, 44), 0.6), 3)
    for pier in (295, 605, 935, 1245):
        canvas.graded(
            [(pier - 17, 640), (pier, 618), (pier + 17, 640), (pier + 20, water + 4), (pier - 20, water + 4)],
            [(0, light), (1, shade)],
        )
    parapet = [*((x, y - 17) for x, y in road), *reversed(road)]
    canvas.shape(parapet, mixed(light, shade, 0.2))
    canvas.line([(x, y - 17) for x, y in road], mixed(light, (255, 240, 214), 0.7), 4)
    canvas.line([(x, y + 1) for x, y in road], mixed(shade, (70, 58, 52), 0.5), 3)


def _stones(canvas: Canvas, mask: Image.Image, deck: object, water: float) -> None:
    """Courses of masonry, each stone a touch lighter or darker than the next."""
    assert callable(deck)
    for dark in (True, False):
        layer, draw = canvas.stencil()
        for course in range(9):
            y = 572 + course * 15
            x = -20.0 - 11 * (course % 2)
            while x < WIDTH:
                wide = canvas.random.uniform(20, 38)
                if (canvas.random.random() < 0.5) == dark:
                    rise = deck(x) - 566
                    corners = scaled([(x, y + rise), (x + wide - 2, y + rise + 13)])
                    draw.rectangle([*corners[0], *corners[1]], fill=canvas.random.randint(6, 46))
                x += wide
        canvas.through(ImageChops.multiply(layer, mask), (66, 54, 48) if dark else (250, 226, 196))


def _bank(canvas: Canvas) -> None:
    """The near bank, dark, with reeds against the water."""
    edge = [(x, 968 + 60 * math.sin(x / 420 + 0.6) + 12 * math.sin(x / 90)) for x in range(-10, WIDTH + 11, 10)]
    canvas.graded([*edge, (WIDTH + 10, HEIGHT), (-10, HEIGHT)], [(0, (56, 66, 58)), (1, (28, 36, 36))])
    for _ in range(520):
        x = canvas.random.uniform(0, WIDTH)
        # Fewer where the path comes down to the water.
        if abs(x - 980) < 190 and canvas.random.random() < 0.86:
            continue
        foot = along(edge, x) + canvas.random.uniform(4, 60)
        reach = canvas.random.uniform(40, 120)
        lean = canvas.random.gauss(8, 18)
        tone = mixed((44, 56, 48), (150, 138, 96), canvas.random.random() ** 2)
        canvas.line(
            [(x, foot), (x + lean * 0.4, foot - reach * 0.6), (x + lean, foot - reach)],
            tone,
            canvas.random.uniform(1, 2.2),
        )
        if canvas.random.random() < 0.16:
            canvas.line([(x + lean * 0.92, foot - reach * 0.93), (x + lean, foot - reach - 14)], (84, 66, 52), 5)

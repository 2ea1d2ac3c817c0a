"""What the demo's drawings are made of: gradients, glows, silhouettes, mist, water and grain, with Pillow alone."""

import math
import random
from bisect import bisect_left
from collections.abc import Sequence

from PIL import Image, ImageChops, ImageDraw, ImageFilter

WIDTH, HEIGHT = 1600, 1067
# Everything is drawn at twice the size and scaled down at the end: that is what smooths the edges.
SCALE = 2
SIZE = (WIDTH * SCALE, HEIGHT * SCALE)

type Colour = tuple[int, int, int]
type Point = tuple[float, float]
type Stops = Sequence[tuple[float, Colour]]


def mixed(one: Colour, other: Colour, share: float) -> Colour:
    """`one` with `share` (0 to 1) of `other` in it."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def seeded(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - a drawing must come out the same, and guards no secret


def noise(seed: int, columns: int, rows: int, *, spread: int = 255) -> Image.Image:
    """A greyscale picture of `columns` by `rows` random values, from 0 to `spread`; the same for the same seed."""
    values = seeded(seed).randbytes(columns * rows)
    image = Image.frombytes("L", (columns, rows), values)
    return image if spread == 255 else image.point(lambda value: value * spread // 255)


class Canvas:
    """A picture under way. Points and lengths are in pixels of the finished one, WIDTH by HEIGHT."""

    def __init__(self, sky: Stops, *, seed: int) -> None:
        self.random = seeded(seed)
        self.seed = seed
        self.image = gradient(SIZE, sky)
        self.pen = ImageDraw.Draw(self.image)

    # --- Shapes ---------------------------------------------------------------------------------

    def stencil(self) -> tuple[Image.Image, ImageDraw.ImageDraw]:
        """An empty mask of the picture's size, and what draws on it (in its own pixels: see `scaled`)."""
        mask = Image.new("L", SIZE, 0)
        return mask, ImageDraw.Draw(mask)

    def shape(self, points: Sequence[Point], fill: Colour, *, opacity: float = 1.0, blur: float = 0.0) -> None:
        """A polygon in one colour."""
        if opacity >= 1 and not blur:
            self.pen.polygon(scaled(points), fill=fill)
            return
        mask, corner = cut_out(points, round(255 * opacity), margin=blur * 3)
        if blur:
            mask = softened(mask, blur * SCALE)
        self.image.paste(fill, corner, mask)

    def box(self, left: float, top: float, right: float, bottom: float, fill: Colour, *, opacity: float = 1.0) -> None:
        self.shape([(left, top), (right, top), (right, bottom), (left, bottom)], fill, opacity=opacity)

    def line(self, points: Sequence[Point], fill: Colour, width: float) -> None:
        self.pen.line(scaled(points), fill=fill, width=max(1, round(width * SCALE)), joint="curve")

    def disc(self, centre: Point, radius: float, fill: Colour) -> None:
        x, y = centre
        self.pen.ellipse(scaled([(x - radius, y - radius), (x + radius, y + radius)]), fill=fill)

    def through(self, mask: Image.Image, fill: Colour, *, blur: float = 0.0) -> None:
        """`fill` wherever `mask` is light."""
        if blur:
            mask = softened(mask, blur * SCALE)
        # Most masks cover a part of the picture; the rest needs no work.
        area = mask.getbbox()
        if area is None:
            return
        self.image.paste(fill, area, mask.crop(area))

    def graded(self, points: Sequence[Point], stops: Stops) -> None:
        """A polygon filled with a vertical gradient, `stops` counting from its top (0) to its bottom (1)."""
        mask, corner = cut_out(points, 255)
        self.image.paste(gradient(mask.size, stops), corner, mask)

    def graded_through(self, mask: Image.Image, stops: Stops) -> None:
        area = mask.getbbox()
        if area is None:
            return
        left, top, right, bottom = area
        self.image.paste(gradient((right - left, bottom - top), stops), area, mask.crop(area))

    # --- Light and air --------------------------------------------------------------------------

    def glow(self, centre: Point, radius: float, colour: Colour, strength: float, *, flat: float = 1.0) -> None:
        """Light that fades from `centre`; `flat` below 1 presses it into an ellipse."""
        wide, high = round(2 * radius * SCALE), round(2 * radius * flat * SCALE)
        # Pillow's gradient reaches 255 in the corners and 178 at the sides. Squared, so that it has no rim.
        light = Image.radial_gradient("L").point(lambda value: round(255 * strength * max(0.0, 1 - value / 178) ** 2))
        x, y = centre[0] * SCALE, centre[1] * SCALE
        mask = light.resize((wide, high), Image.Resampling.BICUBIC)
        self.image.paste(colour, (round(x - wide / 2), round(y - high / 2)), mask)

    def mist(self, top: float, bottom: float, colour: Colour, strength: float) -> None:
        """A level band of haze, thickest in the middle, torn a little by the wind."""
        middle = (top + bottom) / 2
        column = Image.new("L", (1, HEIGHT))
        for y in range(HEIGHT):
            share = 1 - abs(y - middle) / ((bottom - top) / 2)
            column.putpixel((0, y), round(255 * strength * max(0.0, share) ** 1.4))
        band = column.resize(SIZE, Image.Resampling.BILINEAR)
        torn = noise(self.seed + round(top), 14, 40).resize(SIZE, Image.Resampling.BICUBIC)
        self.through(ImageChops.multiply(band, torn.point(lambda value: 120 + value * 135 // 255)), colour)

    def clouds(self, top: float, bottom: float, colour: Colour, strength: float) -> None:
        """Long, soft clouds between two heights."""
        high = round((bottom - top) * SCALE)
        large = noise(self.seed + 5, 9, 12).resize((SIZE[0], high), Image.Resampling.BICUBIC)
        small = noise(self.seed + 6, 34, 44).resize((SIZE[0], high), Image.Resampling.BICUBIC)
        cover = Image.blend(large, small, 0.33).point(
            lambda value: round(255 * strength * min(1.0, max(0.0, (value - 118) / 95)))
        )
        fade = Image.linear_gradient("L").resize((SIZE[0], high))
        edge = ImageChops.lighter(fade, ImageChops.invert(fade)).point(lambda value: round(255 * (255 - value) / 127))
        mask = Image.new("L", SIZE, 0)
        mask.paste(ImageChops.multiply(cover, edge), (0, round(top * SCALE)))
        self.through(mask, colour, blur=4)

    def ridge(self, base: float, height: float, roughness: float, stops: Stops, *, seed: int = 0) -> list[Point]:
        """A range of hills across the picture, down to its lower edge. Returns the line of its top."""
        top = skyline(self.seed * 31 + seed, base, height, roughness)
        self.graded([*top, (WIDTH + 10, HEIGHT), (-10, HEIGHT)], stops)
        return top

    def water(self, top: float, tint: Colour, tinting: float, *, depth: float | None = None) -> None:
        """From `top` down, the mirror image of what stands above it, darkened towards `tint` and rippled."""
        line = round(top * SCALE)
        high = (SIZE[1] - line) if depth is None else round(depth * SCALE)
        taken = min(high, line)
        mirror = self.image.crop((0, line - taken, SIZE[0], line)).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
        mirror = mirror.resize((SIZE[0], high), Image.Resampling.BILINEAR)
        mirror = mirror.resize((SIZE[0] // 6, high // 2), Image.Resampling.BOX).filter(ImageFilter.BoxBlur(2))
        mirror = mirror.resize((SIZE[0], high), Image.Resampling.BICUBIC)
        rippled = Image.new("RGB", mirror.size)
        chance = seeded(self.seed + 77)
        row = 0
        while row < high:
            nearness = row / high
            step = max(2, round(2 + 7 * nearness))
            shift = round(chance.gauss(0, 1) * (1 + 16 * nearness) * SCALE / 2)
            strip = mirror.crop((0, row, SIZE[0], min(high, row + step)))
            rippled.paste(ImageChops.offset(strip, shift, 0), (0, row))
            row += step
        shaded = Image.blend(rippled, Image.new("RGB", mirror.size, tint), tinting)
        self.image.paste(shaded, (0, line))

    def glints(self, centre: Point, spread: float, bottom: float, colour: Colour, count: int) -> None:
        """Short level strokes of light on water, below a sun or a lamp at `centre`."""
        mask, draw = self.stencil()
        x, top = centre
        for _ in range(count):
            depth = self.random.random() ** 1.3
            y = top + depth * (bottom - top)
            reach = spread * (0.25 + depth)
            middle = x + self.random.gauss(0, 0.42) * reach
            length = self.random.uniform(3, 10 + 34 * depth)
            stroke = scaled([(middle - length, y), (middle + length, y)])
            draw.line(stroke, fill=self.random.randint(60, 210), width=max(1, round((0.6 + 1.7 * depth) * SCALE)))
        self.through(mask, colour, blur=0.7)

    # --- The end --------------------------------------------------------------------------------

    def finished(self, *, grain: float = 0.1, vignette: float = 0.24) -> Image.Image:
        """The picture in its final size, with the corners a little darker and the grain of paper."""
        image = self.image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
        corners = Image.radial_gradient("L").resize(image.size, Image.Resampling.BICUBIC)
        shade = corners.point(lambda value: round(255 - 255 * vignette * (value / 255) ** 2))
        image = ImageChops.multiply(image, Image.merge("RGB", (shade, shade, shade)))
        fine = noise(self.seed + 11, WIDTH, HEIGHT).filter(ImageFilter.GaussianBlur(0.6))
        coarse = noise(self.seed + 12, WIDTH // 5, HEIGHT // 5).resize(image.size, Image.Resampling.BICUBIC)
        paper = Image.blend(fine, coarse, 0.18)
        return Image.blend(image, ImageChops.overlay(image, Image.merge("RGB", (paper, paper, paper))), grain)


def scaled(points: Sequence[Point]) -> list[tuple[float, float]]:
    return [(x * SCALE, y * SCALE) for x, y in points]


def cut_out(points: Sequence[Point], value: int, *, margin: float = 0.0) -> tuple[Image.Image, tuple[int, int]]:
    """A mask just large enough for a polygon filled with `value`, and where its corner lies in the picture."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    left, top = max(0.0, min(xs) - margin), max(0.0, min(ys) - margin)
    right, bottom = min(WIDTH, max(xs) + margin), min(HEIGHT, max(ys) + margin)
    mask = Image.new("L", (max(1, round((right - left) * SCALE)), max(1, round((bottom - top) * SCALE))), 0)
    ImageDraw.Draw(mask).polygon(scaled([(x - left, y - top) for x, y in points]), fill=value)
    return mask, (round(left * SCALE), round(top * SCALE))


def gradient(size: tuple[int, int], stops: Stops) -> Image.Image:
    """A vertical gradient through `stops`, each a height (0 at the top, 1 at the bottom) and a colour."""
    high = min(256, max(2, size[1]))
    column = Image.new("RGB", (1, high))
    for y in range(high):
        column.putpixel((0, y), colour_at(stops, y / (high - 1)))
    return column.resize(size, Image.Resampling.BILINEAR)


def colour_at(stops: Stops, place: float) -> Colour:
    before = stops[0]
    for stop in stops:
        if stop[0] >= place:
            span = stop[0] - before[0]
            return mixed(before[1], stop[1], (place - before[0]) / span if span else 1.0)
        before = stop
    return before[1]


def softened(mask: Image.Image, radius: float) -> Image.Image:
    """`mask` blurred. A wide blur is done on a small copy: nobody sees the difference, and it is quick."""
    step = 4 if radius >= 8 else 2 if radius >= 2 else 1
    if step == 1 or min(mask.size) < 4 * step:
        return mask.filter(ImageFilter.GaussianBlur(radius))
    small = mask.reduce(step).filter(ImageFilter.GaussianBlur(radius / step))
    return small.resize(mask.size, Image.Resampling.BILINEAR)


def skyline(seed: int, base: float, height: float, roughness: float) -> list[Point]:
    """A line of hills from edge to edge: waves, the shorter the lower; `roughness` says how little lower."""
    chance = seeded(seed)
    waves = [(chance.uniform(0, math.tau), chance.uniform(0.8, 1.25) * 2**octave) for octave in range(8)]
    points: list[Point] = []
    for x in range(-10, WIDTH + 11, 4):
        lift = sum(
            math.sin(phase + rate * math.tau * x / (WIDTH * 1.3)) * roughness**octave
            for octave, (phase, rate) in enumerate(waves)
        )
        points.append((x, base - height * lift))
    return points


def along(top: Sequence[Point], x: float) -> float:
    """The height at `x` of the line `top`, whose points run from left to right."""
    return top[min(len(top) - 1, bisect_left(top, (x, 0.0)))][1]

"""Rooms: a printer's shop and an archive."""

import math

from PIL import Image

from .canvas import HEIGHT, SIZE, WIDTH, Canvas, Colour, Point, mixed, noise, scaled

WARM: Colour = (255, 218, 156)


def printing_press() -> Image.Image:
    """An iron hand press beside a window, with cases of type along the wall."""
    canvas = Canvas([(0, (98, 94, 92)), (0.5, (142, 130, 116)), (1, (104, 92, 82))], seed=97)
    _plaster(canvas, (70, 62, 60))
    _window(canvas, (150, 110), 330, 470)
    canvas.graded(
        [(-10, 850), (WIDTH + 10, 850), (WIDTH + 10, HEIGHT), (-10, HEIGHT)], [(0, (112, 92, 76)), (1, (54, 44, 42))]
    )
    for plank in range(15):
        x = 800 + (plank - 7) * 120
        canvas.line([(x, 850), (800 + (plank - 7) * 210, HEIGHT)], (76, 60, 52), 2)
    canvas.box(-10, 836, WIDTH + 10, 852, (82, 70, 62))
    canvas.shape([(520, 860), (860, 850), (1180, HEIGHT), (640, HEIGHT)], (255, 226, 170), opacity=0.2, blur=14)
    canvas.shape([(480, 300), (480, 560), (900, 846), (1260, 846)], (255, 234, 190), opacity=0.13, blur=26)
    _drying_line(canvas)
    _cabinet(canvas, 1130, 330, 400)
    _press(canvas)
    _paper(canvas)
    return canvas.finished(vignette=0.4)


def _window(canvas: Canvas, corner: Point, wide: float, high: float) -> None:
    x, y = corner
    canvas.box(x - 26, y - 22, x + wide + 26, y + high + 26, (112, 98, 86))
    canvas.graded(
        [(x, y), (x + wide, y), (x + wide, y + high), (x, y + high)],
        [(0, (206, 222, 226)), (0.6, (246, 236, 206)), (1, (250, 226, 178))],
    )
    roofs = [
        (x, y + high * 0.74),
        (x + 60, y + high * 0.7),
        (x + 60, y + high * 0.63),
        (x + 134, y + high * 0.63),
        (x + 134, y + high * 0.72),
        (x + 216, y + high * 0.72),
        (x + 216, y + high * 0.58),
        (x + 280, y + high * 0.58),
        (x + 280, y + high * 0.68),
        (x + wide, y + high * 0.68),
        (x + wide, y + high),
        (x, y + high),
    ]
    canvas.shape(roofs, (206, 190, 164))
    frame = (82, 70, 62)
    for share in (0, 0.5, 1):
        canvas.box(x + wide * share - 7, y - 6, x + wide * share + 7, y + high + 6, frame)
    for share in (0, 0.34, 0.67, 1):
        canvas.box(x - 7, y + high * share - 6, x + wide + 7, y + high * share + 6, frame)
    canvas.graded(
        [
            (x - 42, y + high + 10),
            (x + wide + 42, y + high + 10),
            (x + wide + 54, y + high + 40),
            (x - 54, y + high + 40),
        ],
        [(0, (230, 206, 164)), (1, (120, 102, 88))],
    )
    canvas.glow((x + wide / 2, y + high / 2), 640, (255, 240, 208), 0.55)


def _drying_line(canvas: Canvas) -> None:
    """Printed sheets hung up to dry under the ceiling."""
    line = [(x, 128 + 34 * math.sin(math.pi * (x - 520) / 1090)) for x in range(520, WIDTH + 20, 10)]
    canvas.line(line, (74, 64, 60), 2)
    for index in range(9):
        x = 570 + index * 116
        y = 128 + 34 * math.sin(math.pi * (x - 520) / 1090)
        lean = canvas.random.gauss(0, 5)
        sheet = [(x, y), (x + 78, y + 3), (x + 78 + lean, y + 112), (x + lean, y + 108)]
        canvas.graded(
            sheet,
            [
                (0, mixed((240, 228, 202), (150, 138, 126), index / 12)),
                (1, mixed((214, 200, 174), (120, 110, 104), index / 12)),
            ],
        )
        ink = mixed((96, 84, 78), (104, 96, 92), index / 9)
        canvas.box(x + 16 + lean * 0.2, y + 18, x + 62 + lean * 0.2, y + 25, ink)
        for row in range(6):
            start = x + 12 + canvas.random.choice((0, 0, 0, 16)) + lean * 0.6
            canvas.line([(start, y + 40 + row * 10), (x + 66 + lean * 0.6, y + 40 + row * 10)], ink, 1.8)


def _cabinet(canvas: Canvas, left: float, top: float, wide: float) -> None:
    """A cabinet of shallow drawers with a sloping case of type on it, a compartment for each letter."""
    canvas.graded(
        [(left, top + 150), (left + wide, top + 150), (left + wide, 900), (left, 900)],
        [(0, (104, 78, 60)), (1, (60, 46, 42))],
    )
    for drawer in range(9):
        y = top + 166 + drawer * 44
        canvas.graded(
            [(left + 12, y), (left + wide - 12, y), (left + wide - 12, y + 36), (left + 12, y + 36)],
            [(0, (134, 102, 76)), (1, (94, 70, 56))],
        )
        canvas.box(left + wide / 2 - 36, y + 13, left + wide / 2 + 36, y + 25, (214, 190, 146))
        canvas.line([(left + wide / 2 - 36, y + 27), (left + wide / 2 + 36, y + 27)], (60, 46, 42), 2)
    canvas.shape(
        [(left - 26, top + 152), (left + 20, top), (left + wide - 20, top), (left + wide + 26, top + 152)], (88, 66, 54)
    )
    for row in range(7):
        for column in range(15):
            share, following = row / 7, (row + 1) / 7
            cell = []
            for down, across in ((share, column), (share, column + 1), (following, column + 1), (following, column)):
                inset = 24 - 40 * down
                cell.append((left + inset + (wide - 2 * inset) * (0.02 + 0.96 * across / 15), top + 8 + 134 * down))
            (x1, y1), (x2, _), (x3, y3), (x4, _) = cell
            tone = mixed((58, 48, 46), (168, 160, 148), canvas.random.random() * 0.75)
            canvas.shape([(x1 + 1.5, y1 + 1.5), (x2 - 1.5, y1 + 1.5), (x3 - 1.5, y3 - 1.5), (x4 + 1.5, y3 - 1.5)], tone)


def _press(canvas: Canvas) -> None:
    """An iron press with a counterweight: cheeks, head, platen, bar, and the bed on its rails."""
    iron, edge = (44, 46, 52), (140, 138, 132)
    canvas.shape([(400, 912), (1090, 890), (1130, 936), (470, 968)], (30, 26, 28), opacity=0.5, blur=8)
    for x in (596, 884):
        canvas.graded(
            [
                (x - 34, 380),
                (x + 34, 380),
                (x + 26, 470),
                (x + 26, 800),
                (x + 60, 902),
                (x - 60, 902),
                (x - 26, 800),
                (x - 26, 470),
            ],
            [(0, (66, 66, 70)), (0.5, iron), (1, (34, 34, 40))],
        )
        canvas.line([(x - 31, 384), (x - 24, 470), (x - 24, 800), (x - 56, 900)], edge, 3)
        canvas.disc((x, 366), 22, (176, 142, 78))
        canvas.disc((x - 6, 360), 9, (236, 206, 138))
    crown = [(540, 300), (566, 258), (640, 236), (740, 226), (840, 236), (914, 258), (940, 300), (940, 372), (540, 372)]
    canvas.graded(crown, [(0, (82, 80, 82)), (1, iron)])
    canvas.line(crown[:7], edge, 3.5)
    canvas.box(664, 286, 816, 338, (176, 142, 78))
    canvas.box(669, 291, 811, 333, (66, 62, 60))
    for row, reach in ((304, 52), (318, 34)):
        canvas.line([(740 - reach, row), (740 + reach, row)], (214, 184, 120), 4)
    canvas.line([(548, 360), (932, 360)], (96, 94, 94), 2.5)
    canvas.shape([(716, 228), (724, 206), (714, 186), (722, 172), (758, 172), (766, 186), (756, 206), (764, 228)], iron)
    canvas.shape([(730, 172), (740, 154), (750, 172)], (176, 142, 78))
    canvas.graded([(704, 372), (776, 372), (762, 500), (718, 500)], [(0, (70, 70, 74)), (1, iron)])
    canvas.line([(708, 374), (720, 498)], edge, 2.5)
    for turn in range(5):
        canvas.line([(714, 396 + turn * 20), (768, 388 + turn * 20)], (112, 110, 108), 3)
    canvas.line([(740, 462), (610, 520), (470, 548)], (60, 60, 64), 15)
    canvas.line([(738, 458), (608, 515), (472, 543)], edge, 3)
    canvas.line([(500, 542), (436, 555)], (122, 84, 56), 24)
    canvas.graded([(622, 500), (858, 500), (868, 548), (612, 548)], [(0, (92, 90, 90)), (1, (48, 48, 54))])
    canvas.line([(624, 502), (856, 502)], edge, 3)
    canvas.graded([(360, 640), (1080, 640), (1080, 668), (360, 668)], [(0, (88, 86, 86)), (1, iron)])
    canvas.line([(360, 641), (1080, 641)], edge, 3)
    for x in (386, 1040):
        canvas.shape([(x - 12, 668), (x + 12, 668), (x + 26, 908), (x - 26, 908)], iron)
    canvas.pen.ellipse(scaled([(690, 690), (790, 790)]), outline=iron, width=22)
    canvas.line([(740, 740), (812, 786)], iron, 11)
    canvas.disc((816, 788), 13, (122, 84, 56))
    canvas.graded([(610, 596), (1010, 596), (1020, 640), (600, 640)], [(0, (126, 122, 116)), (1, (62, 60, 64))])
    canvas.box(900, 584, 1000, 597, (168, 162, 150))


def _paper(canvas: Canvas) -> None:
    """The tympan, open, with a sheet on it; a stack of paper and a tin of ink on a bench."""
    canvas.shape([(1000, 600), (1014, 596), (1106, 392), (1092, 388)], (66, 62, 62))
    canvas.graded([(1004, 590), (1090, 396), (1100, 400), (1016, 594)], [(0, (246, 236, 212)), (1, (214, 200, 176))])
    canvas.graded([(128, 760), (420, 760), (420, 790), (128, 790)], [(0, (146, 112, 82)), (1, (92, 70, 58))])
    for leg in (150, 386):
        canvas.graded(
            [(leg, 790), (leg + 22, 790), (leg + 24, 930), (leg - 2, 930)], [(0, (104, 80, 64)), (1, (58, 46, 42))]
        )
    for sheet in range(16):
        shift = canvas.random.gauss(0, 2.5)
        canvas.box(
            164 + shift,
            756 - sheet * 4,
            322 + shift,
            759 - sheet * 4,
            mixed((250, 240, 216), (206, 190, 164), canvas.random.random()),
        )
    canvas.shape([(164, 696), (196, 682), (352, 682), (322, 696)], (252, 244, 224))
    canvas.graded([(346, 716), (398, 716), (398, 760), (346, 760)], [(0, (62, 72, 78)), (1, (34, 38, 44))])
    canvas.pen.ellipse(scaled([(346, 708), (398, 724)]), fill=(24, 24, 28))


def archive_shelves() -> Image.Image:
    """Shelves of registers in a vaulted room, a lamp on the reading table."""
    canvas = Canvas([(0, (66, 54, 50)), (0.5, (112, 90, 72)), (1, (58, 46, 44))], seed=103)
    _plaster(canvas, (40, 32, 34))
    canvas.graded([(640, 250), (960, 250), (960, 720), (640, 720)], [(0, (150, 120, 88)), (1, (116, 92, 72))])
    _far_wall(canvas)
    for side in (-1, 1):
        _shelf_wall(canvas, side)
    _ribs(canvas)
    floor = [(640, 712), (960, 712), (1760, HEIGHT + 10), (-160, HEIGHT + 10)]
    canvas.graded(floor, [(0, (140, 108, 80)), (1, (56, 44, 42))])
    for line in range(-6, 7):
        canvas.line([(800 + line * 27, 712), (800 + line * 160, HEIGHT)], (96, 74, 60), 1.4)
    canvas.glow((800, 800), 900, (255, 206, 130), 0.42, flat=0.6)
    _table(canvas)
    return canvas.finished(vignette=0.42)


def _far_wall(canvas: Canvas) -> None:
    """A deep window at the end of the room."""
    arch = [(800 + 62 * math.cos(a), 404 - 74 * math.sin(a)) for a in (math.pi * step / 24 for step in range(25))]
    canvas.shape([(862, 590), *arch, (738, 590)], (96, 78, 66))
    inner = [(800 + (x - 800) * 0.8, 420 + (y - 420) * 0.82) for x, y in arch]
    canvas.graded([(850, 574), *inner, (750, 574)], [(0, (206, 220, 222)), (1, (252, 234, 190))])
    canvas.line([(800, 350), (800, 574)], (96, 78, 66), 5)
    for level in (428, 500):
        canvas.line([(750, level), (850, level)], (96, 78, 66), 4)
    canvas.glow((800, 470), 420, (255, 238, 196), 0.6)


def _ribs(canvas: Canvas) -> None:
    """The vault: arches of stone, one before the other."""
    for bay in range(5):
        reach = 1 / (1 - 0.2 * bay)
        half, top, spring = 168 * reach, 480 - 300 * reach, 480 - 180 * reach
        curve = [
            (800 + half * math.cos(a), spring - (spring - top) * math.sin(a))
            for a in (math.pi * step / 36 for step in range(37))
        ]
        tone = mixed((176, 142, 104), (62, 50, 50), bay / 5)
        canvas.line(curve, mixed(tone, (40, 30, 32), 0.4), 17 * reach)
        canvas.line([(x, y + 3 * reach) for x, y in curve], tone, 11 * reach)
        canvas.line([(x, y + 7 * reach) for x, y in curve], mixed(tone, WARM, 0.35), 1.6 * reach)


def _shelf_wall(canvas: Canvas, side: int) -> None:
    """One long wall of shelves, in perspective: boxes and bound registers, with labels."""

    def at(depth: float, height: float) -> Point:
        """`depth` 0 at the far end to 1 in front; `height` in shelves above (or below) the eye."""
        reach = 1 / (1 - 0.8 * depth)
        return 800 + side * 168 * reach, 480 + height * 46 * reach

    canvas.shape([at(0, -4.2), at(1, -4.2), at(1, 5.1), at(0, 5.1)], (58, 44, 40))
    for shelf in range(9):
        low = 5 - shelf
        depth = 0.0
        while depth < 0.985:
            wide = canvas.random.uniform(0.007, 0.018) * (1.25 - depth) * 1.3
            is_box = canvas.random.random() < 0.3
            if is_box:
                wide *= 2.4
            end = min(depth + wide, 1.0)
            tall = 0.8 if is_box else canvas.random.uniform(0.56, 0.84)
            if canvas.random.random() > 0.06:
                leather = canvas.random.choice(
                    ((122, 62, 48), (86, 76, 58), (138, 102, 66), (72, 82, 84), (158, 132, 96))
                )
                tone = mixed((176, 150, 114) if is_box else leather, (44, 34, 34), 0.18 + 0.4 * depth + 0.03 * abs(low))
                canvas.shape(
                    [at(depth, low - 0.06), at(end, low - 0.06), at(end, low - tall), at(depth, low - tall)], tone
                )
                canvas.line(
                    [at(depth, low - 0.06), at(depth, low - tall)], mixed(tone, (30, 22, 24), 0.5), 0.8 + 1.4 * depth
                )
                middle, inset = (depth + end) / 2, (end - depth) * 0.26
                label = mixed((232, 216, 180), tone, 0.25)
                canvas.shape(
                    [
                        at(middle - inset, low - 0.3),
                        at(middle + inset, low - 0.3),
                        at(middle + inset, low - 0.46),
                        at(middle - inset, low - 0.46),
                    ],
                    label,
                )
            depth = end + 0.0012
        canvas.shape([at(0, low - 0.06), at(1, low - 0.06), at(1, low + 0.06), at(0, low + 0.06)], (104, 78, 60))
        canvas.line([at(0, low - 0.06), at(1, low - 0.06)], (150, 116, 84), 1.2)
    for post in (0.0, 0.3, 0.52, 0.69, 0.83, 0.95):
        canvas.shape(
            [at(post, -4.2), at(min(1.0, post + 0.012), -4.2), at(min(1.0, post + 0.012), 5.1), at(post, 5.1)],
            (92, 68, 54),
        )


def _table(canvas: Canvas) -> None:
    """A reading table with an open register, a pile of papers and a green-shaded lamp."""
    canvas.shape([(330, 990), (1270, 990), (1350, HEIGHT + 10), (250, HEIGHT + 10)], (26, 20, 22), opacity=0.6, blur=12)
    canvas.graded([(470, 800), (1130, 800), (1290, 940), (310, 940)], [(0, (170, 120, 78)), (1, (120, 82, 58))])
    canvas.graded([(310, 940), (1290, 940), (1290, 978), (310, 978)], [(0, (98, 66, 50)), (1, (64, 44, 38))])
    for x in (350, 1216):
        canvas.graded(
            [(x, 978), (x + 36, 978), (x + 34, HEIGHT), (x + 2, HEIGHT)], [(0, (82, 56, 46)), (1, (44, 32, 32))]
        )
    canvas.glow((800, 862), 620, (255, 226, 156), 0.7, flat=0.22)
    canvas.shape([(660, 832), (796, 840), (796, 912), (628, 902)], (246, 232, 200))
    canvas.shape([(932, 832), (796, 840), (796, 912), (964, 902)], (232, 214, 178))
    canvas.line([(796, 840), (796, 912)], (150, 118, 88), 4)
    for row in range(7):
        y = 846 + row * 8.5
        canvas.line([(668 - row * 4, y), (784, y + 5)], (138, 116, 98), 1.3)
        canvas.line([(808, y + 5), (924 + row * 4 - canvas.random.choice((0, 0, 40)), y)], (138, 116, 98), 1.3)
    for sheet in range(9):
        shift = canvas.random.gauss(0, 3)
        canvas.shape(
            [
                (446 + shift, 884 - sheet * 3),
                (568 + shift, 884 - sheet * 3),
                (552 + shift, 850 - sheet * 3),
                (448 + shift, 850 - sheet * 3),
            ],
            mixed((236, 218, 182), (196, 170, 134), canvas.random.random()),
        )
    x = 1064
    canvas.graded(
        [(x - 46, 866), (x + 46, 866), (x + 58, 884), (x - 58, 884)], [(0, (190, 148, 82)), (1, (112, 82, 52))]
    )
    canvas.line([(x, 866), (x, 760)], (190, 148, 82), 9)
    canvas.glow((x, 806), 330, (255, 220, 150), 0.75)
    canvas.graded(
        [(x - 44, 700), (x + 44, 700), (x + 96, 772), (x - 96, 772)],
        [(0, (38, 92, 82)), (0.7, (72, 142, 116)), (1, (206, 224, 164))],
    )
    canvas.line([(x - 96, 772), (x + 96, 772)], (246, 226, 160), 4)


def _plaster(canvas: Canvas, tone: Colour) -> None:
    """The unevenness of an old wall."""
    spots = noise(canvas.seed + 3, 26, 18).resize(SIZE, Image.Resampling.BICUBIC)
    canvas.through(spots.point(lambda value: max(0, value - 96) // 3), tone)

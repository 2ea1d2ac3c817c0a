"""The photos of the demo newsroom: drawings of our own, the same to the pixel wherever they are made."""

from collections.abc import Callable

from PIL import Image

from .bridge import river_bridge
from .desert import border_road, colonnade
from .fields import orchard, wheat_field
from .rooms import archive_shelves, printing_press
from .souk import souk_arches
from .town import radio_tower, rooftops_at_dusk
from .waterside import football_pitch, harbour

DRAWINGS: dict[str, Callable[[], Image.Image]] = {
    draw.__name__: draw
    for draw in (
        archive_shelves,
        border_road,
        colonnade,
        football_pitch,
        harbour,
        orchard,
        printing_press,
        radio_tower,
        river_bridge,
        rooftops_at_dusk,
        souk_arches,
        wheat_field,
    )
}


def drawing(name: str) -> Image.Image:
    """The drawing called `name`, 1600 by 1067, in RGB. Raises KeyError when there is none of that name."""
    return DRAWINGS[name]()

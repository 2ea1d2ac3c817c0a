"""States, guards, who may: the only door to status, editions and listings.

    draft → translated → verified-disclaimer → published

Each function is one transaction that locks the article, checks every guard, records what was done and by whom, and
returns the article as it then stands. What can't be done is refused with `TransitionRefused`, whose `reasons` name
every unmet guard in the words of the desk.
"""

from .bringing_in import bring_in, bring_in_all
from .guards import is_administrator, is_owed_a_second_look, may_hide, may_publish, may_translate, may_verify
from .listing import rebuild_listings
from .public import catalogue, hide, is_hidden, reissue, take_down, unmet_by_reissue
from .record import TransitionRefused, database_now, signed
from .redaction import Passage, redact
from .steps import approve_and_publish, can, confirm_second_look, transition
from .waivers import waive

__all__ = [
    "Passage", "TransitionRefused", "approve_and_publish", "bring_in", "bring_in_all", "can", "catalogue",
    "confirm_second_look", "database_now", "hide", "is_administrator", "is_hidden", "is_owed_a_second_look",
    "may_hide", "may_publish", "may_translate", "may_verify", "rebuild_listings", "redact", "reissue", "signed",
    "take_down", "transition", "unmet_by_reissue", "waive",
]  # fmt: skip

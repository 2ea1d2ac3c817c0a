"""States, guards, who may: the only door to status, editions and listings.

    draft → translated → verified-disclaimer → published

Each function is one transaction that locks the article, checks every guard, records what was done and by whom, and
returns the article as it then stands. What can't be done is refused with `TransitionRefused`, whose `reasons` name
every unmet guard in the words of the desk.
"""

from .advice import advice
from .bringing_in import bring_in, bring_in_all
from .guards import (
    is_administrator,
    is_owed_a_second_look,
    may_hide,
    may_publish,
    may_translate,
    may_verify,
    unmet_second_look,
)
from .listing import rebuild_listings, refile
from .public import catalogue, hide, is_hidden, reissue, take_down, unmet_by_reissue
from .record import TransitionRefused, database_now, lock, signed
from .redaction import FIELDS as REDACTABLE
from .redaction import ORIGINAL_FIELDS as REDACTABLE_IN_ORIGINALS
from .redaction import Passage, redact
from .steps import approve_and_publish, can, confirm_second_look, name_translator, transition, unmet_by_approval
from .waivers import waive

__all__ = [
    "REDACTABLE", "REDACTABLE_IN_ORIGINALS",
    "Passage", "TransitionRefused", "advice", "approve_and_publish", "bring_in", "bring_in_all", "can", "catalogue",
    "confirm_second_look", "database_now", "hide", "is_administrator", "is_hidden", "is_owed_a_second_look", "lock",
    "may_hide", "may_publish", "may_translate", "may_verify", "name_translator", "rebuild_listings", "redact",
    "refile", "reissue", "signed", "take_down", "transition", "unmet_by_approval", "unmet_by_reissue",
    "unmet_second_look", "waive",
]  # fmt: skip

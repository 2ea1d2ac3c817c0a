"""States, guards, who may: the only door to status, editions and listings.

    draft → translated → verified-disclaimer → published

Each function is one transaction that locks the article, checks every guard, records what was done and by whom, and
returns the article as it then stands. What can't be done is refused with `TransitionRefused`, whose `reasons` name
every unmet guard in the words of the desk.
"""

from .advice import advice
from .beginning import begin, known_of
from .briefs import approvers, brief, briefs_waiting, may_be_published_by, unsaved_brief, unsaved_original
from .bringing_in import bring_in, bring_in_all
from .claims import (
    Claim,
    assign,
    claim,
    claim_of,
    claims_of,
    free_lapsed,
    give_back,
    has_lapsed,
    lapses_at,
    touch,
    unmet_by_claim,
)
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
from .notices import tell, worker_is_missing
from .originals import (
    is_to_settle,
    leave_original,
    may_mark_original,
    may_tell_of_original,
    note_original,
    originals_to_settle,
)
from .public import catalogue, hide, is_hidden, reissue, take_down, unmet_by_reissue
from .record import TransitionRefused, database_now, lock, signed
from .redaction import FIELDS as REDACTABLE
from .redaction import ORIGINAL_FIELDS as REDACTABLE_IN_ORIGINALS
from .redaction import Passage, redact
from .steps import approve_and_publish, can, confirm_second_look, name_translator, transition, unmet_by_approval
from .waivers import waive, withdraw_waiver

__all__ = [
    "REDACTABLE",
    "REDACTABLE_IN_ORIGINALS",
    "Claim",
    "Passage",
    "TransitionRefused",
    "advice",
    "approve_and_publish",
    "approvers",
    "assign",
    "begin",
    "brief",
    "briefs_waiting",
    "bring_in",
    "bring_in_all",
    "can",
    "catalogue",
    "claim",
    "claim_of",
    "claims_of",
    "confirm_second_look",
    "database_now",
    "free_lapsed",
    "give_back",
    "has_lapsed",
    "hide",
    "is_administrator",
    "is_hidden",
    "is_owed_a_second_look",
    "is_to_settle",
    "known_of",
    "lapses_at",
    "leave_original",
    "lock",
    "may_be_published_by",
    "may_hide",
    "may_mark_original",
    "may_publish",
    "may_tell_of_original",
    "may_translate",
    "may_verify",
    "name_translator",
    "note_original",
    "originals_to_settle",
    "rebuild_listings",
    "redact",
    "refile",
    "reissue",
    "signed",
    "take_down",
    "tell",
    "touch",
    "transition",
    "unmet_by_approval",
    "unmet_by_claim",
    "unmet_by_reissue",
    "unmet_second_look",
    "unsaved_brief",
    "unsaved_original",
    "waive",
    "withdraw_waiver",
    "worker_is_missing",
]  # fmt: skip

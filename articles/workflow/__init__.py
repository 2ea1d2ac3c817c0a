"""States, guards, who may: the only door to status, editions and listings.

    draft → translated → verified-disclaimer → published

Each function is one transaction that locks the article, checks every guard, records what was done and by whom, and
returns the article as it then stands. What can't be done is refused with `TransitionRefused`, whose `reasons` name
every unmet guard in the words of the desk.
"""

from .advice import advice
from .beginning import begin, known_of
from .briefs import approvers, brief, briefs_waiting, may_be_published_by, unsaved_brief, unsaved_original
from .bringing_in import bring_in, bring_in_again, bring_in_all, unmet_by_bringing_in_again
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
from .late_originals import attach_original, listings_without_original, may_attach_original, missing_original
from .listing import rebuild_listings, refile
from .merging import accept_merges, dismiss_merges, may_merge_keywords, merge_keyword, open_merges
from .notices import tell, worker_is_missing
from .originals import (
    is_to_settle,
    leave_original,
    may_mark_original,
    may_tell_of_original,
    note_original,
    originals_to_settle,
)
from .proposals import (
    PROPOSALS_AT_ONCE,
    Settled,
    accept_all,
    accept_proposals,
    dismiss_proposals,
    first_day,
    label_outlet,
    make_outlet,
    may_settle_proposals,
    open_proposals,
    unmet_by_accepting,
)
from .public import catalogue, hide, is_hidden, reissue, take_down, unmet_by_reissue
from .record import TransitionRefused, database_now, lock, signed
from .redaction import FIELDS as REDACTABLE
from .redaction import ORIGINAL_FIELDS as REDACTABLE_IN_ORIGINALS
from .redaction import Passage, redact
from .steps import approve_and_publish, can, confirm_second_look, name_translator, transition, unmet_by_approval
from .waivers import waive, withdraw_waiver

__all__ = [
    "PROPOSALS_AT_ONCE",
    "REDACTABLE",
    "REDACTABLE_IN_ORIGINALS",
    "Claim",
    "Passage",
    "Settled",
    "TransitionRefused",
    "accept_all",
    "accept_merges",
    "accept_proposals",
    "advice",
    "approve_and_publish",
    "approvers",
    "assign",
    "attach_original",
    "begin",
    "brief",
    "briefs_waiting",
    "bring_in",
    "bring_in_again",
    "bring_in_all",
    "can",
    "catalogue",
    "claim",
    "claim_of",
    "claims_of",
    "confirm_second_look",
    "database_now",
    "dismiss_merges",
    "dismiss_proposals",
    "first_day",
    "free_lapsed",
    "give_back",
    "has_lapsed",
    "hide",
    "is_administrator",
    "is_hidden",
    "is_owed_a_second_look",
    "is_to_settle",
    "known_of",
    "label_outlet",
    "lapses_at",
    "leave_original",
    "listings_without_original",
    "lock",
    "make_outlet",
    "may_attach_original",
    "may_be_published_by",
    "may_hide",
    "may_mark_original",
    "may_merge_keywords",
    "may_publish",
    "may_settle_proposals",
    "may_tell_of_original",
    "may_translate",
    "may_verify",
    "merge_keyword",
    "missing_original",
    "name_translator",
    "note_original",
    "open_merges",
    "open_proposals",
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
    "unmet_by_accepting",
    "unmet_by_approval",
    "unmet_by_bringing_in_again",
    "unmet_by_claim",
    "unmet_by_reissue",
    "unmet_second_look",
    "unsaved_brief",
    "unsaved_original",
    "waive",
    "withdraw_waiver",
    "worker_is_missing",
]  # fmt: skip

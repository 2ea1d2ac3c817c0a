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
from .departures import LOOKED_INTO, Departure, Found, departures, house_spelling, respelled, standing_with
from .guards import (
    is_administrator,
    is_owed_a_second_look,
    may_hide,
    may_publish,
    may_translate,
    may_verify,
    unmet_second_look,
)
from .house_style import (
    BATCH_MOST,
    approve_batch,
    ask_for_house_style,
    carry_out,
    go_on_with_batch,
    may_ask_for_house_style,
    may_withdraw_batch,
    respelling_of,
    stop_batch,
    take_out,
    unmet_by_approving_batch,
    unmet_by_spellings,
    withdraw_batch,
)
from .late_originals import attach_original, listings_without_original, may_attach_original, missing_original
from .listing import rebuild_listings, refile
from .merging import (
    accept_merges,
    dismiss_merges,
    may_merge_keywords,
    merge_keyword,
    mergings_of,
    open_merges,
    propose_merges,
)
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
from .reporting import note_findings
from .steps import approve_and_publish, can, confirm_second_look, name_translator, transition, unmet_by_approval
from .vocabulary_file import read_vocabulary, vocabulary_csv
from .waivers import waive, withdraw_waiver

__all__ = [
    "BATCH_MOST",
    "LOOKED_INTO",
    "PROPOSALS_AT_ONCE",
    "REDACTABLE",
    "REDACTABLE_IN_ORIGINALS",
    "Claim",
    "Departure",
    "Found",
    "Passage",
    "Settled",
    "TransitionRefused",
    "accept_all",
    "accept_merges",
    "accept_proposals",
    "advice",
    "approve_and_publish",
    "approve_batch",
    "approvers",
    "ask_for_house_style",
    "assign",
    "attach_original",
    "begin",
    "brief",
    "briefs_waiting",
    "bring_in",
    "bring_in_again",
    "bring_in_all",
    "can",
    "carry_out",
    "catalogue",
    "claim",
    "claim_of",
    "claims_of",
    "confirm_second_look",
    "database_now",
    "departures",
    "dismiss_merges",
    "dismiss_proposals",
    "first_day",
    "free_lapsed",
    "give_back",
    "go_on_with_batch",
    "has_lapsed",
    "hide",
    "house_spelling",
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
    "may_ask_for_house_style",
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
    "may_withdraw_batch",
    "merge_keyword",
    "mergings_of",
    "missing_original",
    "name_translator",
    "note_findings",
    "note_original",
    "open_merges",
    "open_proposals",
    "originals_to_settle",
    "propose_merges",
    "read_vocabulary",
    "rebuild_listings",
    "redact",
    "refile",
    "reissue",
    "respelled",
    "respelling_of",
    "signed",
    "standing_with",
    "stop_batch",
    "take_down",
    "take_out",
    "tell",
    "touch",
    "transition",
    "unmet_by_accepting",
    "unmet_by_approval",
    "unmet_by_approving_batch",
    "unmet_by_bringing_in_again",
    "unmet_by_claim",
    "unmet_by_reissue",
    "unmet_by_spellings",
    "unmet_second_look",
    "unsaved_brief",
    "unsaved_original",
    "vocabulary_csv",
    "waive",
    "withdraw_batch",
    "withdraw_waiver",
    "worker_is_missing",
]  # fmt: skip

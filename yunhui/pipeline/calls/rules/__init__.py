"""Who may do what with a call, what a call may say, and who can apply."""

from yunhui.pipeline.calls.rules.access import STAFF, can_make_call, can_run_call, can_see_inside, can_view_call
from yunhui.pipeline.calls.rules.before import BeforeYouApply, Fact, before_from
from yunhui.pipeline.calls.rules.brief import BOX_NAMES, BOXES, USUAL
from yunhui.pipeline.calls.rules.checking import (
    CORE,
    date_warnings,
    eligibility_problems,
    problems_of,
    questions_now,
    stale_texts,
    with_groups,
)
from yunhui.pipeline.calls.rules.choosing import chosen_in, words_of_choice
from yunhui.pipeline.calls.rules.describing import changes_between, condition_words, official_rule, snapshot
from yunhui.pipeline.calls.rules.eligibility import (
    Answer,
    Eligibility,
    EligibilityQuestion,
    Limit,
    Obstacle,
    eligible,
    questions_from,
)
from yunhui.pipeline.calls.rules.parts import PARTS, can_change, has_submissions, part_name, part_of, rule_is_fixed
from yunhui.pipeline.calls.rules.steps import set_in, settings_of
from yunhui.pipeline.calls.rules.texts import pairs_of, stale_after
from yunhui.pipeline.calls.rules.told import carried, carry, told_in_words
from yunhui.pipeline.calls.rules.wording import Bar, bar_words, barred_in

__all__ = [
    "BOXES",
    "BOX_NAMES",
    "CORE",
    "PARTS",
    "STAFF",
    "USUAL",
    "Answer",
    "Bar",
    "BeforeYouApply",
    "Eligibility",
    "EligibilityQuestion",
    "Fact",
    "Limit",
    "Obstacle",
    "bar_words",
    "barred_in",
    "before_from",
    "can_change",
    "can_make_call",
    "can_run_call",
    "can_see_inside",
    "can_view_call",
    "carried",
    "carry",
    "changes_between",
    "chosen_in",
    "condition_words",
    "date_warnings",
    "eligibility_problems",
    "eligible",
    "has_submissions",
    "official_rule",
    "pairs_of",
    "part_name",
    "part_of",
    "problems_of",
    "questions_from",
    "questions_now",
    "rule_is_fixed",
    "set_in",
    "settings_of",
    "snapshot",
    "stale_after",
    "stale_texts",
    "told_in_words",
    "with_groups",
    "words_of_choice",
]

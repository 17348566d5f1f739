"""Reads of decision batches, and their reasons in words."""

from yunhui.pipeline.decisions.selectors.batches import (
    BatchPage,
    batch_for,
    batches_of,
    current_batch,
    figures_by_group,
    items_of,
    order_of,
    page_of_batch,
    paper_of,
    promotions_of,
    ranking_of,
    titles_of,
)
from yunhui.pipeline.decisions.selectors.changes import Changes, Difference, changes_against, changes_since_last
from yunhui.pipeline.decisions.selectors.deliberations import deliberation_for, deliberations_of
from yunhui.pipeline.decisions.selectors.figures import figures_of, gate_of
from yunhui.pipeline.decisions.selectors.noticed import Entry, PublicNotice, entry_of, notice_of
from yunhui.pipeline.decisions.selectors.placed import Places, places_after
from yunhui.pipeline.decisions.selectors.ranking import groups_inside
from yunhui.pipeline.decisions.selectors.reasons import sentences
from yunhui.pipeline.decisions.selectors.replaying import waiting_reserves
from yunhui.pipeline.decisions.selectors.saying import dates_of, people_of, title_in
from yunhui.pipeline.decisions.selectors.story import BatchStory, StoryLine, batch_story
from yunhui.pipeline.decisions.selectors.tallies import GateCount, GroupTally, gates_among, tallies_among
from yunhui.pipeline.decisions.selectors.vacancies import vacancies_of

__all__ = [
    "BatchPage",
    "BatchStory",
    "Changes",
    "Difference",
    "Entry",
    "GateCount",
    "GroupTally",
    "Places",
    "PublicNotice",
    "StoryLine",
    "batch_for",
    "batch_story",
    "batches_of",
    "changes_against",
    "changes_since_last",
    "current_batch",
    "dates_of",
    "deliberation_for",
    "deliberations_of",
    "entry_of",
    "figures_by_group",
    "figures_of",
    "gate_of",
    "gates_among",
    "groups_inside",
    "items_of",
    "notice_of",
    "order_of",
    "page_of_batch",
    "paper_of",
    "people_of",
    "places_after",
    "promotions_of",
    "ranking_of",
    "sentences",
    "tallies_among",
    "title_in",
    "titles_of",
    "vacancies_of",
    "waiting_reserves",
]

"""The announced rule in words: by what the order is made, and what stands at the head of the column."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from yunhui.pipeline.calls.enums import RankBy


@dataclass(frozen=True, slots=True)
class RuleWords:
    """`name` of the rule, the `column` with its values, and the sentence that the order rests on nothing else."""

    name: str
    column: str
    only: str


def rule_words(rank_by: str) -> RuleWords:
    """The words of one of the rules that a call can announce."""
    name, column, only = {
        RankBy.MEAN: (
            _("plain mean inside the group"),
            _("Mean"),
            _("The mean alone orders the list."),
        ),
        RankBy.TRIMMED_MEAN: (
            _("mean without the highest and the lowest, inside the group"),
            _("Trimmed mean"),
            _("The mean without the highest and the lowest alone orders the list."),
        ),
        RankBy.RANK_SUM: (
            _("sum of ranks inside the group"),
            _("Sum of ranks"),
            _("The sum of ranks alone orders the list; less is better."),
        ),
    }[RankBy(rank_by)]
    return RuleWords(name, column, only)

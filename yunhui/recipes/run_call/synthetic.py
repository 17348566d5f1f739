"""Synthetic interests and scores: seeded, plainly labelled wherever they lead to, never mixed with real ones.

Every project has a quality, every expert a level (strict or lenient) and a noise; a score is their sum. Host areas are
interested the more often the better the project and where its industry is theirs.
"""

import random
import zlib
from collections.abc import Callable
from decimal import Decimal

from yunhui.features.docking.models import Offer
from yunhui.pipeline.review.models import Assignment
from yunhui.pipeline.review.rules import ReviewConfig
from yunhui.recipes.walk import Substance, spread_points

MEAN, QUALITY_SD, LEVEL_SD, NOISE_SD = 74.0, 8.0, 4.0, 4.5


class Synthetic:
    """One seeded world; the same seed gives the same interests and scores, whatever is asked first."""

    def __init__(self, seed: int) -> None:
        self.seed = seed

    def quality(self, number: int | None) -> float:
        """A project's quality in points above the mean."""
        return self._normal("quality", number) * QUALITY_SD

    def interest(self, offer: Offer) -> Substance | None:
        """A host area's answer to an offer."""
        quality = self.quality(offer.application.number)
        draw = self._normal("interest", offer.application.number, offer.board.sort)
        if quality / QUALITY_SD + draw + (0.6 if offer.why.get("same") else -0.2) < 0:
            return None
        board = offer.board
        return {
            "site": f"{board.name_zh}产业园区，载体可先看",
            "policy": board.offers_zh or "一事一议",
            "contact": f"{board.name_zh}人才办",
            "next_step": "两周内线上座谈，看中试条件",
        }

    def points(self, task: Assignment, config: ReviewConfig) -> dict[str, Decimal]:
        """An expert's points for a project, spread over the rubric."""
        expert = str(task.expert.person.sort_key)
        level = self._normal("level", expert) * LEVEL_SD
        noise = self._normal("noise", expert, task.application.number) * NOISE_SD
        total = MEAN + self.quality(task.application.number) + level + noise
        return self._vary(spread_points(min(98.0, max(30.0, total)), config.criteria), config, task)

    def _vary(self, points: dict[str, Decimal], config: ReviewConfig, task: Assignment) -> dict[str, Decimal]:
        """Move a point or two between two criteria, so that the rubric's rows tell projects apart."""
        rng = self._rng("vary", task.expert.person.sort_key, task.application.number)
        give, take = rng.sample(list(config.criteria), 2)
        step = Decimal(rng.randint(0, 4)) / 2
        step = min(step, points[give.key], take.points - points[take.key])
        return {**points, give.key: points[give.key] - step, take.key: points[take.key] + step}

    def _normal(self, *of: object) -> float:
        return self._rng(*of).gauss(0.0, 1.0)

    def _rng(self, *of: object) -> random.Random:
        return random.Random(zlib.crc32(repr((self.seed, *of)).encode()))


Scorer = Callable[[Assignment, ReviewConfig], dict[str, Decimal]]

"""Affinity of reviewers to papers: lexical always, embeddings beside it when given."""

from collections.abc import Mapping, Sequence

import numpy as np

from yunhui.decide.affinity.lexical import NEUTRAL, Floats, Lexical, SharedTerm, standardised
from yunhui.decide.affinity.vectors import Embedder

NEAREST = 3


def affinity(profiles: Sequence[Sequence[str]], papers: Sequence[str]) -> Floats:
    """Fit of each person to each text, shape [len(profiles), len(papers)], from 0 to 1.

    profiles: each person's own texts. 0.5 is the average of all pairs, and what a person without texts or a text
    without words gets. Scores compare within one call only.
    """
    return _squeezed(Lexical(profiles, papers).scores())


def shared_terms(profile: Sequence[str], paper: str, among: Sequence[str] = ()) -> list[SharedTerm]:
    """Why a person fits a text: the terms they share, the strongest first; `among` tells how common each term is."""
    return Lexical([profile, list(among)], [paper]).shared_terms(0, 0)


def affinity_with(
    embedder: Embedder | None, profiles: Mapping[str, Sequence[str]], texts: Mapping[str, str]
) -> tuple[list[str], list[str], Floats]:
    """Like `affinity`, over named texts: profiles {reviewer: ids of own texts}, texts {id: text}.

    Returns the reviewers, the ids, and the scores of every reviewer for every text. With an embedder, the standard
    score of the vectors is added to that of the terms.

    Raises:
        KeyError: a profile names an unknown id.
        Unavailable: the embedder has no vector for some text.
    """
    reviewers, ids = list(profiles), list(texts)
    owned = [[texts[name] for name in profiles[reviewer]] for reviewer in reviewers]
    scores = Lexical(owned, list(texts.values())).scores()
    if embedder is not None:
        vectors = embedder.vectors(ids, list(texts.values()))
        places = {name: at for at, name in enumerate(ids)}
        rows = [np.array([places[name] for name in profiles[reviewer]], dtype=np.int64) for reviewer in reviewers]
        scores = _sum_of_standard_scores(scores, _nearness(vectors, rows))
    return reviewers, ids, _squeezed(scores)


def _nearness(vectors: Floats, rows: Sequence[np.ndarray]) -> Floats:
    """Mean cosine of each text with the nearest of each person's own texts, after taking off the common direction."""
    centred = vectors - vectors.mean(axis=0)
    length = np.linalg.norm(centred, axis=1, keepdims=True)
    unit = centred / np.where(length > 0, length, 1.0)
    near = np.full((len(rows), len(vectors)), np.nan)
    for person, own in enumerate(rows):
        if len(own):
            near[person] = np.sort(unit[own] @ unit.T, axis=0)[-NEAREST:].mean(axis=0)
    return near


def _sum_of_standard_scores(first: Floats, second: Floats) -> Floats:
    both = [np.where(np.isnan(part), 0.0, part) for part in (_standard(first), _standard(second))]
    return np.where(np.isnan(first) & np.isnan(second), np.nan, both[0] + both[1])


def _standard(scores: Floats) -> Floats:
    there = ~np.isnan(scores)
    result = scores.copy()
    if there.any():
        result[there] = standardised(scores[there])
    return result


def _squeezed(scores: Floats) -> Floats:
    """Standard scores on a scale from 0 to 1, by the logistic curve; what is unknown is neutral."""
    return np.where(np.isnan(scores), NEUTRAL, 1.0 / (1.0 + np.exp(-np.nan_to_num(_standard(scores)))))

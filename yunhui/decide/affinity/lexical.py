"""How well a person's own texts fit other texts, by shared terms: no model, no download.

Three TF-IDF views with damped counts (words, phrases, pieces of words) are added as standard scores. Within a view, a
person's fit to a text is the root mean square of the cosines with each of their own texts, so that near texts count
more than far ones without the nearest alone deciding; half of the text's mean cosine with everything is taken off, for
texts of general words are near to everybody (the hubs of Radovanović, Nanopoulos and Ivanović, 2010).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, CountVectorizer, TfidfTransformer

from yunhui.decide.affinity.terms import Terms, is_han, phrases, pieces, shared_runs, tokens, with_pairs, words

Floats = NDArray[np.float64]

HUB = 0.5
NEUTRAL = 0.5


@dataclass(frozen=True, slots=True)
class SharedTerm:
    """A term in both texts. share: its part of the cosine, averaged over the person's texts, from 0 to 1."""

    term: str
    share: float


class Lexical:
    """Fit of people to texts from one collection; the collection sets how telling each term is."""

    def __init__(self, profiles: Sequence[Sequence[str]], texts: Sequence[str]) -> None:
        place = {text: at for at, text in enumerate(dict.fromkeys([*chain.from_iterable(profiles), *texts]))}
        self._tokens = [tokens(text) for text in place]
        self._rows = [
            np.array([place[text] for text in own if self._tokens[place[text]]], dtype=np.int64) for own in profiles
        ]
        self._columns = np.array([place[text] for text in texts], dtype=np.int64)
        self.has_words = np.array([bool(self._tokens[at]) for at in self._columns], dtype=bool)
        self.has_texts = np.array([len(rows) > 0 for rows in self._rows], dtype=bool)

    def scores(self) -> Floats:
        """Sum of the views' standard scores, shape [people, texts]; NaN for people or texts without any term."""
        total = np.full((len(self._rows), len(self._columns)), np.nan)
        if not self.has_texts.any() or not self.has_words.any():
            return total
        joined = [with_pairs(row) for row in self._tokens]
        views = (
            self._view(self._tokens, words)[0],
            self._view(joined, phrases)[0],
            self._view(self._tokens, pieces)[0],
        )
        cells = np.ix_(self.has_texts, self.has_words)
        total[cells] = sum(standardised(self._fit(view)[cells]) for view in views)
        return total

    def shared_terms(self, person: int, text: int, count: int = 8) -> list[SharedTerm]:
        """The terms that bring a person and a text together, the strongest first, without words that tell nothing."""
        rows = self._rows[person]
        if not len(rows) or not self.has_words[text]:
            return []
        vectors, names = self._view([with_pairs(row) for row in self._tokens], phrases)
        mean = np.asarray(vectors[rows].mean(axis=0)).ravel()
        here = vectors[self._columns[text]].tocsr()
        product = here.data * mean[here.indices]
        part = {names[at]: value for at, value in zip(here.indices, product.tolist(), strict=True) if value > 0}
        whole = sum(part.values())
        runs = shared_runs(self._tokens[self._columns[text]], [self._tokens[row] for row in rows])
        strength = {term: value for term, value in part.items() if not is_han(term) and _telling(term)}
        strength |= {run: sum(part.get(term, 0.0) for term in set(phrases(run))) for run in runs}
        found: list[SharedTerm] = []
        # Of terms inside one another one is enough, and a phrase says more than its words.
        for term in sorted(strength, key=lambda term: (-strength[term] * (1 + term.count(" ")), term)):
            if len(found) < count and not any(term in other.term or other.term in term for other in found):
                found.append(SharedTerm(term, strength[term] / whole))
        return found

    def _view(self, rows: list[list[str]], terms: Terms) -> tuple[sparse.csr_matrix, list[str]]:
        """TF-IDF vectors of unit length, shape [texts, terms], and the terms; each token is taken apart only once."""
        counter = CountVectorizer(analyzer=list)
        counts = counter.fit_transform(rows)
        names: dict[str, int] = {}
        token, term = [], []
        for at, name in enumerate(counter.get_feature_names_out()):
            for part in terms(name):
                token.append(at)
                term.append(names.setdefault(part, len(names)))
        apart = sparse.csr_matrix((np.ones(len(token)), (token, term)), shape=(counts.shape[1], len(names)))
        return TfidfTransformer(sublinear_tf=True).fit_transform(counts @ apart), list(names)

    def _fit(self, vectors: sparse.csr_matrix) -> Floats:
        columns = vectors[self._columns]
        everything = np.asarray(vectors.sum(axis=0)).ravel()
        # Each text is near to itself by 1, which says nothing about the others.
        hub = HUB * (columns @ everything - 1.0) / max(1, vectors.shape[0] - 1)
        turned = columns.T.tocsr()
        fit = np.zeros((len(self._rows), len(self._columns)))
        for person, rows in enumerate(self._rows):
            if len(rows):
                fit[person] = np.sqrt(np.square((vectors[rows] @ turned).toarray()).mean(axis=0)) - hub
        return fit


def standardised(values: Floats) -> Floats:
    """Values minus their mean in units of their standard deviation; zeros when all are alike."""
    spread = float(values.std())
    return (values - values.mean()) / spread if spread > 1e-12 else np.zeros_like(values)


def _telling(term: str) -> bool:
    return not any(word in ENGLISH_STOP_WORDS for word in term.split())

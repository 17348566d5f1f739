"""How well experts fit applications, by their own texts; `shared_terms` says why."""

from yunhui.decide.affinity.combine import affinity, affinity_with, shared_terms
from yunhui.decide.affinity.lexical import NEUTRAL, Lexical, SharedTerm
from yunhui.decide.affinity.vectors import Embedder, Endpoint, StoredVectors, Unavailable

__all__ = [
    "NEUTRAL",
    "Embedder",
    "Endpoint",
    "Lexical",
    "SharedTerm",
    "StoredVectors",
    "Unavailable",
    "affinity",
    "affinity_with",
    "shared_terms",
]

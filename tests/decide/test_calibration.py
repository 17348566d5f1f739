from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from yunhui.decide import calibration_solver
from yunhui.decide.calibration import Calibration, Notice, border_zone, calibrate, official_order
from yunhui.decide.calibration_model import fit, variance_parts
from yunhui.decide.calibration_solver import Design, Floats, Ints

World = tuple[Floats, Ints, Ints, Floats]


def world(
    seed: int,
    *,
    entries: int = 200,
    judges: int = 40,
    bias: float = 1.0,
    spread: float = 0.0,
    clusters: int = 1,
    panel: int = 3,
) -> World:
    """Return (quality, entry, judge, score) with quality and noise of variance 1 and judges drawn inside clusters."""
    random = np.random.default_rng(seed)
    entry = np.repeat(np.arange(entries), panel)
    pools = [np.arange(start, judges, clusters) for start in range(clusters)]
    judge = np.concatenate([random.choice(pools[one % clusters], panel, replace=False) for one in range(entries)])
    quality = random.standard_normal(entries)
    level = np.sqrt(bias) * random.standard_normal(judges)
    stretch = np.exp(spread * random.standard_normal(judges))
    score = level[judge] + stretch[judge] * (quality[entry] + random.standard_normal(len(entry)))
    return quality, entry, judge, score


def recall(found: Floats, truth: Floats, top: int) -> float:
    wanted = set(np.argsort(-truth)[:top].tolist())
    return len(wanted & set(np.argsort(-found)[:top].tolist())) / top


@pytest.mark.parametrize(
    "settings_of",
    [{"bias": 0.24}, {"bias": 1.0}, {"bias": 3.0}, {"clusters": 8}, {"spread": 0.5}, {"entries": 38, "judges": 10}],
    ids=str,
)
def test_it_says_truly_how_sure_it_is(settings_of: dict[str, float]) -> None:
    rounds = 10 if settings_of.get("entries") is None else 50
    covered, chances, truths, ours, plain = [], [], [], [], []
    for seed in range(rounds):
        quality, entry, judge, score = world(seed, **settings_of)  # type: ignore[arg-type]
        top = len(quality) // 5
        found = calibrate(entry, judge, score, top)
        covered.append(((found.low <= quality) & (quality <= found.high)).mean())
        chances.append(found.p_top)
        truths.append(quality >= np.sort(quality)[-top])
        ours.append(recall(found.score, quality, top))
        plain.append(recall(found.mean, quality, top))
    chance, true = np.concatenate(chances), np.concatenate(truths)
    bins = np.minimum((chance * 10).astype(int), 9)
    error = sum(abs(chance[bins == b].mean() - true[bins == b].mean()) * (bins == b).mean() for b in set(bins.tolist()))
    assert 0.77 <= np.mean(covered) <= 0.85
    assert error <= 0.03
    assert np.mean(ours) >= np.mean(plain) - 0.01


def test_variances_and_judges_are_found_again() -> None:
    parts = []
    for seed in range(20):
        _, entry, judge, score = world(seed)
        found = fit(entry, judge, score, 1)
        parts.append((found.parts.quality, found.parts.level, found.parts.noise))
    assert np.mean(parts, axis=0) == pytest.approx([1, 1, 1], abs=0.15)
    random = np.random.default_rng(5)
    quality, entry, judge, _ = world(5, judges=20)
    level = np.where(np.arange(20) == 3, 4.0, 0.0)
    found_all = calibrate(entry, judge, quality[entry] + level[judge] + random.standard_normal(len(entry)), 40)
    assert found_all.judge_leaning[3] == 1
    assert found_all.judge_low[3] <= 4 <= found_all.judge_high[3]
    assert abs(found_all.judge_leaning).sum() <= 4, "at 95 % one or two of the fair ones may seem to lean"


def test_spreads_are_seen_only_where_they_are() -> None:
    kinds = {spread: [fit(*world(seed, spread=spread)[1:], 1).parts.spread for seed in range(8)] for spread in (0, 0.5)}
    assert np.mean(kinds[0]) < 0.01
    assert 0.12 < np.mean(kinds[0.5]) < 0.4
    _, entry, judge, score = world(3, judges=10, spread=0.5, bias=0)
    seen = fit(entry, judge, score, 1)
    deviations = [float(np.std(score[judge == one])) for one in range(10)]
    assert np.corrcoef(np.log(deviations), np.log(seen.spread))[0, 1] > 0.9


def brute_force(entry: Ints, judge: Ints, score: Floats, quality: float, level: float, noise: float) -> Floats:
    """Best linear unbiased prediction straight from the covariance matrix of all scores."""
    by_entry, by_judge = np.eye(entry.max() + 1)[entry], np.eye(judge.max() + 1)[judge]
    covariance = quality * by_entry @ by_entry.T + level * by_judge @ by_judge.T + noise * np.eye(len(score))
    inverse = np.linalg.inv(covariance)
    one = np.ones(len(score))
    mean = one @ inverse @ score / (one @ inverse @ one)
    return np.asarray(mean + quality * by_entry.T @ inverse @ (score - mean))


def test_the_prediction_is_the_textbook_one() -> None:
    _, entry, judge, score = world(8, entries=30, judges=8)
    found = fit(entry, judge, score, 1)
    parts = found.parts
    assert parts.spread == 0, "this seed shows no spread, so the plain formula applies"
    expected = brute_force(entry, judge, score, parts.quality, parts.level, parts.noise)
    assert found.mean + found.quality == pytest.approx(expected, abs=1e-8)


def test_variances_of_a_complete_table_are_those_of_the_analysis_of_variance() -> None:
    table = np.random.default_rng(2).standard_normal((12, 5)) + np.arange(12)[:, None] + 2 * np.arange(5)
    entry, judge = np.array(list(product(range(12), range(5)))).T
    residual = table - table.mean(1)[:, None] - table.mean(0) + table.mean()
    noise = (residual**2).sum() / (11 * 4)
    design = Design.of(entry, judge, table.ravel() - table.mean(), np.ones(5), 12)
    quality, level, seen, freedom = variance_parts(design, 1)
    assert (seen, freedom) == (pytest.approx(noise, rel=1e-6), 44)
    assert quality == pytest.approx(table.mean(1).var(ddof=1) - noise / 5, rel=1e-6)
    assert level == pytest.approx(table.mean(0).var(ddof=1) - noise / 12, rel=1e-6)


def test_the_iterative_way_agrees_with_the_dense_one(monkeypatch: pytest.MonkeyPatch) -> None:
    _, entry, judge, score = world(4, spread=0.5)
    dense = calibrate(entry, judge, score, 40)
    monkeypatch.setattr(calibration_solver, "DENSE_ONE", 0)
    monkeypatch.setattr(calibration_solver, "DENSE_MANY", 0)
    sparse = calibrate(entry, judge, score, 40)
    assert sparse.score == pytest.approx(dense.score, abs=1e-4)
    assert sparse.high - sparse.low == pytest.approx(dense.high - dense.low, rel=0.1)
    assert sparse.p_top == pytest.approx(dense.p_top, abs=0.06)


def test_chances_add_up_to_the_places_and_repeat() -> None:
    _, entry, judge, score = world(1)
    found = calibrate(entry, judge, score, 40)
    assert found.p_top.sum() == pytest.approx(40)
    assert (calibrate(entry, judge, score, 40).p_top == found.p_top).all()
    order = np.random.default_rng(0).permutation(len(entry))
    mixed = calibrate(entry[order], judge[order], score[order], 40)
    assert mixed.p_top == pytest.approx(found.p_top, abs=0.002), "the order of the rows is no part of the question"


def test_points_may_be_of_any_size() -> None:
    _, entry, judge, score = world(1)
    found, other = calibrate(entry, judge, score, 40), calibrate(entry, judge, 7 * score + 300, 40)
    assert other.score == pytest.approx(7 * found.score + 300)
    assert other.p_top == pytest.approx(found.p_top, abs=0.002)
    assert (other.border == found.border).mean() > 0.98


def test_ranks_share_places_and_the_line_lies_between() -> None:
    rank, line = official_order(np.array([80.0, 90.0, 80.0, 70.0]), 3)
    assert rank.tolist() == [2, 1, 2, 4]
    assert line == 75
    assert official_order(np.array([1.0, 2.0]), 2)[1] is None
    thirds = calibrate([0, 0, 1, 1], [0, 1, 0, 1], [0.1, 0.2, 0.3, 0.0], 1)
    assert thirds.rank.tolist() == [1, 1], "0.1 + 0.2 is 0.3, whatever floating point says"


def test_the_border_is_doubt_contradiction_or_a_shared_place() -> None:
    rank = np.array([1, 2, 3, 3, 5])
    chance = np.array([0.99, 0.08, 0.91, 0.05, 0.1])
    assert border_zone(rank, chance, 3).tolist() == [False, True, True, True, False]
    assert border_zone(np.array([1, 2, 3]), np.array([0.9, 0.1, 0.11]), 1).tolist() == [False, False, True]


def test_a_graph_in_pieces_and_single_reviews_are_told() -> None:
    found = calibrate([0, 0, 1, 1, 2, 3], [0, 1, 0, 1, 2, 2], [1, 2, 2, 4, 5, 6], 2)
    assert found.piece.tolist() == [0, 0, 1, 1] or found.piece.tolist() == [1, 1, 0, 0]
    assert [notice.code for notice in found.notices] == ["pieces", "entries_with_one_review"]
    assert found.notices[0].count == 2
    lone = calibrate([0, 1, 2], [0, 1, 1], [1, 2, 3], 1)
    assert Notice("judges_with_one_review", judges=(0,), count=1) in lone.notices
    assert "noise_unseen" in {notice.code for notice in lone.notices}
    assert not calibrate(*world(0)[1:], 40).notices


def test_wrong_arrays_are_refused() -> None:
    for entries, judges, scores, top, message in (
        ([], [], [], 1, "empty"),
        ([0, 1], [0], [1.0], 1, "one length"),
        ([0, 2], [0, 0], [1.0, 2.0], 1, "entries must be numbered"),
        ([0, 1], [1, 1], [1.0, 2.0], 1, "judges must be numbered"),
        ([0, 1], [0, 0], [1.0, np.nan], 1, "finite"),
        ([0, 1], [0, 0], [1.0, 1e300], 1, "finite"),
        ([0, 0], [0, 0], [1.0, 2.0], 1, "two scores"),
        ([0, 1], [0, 0], [1.0, 2.0], 3, "between 1 and 2"),
        ([0, 1], [0, 0], [1.0, 2.0], 0, "between 1 and 2"),
    ):
        with pytest.raises(ValueError, match=message):
            calibrate(entries, judges, scores, top)


def sane(found: Calibration) -> None:
    for values in (found.score, found.low, found.high, found.p_top, found.judge_level, found.judge_high):
        assert np.isfinite(values).all()
    assert (found.low <= found.score).all() and (found.score <= found.high).all()
    assert found.p_top.sum() >= found.top - 1e-9


@given(
    st.integers(1, 6),
    st.integers(1, 5),
    arrays(np.float64, 30, elements=st.sampled_from([0.0, 0.5, 1.0, 80.0, 100.0])),
    st.randoms(use_true_random=False),
)
@settings(max_examples=60, deadline=None)
def test_no_table_however_small_or_flat_breaks_it(entries: int, judges: int, scores: Floats, random: object) -> None:
    pairs = list(product(range(entries), range(judges)))
    kept = [pair for pair in pairs if random.random() < 0.6] or pairs  # type: ignore[attr-defined]
    _, entry = np.unique([pair[0] for pair in kept], return_inverse=True)
    _, judge = np.unique([pair[1] for pair in kept], return_inverse=True)
    sane(calibrate(entry, judge, scores[: len(kept)], 1 + int(entry.max()) // 2, draws=50))


PANELS = Path(__file__).resolve().parents[3] / "shared" / "data" / "scores" / "judged_panels.csv"


@pytest.mark.skipif(not PANELS.exists(), reason="real panels are not beside this checkout")
def test_real_panels_lose_nothing_without_bias_and_gain_with_it() -> None:
    table: dict[str, dict[tuple[str, str], float]] = {}
    for line in PANELS.read_text(encoding="utf-8").splitlines()[1:]:
        segment, one, person, _, points = line.rsplit(",", 4)
        cells = table.setdefault(segment, {})
        cells[one, person] = cells.get((one, person), 0.0) + float(points)
    gain: dict[float, list[float]] = {0.0: [], 0.5: []}
    for number, cells in enumerate(table.values()):
        names, people = sorted({key[0] for key in cells}), sorted({key[1] for key in cells})
        if len(people) != 9 or len(names) < 20 or len(cells) != 9 * len(names):
            continue
        panel = np.array([[cells[name, person] for person in people] for name in names])
        top = round(len(names) / 4)
        for (bias, gains), turn in product(gain.items(), range(12)):
            random = np.random.default_rng([number, turn])
            biased = panel + bias * panel.std() * random.standard_normal(9)
            entry = np.repeat(np.arange(len(names)), 3)
            drawn = np.concatenate([random.permutation(9)[:3] for _ in names])
            _, judge = np.unique(drawn, return_inverse=True)
            found = calibrate(entry, judge, biased[entry, drawn], top, draws=10)
            truth = panel.mean(axis=1)
            gains.append(recall(found.score, truth, top) - recall(found.mean, truth, top))
    assert len(gain[0.0]) >= 200
    assert np.mean(gain[0.0]) >= -0.01
    assert np.mean(gain[0.5]) >= 0.04

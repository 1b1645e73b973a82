"""How well organizations are recognized: FP7 and Horizon 2020 with the participant code hidden, and noise.

    python -m tests.bench.identity DATA             prints the tables, beside two baselines
    python -m tests.bench.identity DATA --learn     writes weights and thresholds anew, from the tuning half
    python -m tests.bench.identity DATA --speed N   N synthetic organizations against each other

DATA is a folder with cordis_fp7/organisations.csv.gz and cordis_h2020/organisations.csv.gz.
"""

import argparse
import csv
import gzip
import random
import re
import resource
import time
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from zlib import crc32

import numpy as np
import yaml
from rapidfuzz import fuzz, process

from graphsvc.ingest.country_codes import country
from graphsvc.ingest.identity.comparison import Comparison
from graphsvc.ingest.identity.model import FIELDS, IdentityModel, identity_model
from graphsvc.ingest.identity.records import IdentityRecord
from graphsvc.ingest.identity.resolution import IdentityIndex, IdentityPair
from graphsvc.ingest.text_repair import repaired

Found = list[tuple[int, int, str]]
"""Row on the left, row on the right, decision."""


def read(path: Path) -> list[IdentityRecord]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as stream:
        return [
            IdentityRecord(
                id=row["pic"],
                name=repaired(row["name"]),
                aliases=(row["short_name"],) if row["short_name"] else (),
                country=country(row["country"])[0] if row["country"] else None,
                city=repaired(row["city"]),
                post_code=row["post_code"],
                website=row["website"],
                kind=row.get("activity_type"),
            )
            for row in csv.DictReader(stream)
            if row["name"] and row["pic"]
        ]


def normalized(name: str) -> str:
    """Small letters without accents and marks: what counts as the same name without further knowledge."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    return " ".join(re.findall(r"\w+", "".join(c for c in letters if not unicodedata.combining(c))))


def tuning(record: IdentityRecord) -> bool:
    """Whether an organization belongs to the half that weights and thresholds are learned on."""
    return crc32(record.id.encode()) % 2 == 0


def decided(pairs: Iterable[IdentityPair]) -> Found:
    return [(pair.left, pair.right, pair.decision) for pair in pairs]


def equal_names(left: Sequence[IdentityRecord], right: Sequence[IdentityRecord]) -> Found:
    """The first baseline: equal normalized name and country."""
    known = defaultdict(list)
    for row, record in enumerate(right):
        known[normalized(record.name), record.country].append(row)
    return [
        (row, other, "automatic")
        for row, record in enumerate(left)
        for other in known.get((normalized(record.name), record.country), ())
    ]


def token_ratio(
    left: Sequence[IdentityRecord], right: Sequence[IdentityRecord]
) -> list[tuple[int, int, float]]:
    """The second baseline: the best RapidFuzz token ratio within the country, with its score."""
    rows: dict[str | None, list[int]] = defaultdict(list)
    for row, record in enumerate(right):
        rows[record.country].append(row)
    names = {code: [normalized(right[row].name) for row in found] for code, found in rows.items()}
    asked: dict[str | None, list[int]] = defaultdict(list)
    for row, record in enumerate(left):
        asked[record.country].append(row)
    best = []
    for code, mine in asked.items():
        if code in names:
            for start in range(0, len(mine), 500):
                some = mine[start : start + 500]
                scores = process.cdist(
                    [normalized(left[row].name) for row in some],
                    names[code],
                    scorer=fuzz.token_sort_ratio,
                    score_cutoff=60,
                    dtype=np.uint8,
                )
                for row, place in zip(some, scores.argmax(axis=1), strict=True):
                    best.append((row, rows[code][place], float(scores[some.index(row), place])))
    return best


class Truth:
    """Pairs of equal id, and the hard ones, whose normalized names differ, of the left rows in `among`."""

    def __init__(
        self,
        left: Sequence[IdentityRecord],
        right: Sequence[IdentityRecord],
        among: Callable[[IdentityRecord], bool],
    ) -> None:
        place = {record.id: row for row, record in enumerate(right)}
        self.left, self.right = left, right
        self.rows = {row for row, record in enumerate(left) if among(record)}
        self.pairs = {(row, place[left[row].id]) for row in self.rows if left[row].id in place}
        self.hard = {
            (one, other)
            for one, other in self.pairs
            if normalized(left[one].name) != normalized(right[other].name)
        }

    def line(self, name: str, found: Found) -> str:
        sure = {
            (one, other) for one, other, decision in found if decision == "automatic" and one in self.rows
        }
        asked = {(one, other) for one, other, decision in found if decision == "review" and one in self.rows}
        good = sure & self.pairs
        records = len({one for one, _ in asked}) / len(self.rows)
        shares = [
            len(good) / max(len(sure), 1),
            len(good) / len(self.pairs),
            len((sure | asked) & self.pairs) / len(self.pairs),
            len(sure & self.hard) / max(len(self.hard), 1),
            len((sure | asked) & self.hard) / max(len(self.hard), 1),
            records,
        ]
        return f"| {name} | {' | '.join(f'{share:.4f}' for share in shares)} |"


HEADER = (
    "| method | precision, automatic | recall, automatic | recall with review | hard pairs, automatic "
    "| hard pairs with review | records sent to review |\n|---|---|---|---|---|---|---|"
)


def noisy(records: Sequence[IdentityRecord], seed: int) -> tuple[list[IdentityRecord], list[str]]:
    """Each record with one fault, and which; a changed number makes another organization, with another id."""
    chance = random.Random(seed)
    cities = [record.city for record in records]
    made, kinds = [], []
    for record in records:
        fault = chance.choice(("typing", "dropped word", "swapped city", "mis-decoded", "changed number"))
        if fault == "changed number" and not re.search(r"\d", record.name):
            fault = "typing"
        made.append(_FAULTS[fault](record, chance, cities))
        kinds.append(fault)
    return made, kinds


def _typing(record: IdentityRecord, chance: random.Random, _: Sequence[str | None]) -> IdentityRecord:
    place = chance.randrange(len(record.name))
    letter = chance.choice("abcdefghijklmnopqrstuvwxyz")
    name = chance.choice(
        (
            record.name[:place] + record.name[place + 1 :],
            record.name[:place] + letter + record.name[place:],
            record.name[:place] + letter + record.name[place + 1 :],
            record.name[:place] + record.name[place : place + 2][::-1] + record.name[place + 2 :],
        )
    )
    return replace(record, name=name or record.name)


def _dropped(record: IdentityRecord, chance: random.Random, _: Sequence[str | None]) -> IdentityRecord:
    words = record.name.split()
    if len(words) > 2:
        words.pop(chance.randrange(len(words)))
    return replace(record, name=" ".join(words))


def _city(record: IdentityRecord, chance: random.Random, cities: Sequence[str | None]) -> IdentityRecord:
    return replace(record, city=chance.choice(cities))


def _misread(record: IdentityRecord, chance: random.Random, _: Sequence[str | None]) -> IdentityRecord:
    broken = record.name.encode("utf-8").decode("cp1252", "replace")
    if broken == record.name:
        place = chance.randrange(len(record.name))
        broken = record.name[:place] + "�" + record.name[place + 1 :]
    return replace(record, name=broken)


def _number(record: IdentityRecord, _: random.Random, __: Sequence[str | None]) -> IdentityRecord:
    name = re.sub(r"\d+", lambda digits: str(int(digits.group()) + 1), record.name, count=1)
    return replace(record, name=name, id=f"not {record.id}")


_FAULTS = {
    "typing": _typing,
    "dropped word": _dropped,
    "swapped city": _city,
    "mis-decoded": _misread,
    "changed number": _number,
}


def noise_lines(records: Sequence[IdentityRecord], *, bare: bool) -> Iterable[str]:
    """5,000 names with faults against the records they come from; `bare` have name, city and country."""
    index = IdentityIndex(records)
    chosen = random.Random(5).sample([record for record in records if not tuning(record)], 5000)
    made, kinds = noisy(chosen, 6)
    if bare:
        made = [IdentityRecord(one.id, one.name, country=one.country, city=one.city) for one in made]
    found = index.resolve([replace(one, name=repaired(one.name)) for one in made])
    for kind in (*_FAULTS, "all"):
        rows = {row for row, fault in enumerate(kinds) if kind in (fault, "all")}
        mine = [pair for pair in found if pair.left in rows]
        sure = [pair for pair in mine if pair.decision == "automatic"]
        good = sum(made[pair.left].id == records[pair.right].id for pair in sure)
        reached = {pair.left for pair in mine if made[pair.left].id == records[pair.right].id}
        wanted = sum(not made[row].id.startswith("not") for row in rows)
        recall = f"{len(reached) / wanted:.4f}" if wanted else "–"
        shares = f"{good / max(len(sure), 1):.4f} | {good / max(wanted, 1):.4f} | {recall}"
        yield f"| {kind} | {len(rows)} | {shares} |"


def learn(left: Sequence[IdentityRecord], right: Sequence[IdentityRecord]) -> None:
    """Fit the weights on the tuning half, with all fields and with fewer, and on noise made of it."""
    from sklearn.linear_model import LogisticRegression

    index = IdentityIndex(right)
    mine = [record for record in left if tuning(record)]
    bare = [replace(one, post_code=None, website=None, aliases=()) for one in mine]
    noise, _ = noisy([record for record in right if tuning(record)], 4)
    compared: list[tuple[Comparison, bool]] = [
        (comparison, others[row].id == right[place].id)
        for others in (mine, bare, noise)
        for row, place, comparison in index.compared(others)
        if not comparison.separate
    ]
    columns = sorted({(field, one.levels[field]) for one, _ in compared for field in FIELDS})
    columns = [(field, level) for field, level in columns if level != "unknown"]
    place_of = {column: place for place, column in enumerate(columns)}
    table = np.zeros((len(compared), len(columns)), np.float32)
    for row, (one, _) in enumerate(compared):
        for field in FIELDS:
            if (field, one.levels[field]) in place_of:
                table[row, place_of[field, one.levels[field]]] = 1
    truth = np.array([same for _, same in compared])
    fitted = LogisticRegression(C=1.0, max_iter=2000).fit(table, truth)
    weights: dict[str, dict[str, float]] = {field: {} for field in FIELDS}
    for (field, level), weight in zip(columns, fitted.coef_[0], strict=True):
        weights[field][level] = round(float(weight), 3)
    old = identity_stated()
    stated = {
        "origin": "weights: logistic regression on the levels of candidate pairs; FP7 and Horizon 2020 "
        f"(CORDIS, CC BY 4.0), tuning half, and noise made of it; {datetime.now(UTC).date()}",
        "intercept": round(float(fitted.intercept_[0]), 3),
        "weights": weights,
        **{name: old[name] for name in ("automatic", "review", "margin")},
    }
    path = Path(str(resources.files("graphsvc.ingest.identity"))) / "data" / "model-1.0.yml"
    path.write_text(yaml.safe_dump(stated, sort_keys=False, allow_unicode=True, width=110), encoding="utf-8")


def identity_stated() -> dict[str, float]:
    model = identity_model()
    return {"automatic": model.automatic, "review": model.review, "margin": model.margin}


def thresholds(left: Sequence[IdentityRecord], right: Sequence[IdentityRecord]) -> None:
    """What other thresholds would do on the tuning half."""
    truth = Truth(left, right, tuning)
    print(HEADER)
    for review in (0.02, 0.05, 0.1, 0.2):
        for automatic in (0.5, 0.7, 0.85, 0.95):
            model = replace(identity_model(), automatic=automatic, review=review)
            print(truth.line(f"{automatic} {review}", decided(_with(left, right, model))))


def _with(
    left: Sequence[IdentityRecord], right: Sequence[IdentityRecord], model: IdentityModel
) -> list[IdentityPair]:
    return IdentityIndex(right, model).resolve(left)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("--learn", action="store_true")
    parser.add_argument("--speed", type=int)
    given = parser.parse_args()
    left, right = (
        read(given.data / folder / "organisations.csv.gz") for folder in ("cordis_fp7", "cordis_h2020")
    )
    if given.learn:
        learn(left, right)
        identity_model.cache_clear()
    if given.speed:
        speed(given.speed, [*left, *right])
        return
    if given.learn:
        thresholds(left, right)
        return
    started = time.perf_counter()
    ours = decided(IdentityIndex(right).resolve(left))
    print(f"{len(left):,} against {len(right):,} records in {time.perf_counter() - started:.1f} s\n")
    ratio = token_ratio(left, right)
    tuned = Truth(left, right, tuning)
    cutoffs = {
        cutoff: [(one, other, "automatic") for one, other, score in ratio if score >= cutoff]
        for cutoff in range(80, 101)
    }
    best = max(cutoffs, key=lambda cutoff: _f1(tuned, cutoffs[cutoff]))
    for name, truth in (
        ("Tuning half", tuned),
        ("Report half", Truth(left, right, lambda one: not tuning(one))),
    ):
        print(f"{name}: {len(truth.pairs):,} pairs, {len(truth.hard)} of them hard\n\n{HEADER}")
        print(truth.line("graphsvc resolve", ours))
        print(truth.line("equal normalized name and country", equal_names(left, right)))
        print(truth.line(f"RapidFuzz token ratio of {best} or more, same country", cutoffs[best]), "\n")
    for bare in (False, True):
        print("Noise, " + ("name, city and country alone" if bare else "all fields"))
        print(
            "\n| fault | names | precision, automatic | recall, automatic | recall with review |"
            "\n|---|---|---|---|---|"
        )
        print("\n".join(noise_lines(right, bare=bare)), "\n")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def _f1(truth: Truth, found: Found) -> float:
    mine = {(one, other) for one, other, _ in found if one in truth.rows}
    return 2 * len(mine & truth.pairs) / (len(mine) + len(truth.pairs))


def speed(count: int, records: Sequence[IdentityRecord]) -> None:
    """`count` organizations against as many: real ones, then real names with a word of another put in."""
    chance = random.Random(7)
    made = list(records[:count])
    while len(made) < count:
        one, other = chance.choice(records), chance.choice(records)
        words = one.name.split()
        words.insert(chance.randrange(len(words) + 1), chance.choice(other.name.split()))
        made.append(
            replace(
                one, id=f"made-{len(made)}", name=" ".join(words), city=other.city, aliases=(), website=None
            )
        )
    noise, _ = noisy(made, 8)
    started = time.perf_counter(), time.process_time()
    found = IdentityIndex(made).resolve(noise)
    print(
        f"{count:,} against {count:,}: {time.perf_counter() - started[0]:.0f} s, "
        f"{time.process_time() - started[1]:.0f} s of processor time, {len(found):,} pairs, "
        f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB"
    )


if __name__ == "__main__":
    main()

"""How plausible the companies named for written results are, as a reader judged them.

    .venv/bin/python -m tests.bench.judged HOME

Asks with `tests/golden/judged_texts.yml` and with `paired_texts.yml`, each of these in both languages, and
counts the judgements of `tests/golden/judgements.csv` on the first five: 0 wrong, 1 plausible, 2 an expert
would sign. A row without an organization judges that nobody is named. Those who fit closely and those who are
only near are counted apart too. Companies nobody has judged yet are printed, and for the pairs the mean share
of the first three and ten that the answers in both languages have in common. HOME is an instance folder with
the seeds.
"""

import csv
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import yaml

from graphsvc.bootstrap import Services, bootstrap
from graphsvc.domain.ports import opened
from graphsvc.settings import Settings

FAMILIES = {"d": "German", "e": "English", "w": "read before", "g": "pairs, German", "p": "pairs, English"}
"""What the first letter of a key says: that of a text's id, `g` for the German one of a pair."""
GOLDEN = Path(__file__).parents[1] / "golden"
TOP, MANY = 5, 10


def main() -> None:
    """Print the shares by language, what is not judged, and how far both languages agree."""
    services = bootstrap(Settings(home=Path(sys.argv[1])))
    with opened(services.graph.store):
        answers = {key: _named(services, **text) for key, text in _texts()}
    found = [(key, dict(list(named.items())[:TOP])) for key, named in answers.items()]
    judged = judgements()
    print("texts           results  nobody  of these right  companies  not judged  plausible  would sign")
    for letter, family in FAMILIES.items():
        of_family = [(text, named) for text, named in found if text.startswith(letter)]
        silent = [judged.get((_judged_as(text), ""), 0) for text, named in of_family if not named]
        print(f"{family:15}{len(of_family):8}{len(silent):8}{sum(score > 0 for score in silent):16}", end="")
        _print_shares([(_judged_as(text), one) for text, named in of_family for one in named], judged)
    for fit in ("close", "near"):
        for letter, family in (*FAMILIES.items(), ("", "all")):
            pairs = [
                (_judged_as(text), one)
                for text, named in found
                if text.startswith(letter)
                for one in named
                if named[one] == fit
            ]
            print(f"{fit + ', ' + family:47}", end="")
            _print_shares(pairs, judged)
    print(f"texts without anybody close: {sum('close' not in named.values() for _, named in found)}")
    for text, named in found:
        for one in named:
            if (_judged_as(text), one) not in judged:
                print(f"not judged: {_judged_as(text)},{one}")
    for most in (3, MANY):
        shares = [
            in_common(named, answers[_judged_as(key)], most)
            for key, named in answers.items()
            if key.startswith("g")
        ]
        print(f"first {most} in common, pairs: {sum(shares) / len(shares):.2f}")


def in_common(one: Iterable[str], other: Iterable[str], most: int) -> float:
    """Share of the longer of two lists, cut at `most`, that is in the other; 1 where both are empty."""
    first, second = (set(list(named)[:most]) for named in (one, other))
    longer = max(len(first), len(second))
    return len(first & second) / longer if longer else 1.0


def _judged_as(key: str) -> str:
    """The id of the text that is judged: a pair has one for both languages."""
    return f"p{key[1:]}" if key.startswith("g") else key


def _print_shares(pairs: Sequence[tuple[str, str]], judged: Mapping[tuple[str, str], int]) -> None:
    known = [judged[pair] for pair in pairs if pair in judged]
    shares = [sum(score >= least for score in known) / max(len(known), 1) for least in (1, 2)]
    print(f"{len(pairs):11}{len(pairs) - len(known):12}{shares[0]:11.2f}{shares[1]:12.2f}")


def judgements() -> dict[tuple[str, str], int]:
    """The score of each text and organization."""
    with (GOLDEN / "judgements.csv").open(encoding="utf-8", newline="") as file:
        return {(row["text"], row["organization"]): int(row["score"]) for row in csv.DictReader(file)}


def _texts() -> Iterator[tuple[str, dict[str, str]]]:
    """Each text with its key."""
    for text in yaml.safe_load((GOLDEN / "judged_texts.yml").read_text(encoding="utf-8")):
        yield text["id"], {"title": text["title"], "abstract": text["abstract"]}
    for pair in yaml.safe_load((GOLDEN / "paired_texts.yml").read_text(encoding="utf-8")):
        yield f"g{pair['id'][1:]}", pair["de"]
        yield pair["id"], pair["en"]


def _named(services: Services, *, title: str, abstract: str) -> dict[str, str]:
    """The first companies for a text and how they fit."""
    found = services.matching.implementers(title=title, abstract=abstract, top=MANY)
    return {match.ref.id: match.fit for match in found.matches}


if __name__ == "__main__":
    main()

"""How plausible the companies named for written results are, as a reader judged them.

    .venv/bin/python -m tests.bench.judged HOME

Asks with `tests/golden/judged_texts.yml` and counts the judgements of `tests/golden/judgements.csv` on the
first five: 0 wrong, 1 plausible, 2 an expert would sign. A row without an organization judges that nobody is
named. Those who fit closely and those who are only near are counted apart too. Companies nobody has judged
yet are printed. HOME is an instance folder with the seeds.
"""

import csv
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import yaml

from graphsvc.bootstrap import Services, bootstrap
from graphsvc.domain.ports import opened
from graphsvc.settings import Settings

FAMILIES = {"d": "German", "e": "English", "w": "read before"}
"""What the first letter of a text's id says."""
GOLDEN = Path(__file__).parents[1] / "golden"
TOP = 5


def main() -> None:
    """Print the shares by language and what is not judged."""
    services = bootstrap(Settings(home=Path(sys.argv[1])))
    with opened(services.graph.store):
        found = list(_answers(services))
    judged = judgements()
    print("texts        results  nobody  of these right  companies  not judged  plausible  would sign")
    for letter, family in FAMILIES.items():
        answers = [(text, named) for text, named in found if text.startswith(letter)]
        silent = [judged.get((text, ""), 0) for text, named in answers if not named]
        print(f"{family:12}{len(answers):8}{len(silent):8}{sum(score > 0 for score in silent):16}", end="")
        _print_shares([(text, one) for text, named in answers for one in named], judged)
    for fit in ("close", "near"):
        for letter, family in (*FAMILIES.items(), ("", "all")):
            pairs = [
                (text, one)
                for text, named in found
                if text.startswith(letter)
                for one in named
                if named[one] == fit
            ]
            print(f"{fit + ', ' + family:44}", end="")
            _print_shares(pairs, judged)
    for text, named in found:
        for one in named:
            if (text, one) not in judged:
                print(f"not judged: {text},{one}")


def _print_shares(pairs: Sequence[tuple[str, str]], judged: Mapping[tuple[str, str], int]) -> None:
    known = [judged[pair] for pair in pairs if pair in judged]
    shares = [sum(score >= least for score in known) / max(len(known), 1) for least in (1, 2)]
    print(f"{len(pairs):11}{len(pairs) - len(known):12}{shares[0]:11.2f}{shares[1]:12.2f}")


def judgements() -> dict[tuple[str, str], int]:
    """The score of each text and organization."""
    with (GOLDEN / "judgements.csv").open(encoding="utf-8", newline="") as file:
        return {(row["text"], row["organization"]): int(row["score"]) for row in csv.DictReader(file)}


def _answers(services: Services) -> Iterator[tuple[str, dict[str, str]]]:
    """Each text with its first companies and how they fit."""
    for text in yaml.safe_load((GOLDEN / "judged_texts.yml").read_text(encoding="utf-8")):
        found = services.matching.implementers(title=text["title"], abstract=text["abstract"], top=TOP)
        yield text["id"], {match.ref.id: match.fit for match in found.matches}


if __name__ == "__main__":
    main()

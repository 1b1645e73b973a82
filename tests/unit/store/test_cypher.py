"""Every statement for Neo4j is pinned as text: a change shows as a change of `tests/golden/cypher.txt`.

After a wanted change: `python -m tests.unit.store.test_cypher` writes the file anew.
"""

import re
from pathlib import Path

from graphsvc.domain import LINK_KINDS
from graphsvc.store import cypher, cypher_links

GOLDEN = Path(__file__).parents[2] / "golden" / "cypher.txt"


def statements() -> dict[str, str]:
    """All statements by name, those with places filled in for one label and each kind of link."""
    found = {f"CONSTRAINTS {place}": text for place, text in enumerate(cypher.CONSTRAINTS)}
    for name, text in sorted(vars(cypher).items()):
        if not (name.isupper() and isinstance(text, str) and " " in text) or name == "LINK_COLUMNS":
            continue
        if "{label}" in text:
            found[name] = cypher.for_label(text, "Organization")
        elif "{type}" in text:
            found[name] = cypher.for_link(text, "participates", "Organization", "Project")
        elif not name.startswith("_"):
            found[name] = text
    for kind in cypher.TYPES:
        found[f"merge_links {kind}"] = cypher_links.merge_links(kind, "Organization", "Cluster")
        found["present_links"] = cypher_links.present_links(["cluster", "organization"])
        found[f"page_of_links {kind}"] = cypher_links.page_of_links(kind, "Organization")
    return found


def pinned() -> str:
    texts = {name: re.sub(r"\s+", " ", text).strip() for name, text in statements().items()}
    return "".join(f"# {name}\n{text}\n\n" for name, text in texts.items())


def test_statements_are_as_pinned() -> None:
    assert pinned() == GOLDEN.read_text(encoding="utf-8")


def test_no_place_is_left_open() -> None:
    for name, text in statements().items():
        assert "{{" not in text, name
        assert not re.search(r"\{(label|type|source|target)\}", text), name


def test_every_field_of_every_link_has_a_property() -> None:
    for kind, record in LINK_KINDS.items():
        fields = set(record.model_fields) - set(record.key_fields) - {"evidence"}
        assert set(cypher.LINK_FIELDS[kind]) == fields, kind
        assert fields <= set(cypher.READ_FIELDS)
        assert set(cypher.QUALIFIERS) >= ({kind} if len(record.key_fields) > 2 else set())


def test_only_ids_are_constrained() -> None:
    for text in cypher.CONSTRAINTS:
        assert re.fullmatch(
            r"CREATE CONSTRAINT (\w+)_id IF NOT EXISTS FOR \(n:\w+\) REQUIRE n\.id IS UNIQUE", text
        )


if __name__ == "__main__":
    GOLDEN.write_text(pinned(), encoding="utf-8")

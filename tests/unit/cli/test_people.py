"""Accounts, rights and introductions on the command line."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.cli.conftest import Call


def test_a_link_for_a_person_and_the_list_of_accounts(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    said = call("user", "invite", "anna@example.org", "--role", "operator")
    assert said.out.startswith("http://127.0.0.1:8000/account/invitation/")
    assert "GRAPHSVC_ACCOUNTS=1" in said.err
    monkeypatch.setenv("GRAPHSVC_ACCOUNTS", "1")
    monkeypatch.setenv("GRAPHSVC_HOSTS", "graph.example.org")
    said = call("user", "invite", "anna@example.org", "--role", "analyst", "--until", "2027-01-01")
    assert (said.out.partition("/account")[0], said.err) == ("http://graph.example.org", "")
    assert json.loads(call("user", "list", "--json").out) == []
    assert call("user", "invite", "anna@example.org", "--role", "king").code == 1
    assert (
        call("user", "invite", "anna@example.org", "--role", "member", "--scope", "organization:no").code == 1
    )


def test_rights_of_a_role_are_those_of_the_file(call: Call) -> None:
    every = json.loads(call("rights", "show", "--json").out)["rights"]
    member = json.loads(call("rights", "show", "--role", "member", "--json").out)["rights"]
    assert {row["role"] for row in member} == {"visitor", "person", "member"}
    assert member == [row for row in every if row["role"] in {"visitor", "person", "member"}]
    assert {row["action"] for row in member} >= {"public.read", "introductions.ask"}
    assert "local.write" not in {row["action"] for row in every}
    assert call("rights", "show", "--role", "king").code == 1
    assert "introductions.ask       member      own" in call("rights", "show").out


def test_nothing_is_due_where_nothing_was_asked(call: Call, tmp_path: Path) -> None:
    assert json.loads(call("due", "--now", "2026-11-29", "--json").out) == []
    assert (tmp_path / "home" / "people.sqlite").exists()
    assert call("introductions", "list", "--of", "organization:none").code == 1


def test_the_record_of_processing_names_the_legal_bases_of_the_operator(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "legal-bases.yml").write_text("accounts: Art. 6 (1) b GDPR", encoding="utf-8")
    monkeypatch.setenv("GRAPHSVC_TEXTS", str(tmp_path))
    found = {one["id"]: one for one in json.loads(call("privacy", "record", "--json").out)}
    assert found["accounts"]["legal_basis"] == "Art. 6 (1) b GDPR"
    assert found["audit"]["legal_basis"] is None
    german = call("privacy", "record", "--language", "de").out
    assert "Art. 6 (1) b GDPR" in german
    assert german.count("Rechtsgrundlage: vom Betreiber zu nennen") == len(found) - 1


def test_a_person_is_copied_and_erased(call: Call) -> None:
    assert call("person", "export", "anna@example.org").code == 1
    assert call("person", "erase", "anna@example.org").code == 1
    call("user", "invite", "anna@example.org", "--role", "analyst")
    (row,) = json.loads(call("audit", "--of", "*", "--json").out)
    assert (row["person"], row["what"]) == (None, "invite analyst")


def test_what_became_of_suggestions_is_written_as_rows(call: Call, tmp_path: Path) -> None:
    file = tmp_path / "outcomes.csv"
    assert "No suggestion has been judged here yet." in call("outcomes", "--out", str(file)).out
    assert file.read_text().splitlines() == ["asking,suggested,profile,rank,shown,verdict,reason,date"]


def test_a_fresh_machine_opens_without_a_module_of_accounts(tmp_path: Path) -> None:
    """So its start takes as long as without them."""
    program = (
        "import sys; from graphsvc.bootstrap import bootstrap; from graphsvc.settings import Settings; "
        "from graphsvc.web import create_app; create_app(bootstrap(Settings())); "
        "print([name for name in sys.modules if name.startswith(('graphsvc.collaboration', 'argon2'))])"
    )
    environment = {**os.environ, "GRAPHSVC_HOME": str(tmp_path), "GRAPHSVC_ACCOUNTS": "0"}
    ran = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
    )
    assert ran.stdout == "[]\n"

"""What lists of stories show, of a true store; and the command that serves it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from light_steps import lighten
from reportedly.cli import cli
from reportedly.errors import SettingsError
from reportedly.records import Page
from reportedly.store import ListedStory, Search, Store
from reportedly.web import make_app
from shown_dossier import client

FIRE = "Two people died in a warehouse fire in Marn on Monday, police said. The flames spread to the harbour."
VOTE = "Parliament in Kestria passed the budget on Thursday. The opposition voted against the budget."


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    lighten(monkeypatch.setattr)
    return Store(tmp_path / "news.duckdb")


def report(name: str, text: str, day: int, outlet: str | None) -> Page:
    return Page(
        name, name, name, "article", text.encode(), outlet=outlet, title=name, published=f"2031-03-0{day}"
    )


def test_a_store_is_listed_and_served(store: Store) -> None:
    web = client(make_app(store))
    assert store.state() == ""
    assert "no story here yet" in web.get("/").text
    store.add_pages(
        [report("fire a", FIRE, 4, "Courier"), report("fire/b", FIRE + " It rained.", 3, "Herald")]
    )
    before = store.state()
    store.add_pages([report("vote", VOTE, 5, None)])
    assert store.state() not in ("", before)
    fire, vote = (found.story for found in store.catalogue.search(Search(), members=True).rows)
    assert vote == ListedStory(vote.id, "vote", ["vote"], [], "2031-03-05", "2031-03-05")
    assert (fire.articles, fire.outlets) == (["fire a", "fire/b"], ["Courier", "Herald"])
    assert (fire.first, fire.last) == ("2031-03-03", "2031-03-04")
    assert [s["id"] for s in web.get("/api/v1/stories").json()["stories"]] == [fire.id, vote.id]
    assert "police" in web.get("/articles/fire%2Fb").text
    claims = web.get(f"/api/v1/stories/{fire.id}").json()["claims"]
    for claim in claims:
        assert web.get(f"/claims/{claim['id']}").status_code == 200
    store.remove(["vote"])
    assert web.get(f"/stories/{vote.id}").status_code == 404


def test_the_command_serves_nobody_else_without_a_password(store: Store) -> None:
    told = CliRunner().invoke(cli, ["serve", "--store", str(store.path), "--host", "0.0.0.0"])
    assert isinstance(told.exception, SettingsError)
    assert "--password" in str(told.exception)

"""The documents: their Python runs, their commands exist, their links lead somewhere."""

from __future__ import annotations

import re
import shlex
import tomllib
from pathlib import Path

import pytest

from reportedly.cli import cli

ROOT = Path(__file__).parent.parent
DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted(ROOT.glob("docs/*.md")), *sorted(ROOT.glob("examples/*.md"))]

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf8"))["project"]


def blocks(language: str) -> list[object]:
    """Every fenced block of a language, under the name of its document and line."""
    found = []
    for path in DOCUMENTS:
        text = path.read_text("utf8")
        for match in re.finditer(rf"^```{language}\n(.*?)^```", text, re.M | re.S):
            line = text.count("\n", 0, match.start()) + 1
            found.append(pytest.param(match[1], id=f"{path.name}:{line}"))
    return found


@pytest.mark.parametrize("code", blocks("python"))
def test_python_runs(code: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    exec(compile(code, "document", "exec"), {"__name__": "__document__"})
    if "print(" in code and "for claim in dossier.claims:" not in code:
        assert capsys.readouterr().out


@pytest.mark.parametrize("code", blocks("sh"))
def test_commands_exist(code: str) -> None:
    """Each command line is one that the program, or make, understands; none is run."""
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf8"), re.M))
    extras = {f"reportedly[{extra}]" for extra in PROJECT["optional-dependencies"]}
    for line in code.splitlines():
        program, *arguments = shlex.split(re.sub(r"^[A-Z_]+=\S+ ", "", line), comments=True)
        if program == "make":
            assert set(arguments) <= targets
        elif program == "pip":
            assert arguments[0] == "install"
            assert set(arguments[1:]) <= {"reportedly", *extras}
        else:
            assert program == "reportedly"
            cli.commands[arguments[0]].make_context(arguments[0], arguments[1:]).close()


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    for link in re.findall(r"\]\(([^)#\s]+)[^)]*\)", path.read_text("utf8")):
        if not link.startswith(("http://", "https://")):
            assert (path.parent / link).exists(), link


def test_every_dependency_has_its_reason() -> None:
    extras = PROJECT["optional-dependencies"].values()
    wanted = {*PROJECT["dependencies"], *(name for extra in extras for name in extra)}
    wanted = {name for name in wanted if not name.startswith("reportedly[")}
    decisions = (ROOT / "docs" / "decisions.md").read_text("utf8")
    for requirement in wanted:
        name = re.split(r"[<>=~\[ ;]", requirement)[0]
        assert re.search(rf"(\| |[ ,:]){re.escape(name)} ", decisions), name


def test_the_example_is_what_it_is_said_to_be() -> None:
    """Each article in EXPECTED.md is a page of the example, and the passages named are in it."""
    import reportedly

    articles = {
        a.id: " ".join(a.text.split()) for a in reportedly.read([str(ROOT / "examples" / "orlava-ferry")])
    }
    expected = (ROOT / "examples" / "EXPECTED.md").read_text("utf8")
    assert set(re.findall(r"^\| `([\w-]+)` \|", expected, re.M)) == set(articles)
    passages = re.findall(r'`([\w-]+)` "(.+)"$', expected, re.M)
    assert len(passages) > 20
    for article, passage in passages:
        assert passage in articles[article], (article, passage)

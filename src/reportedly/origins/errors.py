"""Names that several articles misspell alike: whoever has the error has the text, whatever its words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from reportedly.languages import LANGUAGES
from reportedly.languages.comparing import comparing
from reportedly.records import Article

SHORTEST = 5
"""Letters of a name that is compared; shorter names differ by a letter and mean somebody else."""

_NAME = re.compile(r"(?<![\w'’.])[^\W\d_a-z][^\W\d_]{4,}(?!\w)")


def shared_errors(articles: Sequence[Article]) -> dict[str, set[str]]:
    """Return the misspelt names that two articles or more have, and the ids of those articles.

    A name is misspelt where more articles, of which none has it so, spell it with one letter
    other, more, less, or two exchanged; the first letter and the ending "s" do not count as errors.
    Where every noun has a capital, forms of one noun would be misspelt names: such articles are left out.
    """
    bearers: dict[str, set[str]] = defaultdict(set)
    for article in filter(_tells_names, articles):
        for name in set(_NAME.findall(article.text)):
            if not name.isupper():
                bearers[name].add(article.id)
    several = {name: ids for name, ids in bearers.items() if len(ids) > 1}
    near: dict[str, set[str]] = defaultdict(set)
    for name in several:
        for key in {name[:1] + name[1:i] + name[i + 1 :] for i in range(1, len(name))} | {name}:
            near[key].add(name)
    found = {}
    for name, ids in sorted(several.items()):
        keys = {name[:1] + name[1:i] + name[i + 1 :] for i in range(1, len(name))} | {name}
        alike = {other for key in keys for other in near[key]} - {name}
        if any(
            len(several[other]) > len(ids) and not several[other] & ids and _misspells(name, other)
            for other in alike
        ):
            found[name] = ids
    return found


def _tells_names(article: Article) -> bool:
    """Whether names are told from other words by their capitals in an article's language."""
    language = LANGUAGES.get(article.language or "")
    known = language is not None and language.has("comparing.toml")
    return not known or comparing(article.language or "").capitals_are_names


def _misspells(name: str, other: str) -> bool:
    """Whether two names differ by a slip, and not by an ending."""
    return (
        name.rstrip("s") != other.rstrip("s") and name[:-1] != other[:-1] and abs(len(name) - len(other)) < 2
    )

"""The regular expressions of the word lists: `[lines]` in `languages/<code>/page.toml`."""

from __future__ import annotations

import functools
import re

from reportedly.languages import LANGUAGES


@functools.cache
def line_pattern(name: str) -> str:
    """Return a regular expression of the word lists, over all languages, as one group."""
    each = (language.words("page.toml")["lines"][name] for language in LANGUAGES.values())
    return "(?:" + "|".join(re.sub(r"\s*\n\s*", "", pattern) for pattern in each) + ")"


@functools.cache
def compiled(template: str) -> re.Pattern[str]:
    """Return a pattern, in any case, with <name> replaced by the word lists' expression of that name."""
    names = re.findall(r"<(\w+)>", template)
    for name in names:
        template = template.replace(f"<{name}>", line_pattern(name))
    return re.compile(template, re.I)


def line_matches(name: str, text: str) -> bool:
    """Tell whether a line begins as the word lists' expression of this name says."""
    return compiled(f"^<{name}>").match(text) is not None

"""Who is who in a story: the same source under all its names, and the body it speaks for."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import combinations

from reportedly.languages import LANGUAGES, find_agency
from reportedly.languages.comparing import comparing
from reportedly.languages.places import find_body, find_country
from reportedly.records import Reading, Source

_DOTS = re.compile(r"\.(?=\W|$)|(?<=\b\w)\.(?=\w\b)")
_IN_FULL = re.compile(r"\bunited states (?=\w)(?!of\b)")  # "United States Forest Service", mostly "U.S. ..."
_SUFFIXES = {"jr", "sr", "ii", "iii", "iv"}

MISSPELT = 0.9
"""From this likeness on (difflib's ratio) two given names of one surname are one: Vicente, Vincente."""

SLIP = 0.88
"""From this likeness on a surname that stands alone is one that is known: Tump, where Trump is spoken of."""


@functools.lru_cache(maxsize=1 << 16)
def key(name: str) -> str:
    """Return what spellings of a name share: no case, article, accents, dots, hyphens, kind of apostrophe."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    plain = " ".join(_DOTS.sub("", bare.replace("’", "'").replace("-", " ")).casefold().split()).strip(" ,")
    return _IN_FULL.sub("us ", plain.removeprefix("the ")) or plain


def official(name: str) -> str | None:
    """Return the name under which an agency, a country or a body of one is known, or None."""
    if agency := find_agency(name):
        return agency.name
    if body := find_body(name):
        return body[0]
    country = find_country(name)
    return country.name if country else None


@dataclass
class _Voice:
    """What the articles tell about one source."""

    names: Counter[str] = field(default_factory=Counter)
    aliases: set[str] = field(default_factory=set)
    kinds: Counter[str] = field(default_factory=Counter)
    speaks_for: Counter[str] = field(default_factory=Counter)

    def add(self, other: _Voice) -> None:
        """Take over what is told about another voice that is the same."""
        self.names.update(other.names)
        self.aliases |= other.aliases
        self.kinds.update(other.kinds)
        self.speaks_for.update(other.speaks_for)

    @property
    def kind(self) -> str:
        """The kind that most articles give it; an agency is one whatever an article takes it for."""
        if any(find_agency(name) for name in self.names):
            return "agency"
        return _commonest(self.kinds) or "unnamed"

    @property
    def name(self) -> str:
        """The official name, or else of the full names the one that most articles use, not in capitals."""
        known = [name for name in self.names if official(name) == name and self.kind != "person"]
        full = [name for name in self.names if " " in name]
        cased = [name for name in full if not name.isupper()]
        return _commonest(Counter({name: self.names[name] for name in known or cased or full or self.names}))


class Voices:
    """The sources of a story; every name that its articles use leads to one."""

    def __init__(self, readings: Sequence[Reading]) -> None:
        self._voices: dict[str, _Voice] = {}
        for reading in readings:
            for source in reading.sources:
                self._tell(source.name, source.kind, source.aliases, source.speaks_for)
            for name in sorted({name for s in reading.statements for name in s.chain}):
                self._tell(name)
        self._lead: dict[str, str] = {}  # key of another name -> key of the voice that it names
        for find in (
            self._by_office,
            self._by_initials,
            self._by_title,
            self._by_alias,
            self._by_noun,
            self._by_last_word,
            self._by_spelling,
        ):
            for one, other in list(find()):
                self._unite(one, other)
        self._names = {k: voice.name for k, voice in self._voices.items()}
        self._charge()
        self._bodies: dict[str, str] = {}

    def _tell(
        self, name: str, kind: str = "", aliases: Iterable[str] = (), speaks_for: str | None = None
    ) -> None:
        voice = self._voices.setdefault(key(name), _Voice())
        voice.names[name] += 1
        voice.aliases.update(a for a in aliases if a.strip())
        if kind:
            voice.kinds[kind] += 1
        if speaks_for and key(speaks_for) != key(name):
            voice.speaks_for[speaks_for] += 1

    def _by_office(self) -> Iterator[tuple[str, str]]:
        """Pair the names of agencies, countries and their bodies with the official ones."""
        for voice_key, voice in sorted(self._voices.items()):
            known = official(voice.name) if voice.kind != "person" else None
            if known and key(known) != voice_key:
                self._tell(known)
                yield voice_key, key(known)

    def _by_initials(self) -> Iterator[tuple[str, str]]:
        """Pair people whose names differ by an initial in the middle."""
        for voice_key, voice in sorted(self._voices.items()):
            first, *middle, last = voice_key.split() if " " in voice_key else ("", "")
            short = " ".join([first, *(word for word in middle if len(word) > 1), last])
            if voice.kind != "unnamed" and short != voice_key and short in self._voices:
                yield voice_key, short

    def _by_title(self) -> Iterator[tuple[str, str]]:
        """Pair people whose name has a title in front with those of the name alone."""
        for voice_key, voice in sorted(self._voices.items()):
            words = voice_key.split()
            for cut in range(1, len(words) - 1):
                bare = " ".join(words[cut:])
                if bare in self._voices and {voice.kind, self._voices[bare].kind} == {"person"}:
                    yield voice_key, bare
                    break

    def _by_alias(self) -> Iterator[tuple[str, str]]:
        """Pair each name with the one voice, of another name, that some article calls so."""
        claimed = defaultdict(set)
        for voice_key, voice in self._voices.items():
            for alias in voice.aliases:
                name = alias.split(",")[0]  # "Ida Berg, the harbour master"
                if name.removeprefix("the ")[:1].isupper() and not _is_pronoun(name):
                    claimed[key(name)].add(voice_key)
        for alias, voices in sorted(claimed.items()):
            others = voices - {alias}
            if alias in self._voices and len(others) == 1 and self._alike(alias, *others):
                yield alias, min(others)

    def _by_noun(self) -> Iterator[tuple[str, str]]:
        """Pair a body that articles name only by its kind ("an airline") with the one that others call so."""
        called = defaultdict(set)
        for voice_key, voice in self._voices.items():
            if not voice_key.startswith("unnamed "):
                for alias in voice.aliases:
                    if alias[:4].casefold() == "the ":
                        called[key(alias)].add(voice_key)
        for voice_key, voice in sorted(self._voices.items()):
            named = called.get(voice_key.removeprefix("unnamed "), set())
            if voice_key.startswith("unnamed ") and voice.kind == "organisation" and len(named) == 1:
                yield voice_key, min(named)

    def _by_last_word(self) -> Iterator[tuple[str, str]]:
        """Pair each name of one word with the one voice whose name ends with it: a surname, mostly."""
        ending = defaultdict(set)
        for voice_key, voice in self._voices.items():
            words = voice_key.split()
            if len(words) > 1 and voice.kind in ("person", "organisation") and not official(voice.name):
                ending[words[-1]].add(voice_key)
        for voice_key, voice in sorted(self._voices.items()):
            full = ending.get(voice_key, set())
            if len(full) == 1 and not official(voice.name) and self._alike(voice_key, *full):
                yield voice_key, min(full)

    def _by_spelling(self) -> Iterator[tuple[str, str]]:
        """Pair people with one surname whose given names are spelt almost alike, and a surname that stands
        alone with the one that it almost is: a slip of the keyboard makes nobody new."""
        bearers = defaultdict(list)
        for voice_key, voice in sorted(self._voices.items()):
            given, _, surname = voice_key.rpartition(" ")
            if given and voice.kind == "person" and surname not in _SUFFIXES:
                bearers[surname].append(voice_key)
        for people in bearers.values():
            for one, other in combinations(people[:50], 2):
                if _misspelt(one.rpartition(" ")[0], other.rpartition(" ")[0], MISSPELT):
                    yield one, other
        for voice_key, voice in sorted(self._voices.items()):
            if " " in voice_key or voice.kind not in ("person", "organisation") or official(voice.name):
                continue
            near = [s for s in bearers if s[0] == voice_key[0] and _misspelt(s, voice_key, SLIP)]
            if len(near) == 1 and len(bearers[near[0]]) == 1:
                yield voice_key, bearers[near[0]][0]

    def _charge(self) -> None:
        """Let charges and those who press them be of one body: an indictment is the prosecutors' word."""
        words = LANGUAGES["en"].words("speakers.toml")
        pressing, charges = (_phrases(words[name]) for name in ("prosecution", "charges"))
        parties = [k for k, voice in sorted(self._voices.items()) if voice.kind != "person" and pressing(k)]
        if not parties:
            return
        named = [k for k in parties if self._voices[k].kind != "unnamed"]
        head = max(named or parties, key=lambda k: (sum(self._voices[k].names.values()), k))
        papers = [k for k, voice in sorted(self._voices.items()) if voice.kind != "person" and charges(k)]
        for voice_key in {*parties, *papers} - {head}:
            if not self._voices[voice_key].speaks_for:
                self._voices[voice_key].speaks_for[self._names[head]] += 1

    def _alike(self, one: str, other: str) -> bool:
        """Whether two voices may be the same by their kinds; a person is easily taken for an organisation."""
        kinds = {self._voices[one].kind, self._voices[other].kind}
        return kinds <= {"person", "organisation"} or (len(kinds) == 1 and kinds != {"unnamed"})

    def _unite(self, one: str, other: str) -> None:
        one, other = self._find(one), self._find(other)
        if one != other:
            self._voices[other].add(self._voices.pop(one))
            self._lead[one] = other

    def _find(self, name_key: str) -> str:
        while name_key in self._lead:
            name_key = self._lead[name_key]
        return name_key

    def _voice(self, name: str) -> _Voice | None:
        known = self._find(key(name))
        if known not in self._voices and (office := official(name)):
            known = self._find(key(office))
        return self._voices.get(known)

    def name(self, name: str) -> str:
        """Return the one name that the story gives to whoever this name means."""
        return self._names.get(self._find(key(name))) or official(name) or name

    def kind(self, name: str) -> str:
        """Return the kind of the source of this name (see records.Source)."""
        voice = self._voice(name)
        return voice.kind if voice else "unnamed"

    def speaks_for(self, name: str) -> str | None:
        """Return whom the source of this name speaks for, or None."""
        voice = self._voice(name)
        if voice and voice.speaks_for:
            return self.name(_commonest(voice.speaks_for))
        agency, body = find_agency(name), find_body(name.removeprefix("unnamed "))  # "unnamed X authorities"
        above = agency.owner if agency else body[1] if body else ""
        return self.name(above) if above and above != name else None

    def body(self, name: str) -> str:
        """Return the body at the end of the line of those whom the source of this name speaks for."""
        if name not in self._bodies:
            line = [self.name(name)]
            while (above := self.speaks_for(line[-1])) and above not in line:
                line.append(above)
            # In a circle, always the same one.
            self._bodies[name] = min(line[line.index(above) :]) if above else line[-1]
        return self._bodies[name]

    def sources(self) -> list[Source]:
        """Return everybody, by name."""
        rows = []
        for voice_key, voice in self._voices.items():
            name = self._names[voice_key]
            aliases = _other_names(name, set(voice.names) | voice.aliases)
            rows.append(Source(name, voice.kind, aliases, self.speaks_for(name)))
        return sorted(rows, key=lambda source: source.name)


def _other_names(name: str, called: Iterable[str]) -> list[str]:
    """Return what else somebody is called: no pronouns, and once what only begins with a capital or not."""
    found: dict[str, str] = {}
    for other in sorted(called):  # "The minister" before "the minister"
        if other != name and not _is_pronoun(other):
            found.setdefault(other[:1].casefold() + other[1:], other)
    return list(found.values())


def _is_pronoun(name: str) -> bool:
    """Is it a word without a meaning of its own, as "she"? "US" is none."""
    return name == "I" or (name[1:].islower() and name.casefold() in _function_words())


@functools.cache
def _function_words() -> frozenset[str]:
    """Return the words without a meaning of their own, pronouns among them, of all languages."""
    known = [code for code, language in LANGUAGES.items() if language.has("comparing.toml")]
    return frozenset().union(*(comparing(code).function for code in known))


def _misspelt(one: str, other: str, least: float) -> bool:
    """Whether two words are spelt almost alike: difflib's ratio of at least so much."""
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= least


def _phrases(listed: Sequence[str]) -> Callable[[str], bool]:
    """Return whether one of the phrases stands in a name's key, as whole words."""
    found = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, listed))})(?!\w)")
    return lambda name: bool(found.search(name))


def _commonest(counts: Counter[str]) -> str:
    """Return what was counted most; of several, the first in the alphabet; "" of nothing."""
    return min(counts, key=lambda name: (-counts[name], name), default="")

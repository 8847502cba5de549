"""Who is who in a story: the same source under all its names, and the body it speaks for."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from reportedly.languages import find_agency
from reportedly.languages.places import find_body, find_country
from reportedly.records import Reading, Source

_DOTTED = re.compile(r"(?<=\w)\.(?=\w\.|\s|$)")
_SUFFIXES = {"jr", "sr", "ii", "iii", "iv"}


def key(name: str) -> str:
    """Return what is the same in all spellings of a name: no case, article, dots or kind of apostrophe."""
    plain = _DOTTED.sub("", " ".join(name.replace("’", "'").split())).casefold().strip(" .,")
    plain = re.sub(r"(?<=\b\w)\.(?=\w\b)", "", plain)
    return plain.removeprefix("the ") or plain


@dataclass
class _Voice:
    """What the articles tell about one source."""

    names: Counter[str] = field(default_factory=Counter)
    aliases: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    speaks_for: Counter[str] = field(default_factory=Counter)

    def add(self, other: _Voice, *, renamed: bool) -> None:
        """Take over what is told about another voice, whose names become aliases when `renamed`."""
        (self.aliases if renamed else self.names).update(other.names)
        self.aliases.update(other.aliases)
        self.kinds.update(other.kinds)
        self.speaks_for.update(other.speaks_for)

    @property
    def kind(self) -> str:
        return _commonest(self.kinds) or "unnamed"


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
        for other, voice in [*self._by_alias(), *self._by_surname()]:
            self._unite(other, voice)
        self._bodies: dict[str, str] = {}

    def _tell(
        self, name: str, kind: str = "", aliases: Iterable[str] = (), speaks_for: str | None = None
    ) -> None:
        agency = find_agency(name)
        voice = self._voices.setdefault(key(agency.name if agency else name), _Voice())
        voice.names[agency.name if agency else name] += 1
        voice.aliases.update(a for a in aliases if a.strip())
        if agency or kind:
            voice.kinds["agency" if agency else kind] += 1
        if speaks_for and key(speaks_for) != key(name):
            voice.speaks_for[speaks_for] += 1

    def _by_alias(self) -> list[tuple[str, str]]:
        """Pair each name with the one voice, of another name, that some article calls so."""
        claimed = defaultdict(set)
        for voice_key, voice in self._voices.items():
            for alias in voice.aliases:
                if alias.removeprefix("the ")[:1].isupper():
                    claimed[key(alias)].add(voice_key)
        pairs = []
        for alias, voices in sorted(claimed.items()):
            others = voices - {alias}
            if alias in self._voices and len(others) == 1 and self._alike(alias, (other := min(others))):
                pairs.append((alias, other))
        return pairs

    def _by_surname(self) -> list[tuple[str, str]]:
        """Pair each person known by one name alone with the one person of that surname."""
        surnames = defaultdict(set)
        for voice_key, voice in self._voices.items():
            words = voice_key.split()
            if voice.kind == "person" and len(words) > 1 and words[-1] not in _SUFFIXES:
                surnames[words[-1]].add(voice_key)
        alone = [k for k, voice in sorted(self._voices.items()) if " " not in k and voice.kind == "person"]
        return [(k, min(surnames[k])) for k in alone if len(surnames.get(k, ())) == 1]

    def _alike(self, one: str, other: str) -> bool:
        """Whether two voices may be the same: of one kind, and none of them unnamed."""
        kinds = {self._voices[one].kind, self._voices[other].kind}
        return len(kinds) == 1 and kinds != {"unnamed"}

    def _unite(self, other: str, voice: str) -> None:
        other, voice = self._find(other), self._find(voice)
        if other != voice:
            self._voices[voice].add(self._voices.pop(other), renamed=True)
            self._lead[other] = voice

    def _find(self, name_key: str) -> str:
        while name_key in self._lead:
            name_key = self._lead[name_key]
        return name_key

    def _voice(self, name: str) -> _Voice | None:
        agency = find_agency(name)
        return self._voices.get(self._find(key(agency.name if agency else name)))

    def name(self, name: str) -> str:
        """Return the one name that the story gives to whoever this name means."""
        voice = self._voice(name)
        return _commonest(voice.names) if voice else name

    def kind(self, name: str) -> str:
        """Return the kind of the source of this name (see records.Source)."""
        voice = self._voice(name)
        return voice.kind if voice else "unnamed"

    def speaks_for(self, name: str) -> str | None:
        """Return whom the source of this name speaks for, or None."""
        voice = self._voice(name)
        if voice and voice.speaks_for:
            return self.name(_commonest(voice.speaks_for))
        agency, body = find_agency(name), find_body(name)
        above = agency.owner if agency else body[1] if body else ""
        return self.name(above) if above and above != name else None

    def body(self, name: str) -> str:
        """Return the body at the end of the line of those whom the source of this name speaks for."""
        if name not in self._bodies:
            line = [self.name(name)]
            while (above := self.speaks_for(line[-1])) and above not in line:
                line.append(above)
            last = min(line[line.index(above) :]) if above else line[-1]  # in a circle, always the same one
            country = find_country(last)
            self._bodies[name] = country.name if country else last
        return self._bodies[name]

    def sources(self) -> list[Source]:
        """Return everybody, by name."""
        rows = []
        for voice in self._voices.values():
            name = _commonest(voice.names)
            aliases = sorted((set(voice.names) | set(voice.aliases)) - {name})
            rows.append(Source(name, voice.kind, aliases, self.speaks_for(name)))
        return sorted(rows, key=lambda source: source.name)


def _commonest(counts: Counter[str]) -> str:
    """Return what was counted most; of several, the first in the alphabet; "" of nothing."""
    return min(counts, key=lambda name: (-counts[name], name), default="")

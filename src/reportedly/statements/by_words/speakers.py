"""Who is meant by a source: from a noun phrase to a member of the article's cast, by words alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reportedly.languages import find_agency
from reportedly.languages.outlets import outlet_named
from reportedly.statements.attributions import Mention
from reportedly.statements.by_words.lexicon import WordLists
from reportedly.statements.by_words.phrases import is_body, is_female, is_role, role_of
from reportedly.statements.by_words.places import Places
from reportedly.statements.by_words.words import MARKS, Sentence, Word
from reportedly.statements.cast import Cast, Member, Sighting
from reportedly.statements.scene import Scene

PEOPLE = ["person", "unnamed"]
BODIES = ["organisation", "government", "agency", "outlet"]


class WordSpeakers(Scene):
    """Resolves the sources of one article, in the order of the text."""

    def __init__(self, cast: Cast, lists: WordLists, places: Places, outlet: str | None) -> None:
        super().__init__(cast, lists, outlet)
        self.lists, self.places = lists, places
        self.venues: list[tuple[int, Member]] = []  # which outlets were told, and where

    def resolve(self, mention: Mention, *, spoke: bool = True) -> list[Member]:
        """Return who is meant, several where the phrase joins several by "und"; remember that they spoke."""
        found: list[Member] = []
        for words in _joined(mention.tokens, self.lists):
            member = self._one(words, mention.start)
            if member is not None and member not in found:
                found.append(member)
        text = " ".join(w.text for w in mention.tokens)
        for member in found:
            if spoke:
                self.spoken.append((mention.start, member))
            if len(found) == 1 and len(text) <= 80 and len(mention.tokens) > 1:
                member.aliases.add(_named(mention.tokens, self.lists))
        return found

    def outlet_told(self, mention: Mention) -> Member | None:
        """Return the outlet or agency that was told; None for anybody else, and for this outlet itself."""
        names = _runs(mention.tokens)
        agency = next((a for name in names if (a := find_agency(name))), None)
        if agency is not None:
            return self._venue(mention, self.agency(agency.name))
        known = next((o for name in names if (o := outlet_named(name))), None)
        publishes = any(self.lists.ends(w.text, "publishers") for w in mention.tokens)
        rest = _named([w for w in mention.tokens if w.low not in self.lists["bodies"]], self.lists)
        name = known.name if known else rest if publishes else ""
        return self._venue(mention, self.known(name, "outlet")) if name else None

    def _venue(self, mention: Mention, member: Member) -> Member | None:
        if self.is_ours(member.name):
            return None
        self.venues.append((mention.start, member))
        return member

    # ------------------------------------------------------------ one of them
    def _one(self, words: Sequence[Word], at: int) -> Member | None:
        low = [w.low for w in words]
        if not words or low[0] in self.lists["first_person"]:
            return None
        if len(words) == 1 and low[0] in self.lists["subject_pronouns"]:
            return self._pronoun(low[0], at)
        nouns = nouns_of(words, self.lists)
        if not nouns:
            return None
        return (
            self._agency(words, nouns)
            or self._person(words, nouns)
            or self._body(words)
            or self._back(words, nouns, at)
            or self._outlet(words, nouns)
            or self._described(words, at)
        )

    def _pronoun(self, low: str, at: int) -> Member | None:
        """Return who spoke last that a pronoun can mean, else who was named last."""
        male, plural = low in self.lists["male_pronouns"], low in self.lists["plural_pronouns"]
        kinds = {*PEOPLE, *(BODIES if plural else ())}
        barred = "f" if male else "m"
        recent = [m for m in self.recent(at, kinds, reach=900) if m.gender != barred]
        if recent:
            return recent[-1]
        bare = [m for m in self.recent(at, {"organisation"}, reach=900) if not m.roles and " " not in m.name]
        if male and bare:  # a name alone: "Reimann sagte ... Er ..." tells that it is a man's
            bare[-1].kind, bare[-1].gender = "person", "m"
            return bare[-1]
        return self.cast.last(at, ["person"], "m" if male else "f")

    def _agency(self, words: Sequence[Word], nouns: Sequence[Word]) -> Member | None:
        """Return the agency named, unless somebody at it or an office speaks."""
        if is_role(nouns[0].text, self.lists) or nouns[0].low in self.lists["unnamed"]:
            return None
        agency = next((a for name in _runs(words) if (a := find_agency(name))), None)
        if agency is not None:
            return self.agency(agency.name)
        return None

    def _person(self, words: Sequence[Word], nouns: Sequence[Word]) -> Member | None:
        """Return the person named: by a role and a name, by first and last name, by a known surname."""
        name = person_name(words, self.lists)
        known = self.cast.named(" ".join(name or [w.text for w in nouns[:2]]))
        if known is not None and known.kind == "person":
            return known
        if not name:
            return None
        return _add_person(self.cast, words, name, self.lists, self.places)

    def _body(self, words: Sequence[Word]) -> Member | None:
        """Return the country or the body of a country that a phrase names."""
        plain = [w.text for w in words if w.low not in self.lists["articles"] and w.text not in MARKS]
        nouns = [w.text for w in nouns_of(words, self.lists)]
        if is_role(nouns[0], self.lists) or self._unnamed(nouns[0]):
            return None
        body = self.places.body(plain)
        if body is not None:
            name, country = body
            return self.known(name, "agency" if find_agency(name) else "government", country or None)
        country_of = self.places.country(nouns[0]) if len(nouns) == 1 else None
        return self.known(country_of.name, "government") if country_of else None

    def _back(self, words: Sequence[Word], nouns: Sequence[Word], at: int) -> Member | None:
        """Return whom a definite noun points back at: `der Sprecher`, `das Unternehmen`, `die Mitteilung`."""
        head = nouns[0].low
        if head in self.lists["utterances"] and self.spoken:
            return self.spoken[-1][1]
        bare = len(nouns) == 1 and words[0].low in self.lists["definite"] and len(words) == 2
        if not bare:
            return None
        if is_role(nouns[0].text, self.lists):
            role = role_of(nouns[0].text, self.lists)
            called = [m for _, m in self.spoken if role in m.roles]
            called += [s.member for s in self.cast.sightings if s.at < at and role in s.member.roles]
            return called[0] if len(set(called)) == 1 else called[-1] if called else None
        if head in self.lists["generic_bodies"]:
            return self._body_before(head, at)
        longer = [m for m in self.cast.members if m.name.casefold().startswith(f"{head} ")]
        if len(longer) == 1:
            return longer[0]
        return next((m for m in self.cast.members if m.name.casefold() == head), None)

    def _body_before(self, head: str, at: int) -> Member | None:
        """Return the body that was called so, else the last of its kind (an agency that was told, too)."""
        called = [s.member for s in self.cast.sightings if s.at < at and head in s.member.roles]
        if called:
            return called[-1]
        publishes = head in self.lists["publishers"] | self.lists["agencies"]
        kinds = ["agency", "outlet"] if publishes else ["organisation"]
        told = sorted([*self.spoken, *(self.venues if publishes else ())], key=lambda pair: pair[0])
        recent = [m for where, m in told if where < at and m.kind in kinds and m.name.casefold() != head]
        recent = [m for m in recent if self._is_office(m.name) == self._is_office(head)]
        last = recent[-1] if recent else self.cast.last(at, kinds, reach=at + 1)
        return last if last and self._is_office(last.name) == self._is_office(head) else None

    def _is_office(self, name: str) -> bool:
        """Is this the name of a public body? A company is none, nor the other way round."""
        return self.lists.ends(name.casefold().split()[-1], "offices")

    def _outlet(self, words: Sequence[Word], nouns: Sequence[Word]) -> Member | None:
        if is_role(nouns[0].text, self.lists) or self._unnamed(nouns[0].text):
            return None
        known = next((o for name in _runs(words) if (o := outlet_named(name)) and len(name) > 2), None)
        return self.known(known.name, "outlet") if known else None

    def _described(self, words: Sequence[Word], at: int) -> Member | None:
        """Return somebody unnamed, a document or a body by its description."""
        name = _named(words, self.lists)
        heads = [w.text for w in nouns_of(words, self.lists)]
        if not name:
            return None
        head = next((h for h in heads if not self.places.country(h)), heads[0])
        voices = self.lists.ends_as(head, "voices")
        if is_role(head, self.lists) or self._unnamed(head):
            member = self.known(
                f"unnamed {name}", "unnamed", self._principal(words, head) if voices else None
            )
            member.roles.add(role_of(head, self.lists))
            member.gender = "f" if is_female(head, self.lists) else ""
            return member
        if self.lists.ends(head, "documents"):
            issuer = next(
                (m for n in _runs(words) if (m := self.cast.named(n)) and m.kind != "document"), None
            )
            return issuer or self.known(name, "document")
        for ending in self.lists["angaben_nouns"]:  # Polizeiangaben
            if head.casefold().endswith(ending) and len(head) > len(ending):
                return self.known(head[: -len(ending)].rstrip("-"), "organisation")
        member = self.known(self._body_name(words) or name, "organisation")
        member.roles |= {h.casefold() for h in heads if is_body(h, self.lists)}
        return member

    def _unnamed(self, head: str) -> bool:
        low = head.casefold().split("-")[-1]
        return low in self.lists["unnamed"] or low.endswith(tuple(self.lists["unnamed_endings"]))

    def _body_name(self, words: Sequence[Word]) -> str:
        """Return the name behind what a body is: `die Gewerkschaft Verdi` is Verdi; a place is no name."""
        names = nouns_of(words, self.lists)
        if len(names) < 2 or not is_body(names[0].text, self.lists):
            return ""
        if self.lists.ends(names[0].text, "places_after") or self.places.country(names[1].text):
            return ""
        return _named(words[words.index(names[0]) + 1 :], self.lists)

    def _principal(self, words: Sequence[Word], head: str) -> str | None:
        return principal(words, head, self.lists, self.places)


def build_cast(sentences: Iterable[Sentence], lists: WordLists, places: Places) -> Cast:
    """Return the people that an article introduces by what they are (`Kanzlerin Ana Ruiz`)."""
    cast = Cast()
    for sentence in sentences:
        words = sentence.words
        k = 0
        while k < len(words):
            if words[k].low in lists["articles"] | lists["determiners"]:
                k += 1
                continue
            end = k
            while end < len(words) and (words[end].is_name or words[end].low in lists["particles"]):
                end += 1
            while end > k and not words[end - 1].is_name:
                end -= 1
            if end - k >= 2 and is_role(words[k].text, lists):
                name = person_name(words[k:end], lists)
                if len(name) >= 2:
                    member = _add_person(cast, words[k:end], name, lists, places)
                    cast.sightings.append(Sighting(words[k].idx, member, k <= 1))
            elif end - k == 2 and is_body(words[k].text, lists) and not places.country(words[k + 1].text):
                member = cast.named(words[k + 1].text) or cast.add(Member(words[k + 1].text, "organisation"))
                member.roles.add(words[k].low)
                cast.sightings.append(Sighting(words[k].idx, member, k <= 1))
            k = max(end, k + 1)
    return cast


def _add_person(
    cast: Cast, words: Sequence[Word], name: Sequence[str], lists: WordLists, places: Places
) -> Member:
    full = " ".join(name)
    member = cast.named(full)
    if member is None or member.kind != "person":
        member = cast.add(Member(full, "person", {full}))
    for word in words:
        if is_role(word.text, lists) and word.text not in name:
            member.roles.add(role_of(word.text, lists))
            member.gender = member.gender or ("f" if is_female(word.text, lists) else "m")
            member.speaks_for = member.speaks_for or principal(words, word.text, lists, places)
    return member


def person_name(words: Sequence[Word], lists: WordLists) -> list[str]:
    """Return the name in a phrase about a person: what stands behind the role, or first and last name."""
    bare = [w for w in words if w.text not in MARKS]
    while bare and bare[0].low in lists["articles"]:
        bare.pop(0)
    roles = [k for k, w in enumerate(bare) if is_role(w.text, lists) and w.is_name]
    followed = [k for k in roles if k + 1 < len(bare) and bare[k + 1].is_name]
    if followed:
        return _name_at(bare, followed[-1] + 1, lists)
    begins = not roles and len(bare) >= 2 and all(w.is_name for w in bare[:2])
    name = _name_at(bare, 0, lists) if begins else []
    bodily = any(lists.ends(part, "bodies") or part.isupper() or "-" in part for part in name)
    return name if len(name) >= 2 and not bodily and len(name) <= 4 else []


def _name_at(words: Sequence[Word], k: int, lists: WordLists) -> list[str]:
    """Return the name that begins at a place: capitals, with particles between them."""
    out: list[str] = []
    while k < len(words) and (words[k].is_name or (out and words[k].low in lists["particles"])):
        out.append(words[k].text)
        k += 1
    while out and not out[-1][0].isupper():
        out.pop()
    return out


def principal(words: Sequence[Word], head: str, lists: WordLists, places: Places) -> str | None:
    """Return the body that somebody speaks for: `Polizeisprecher`, `Sprecher des Amts`, `Kremlsprecher`."""
    voice = lists.ends_as(head.removesuffix("in"), "voices")
    if not voice:
        return None
    front = head.casefold().removesuffix("in").removesuffix(voice).rstrip("-")
    behind = next((k for k, w in enumerate(words) if w.text == head), 0) + 1
    texts = [w.text for w in words[behind:] if w.low not in lists["determiners"] | lists["articles"]]
    if front:
        texts = [head[: len(front)]]
    elif not texts or words[behind].low not in lists["genitive"] | lists["of"] | lists["for"]:
        return None
    body = places.body(texts)
    country = places.country(texts[0])
    name = body[0] if body else country.name if country else " ".join(texts)
    return name.removesuffix("s") if front and not (body or country) else name


def _joined(words: Sequence[Word], lists: WordLists) -> list[list[Word]]:
    """Return the parts of `die USA und China`."""
    parts: list[list[Word]] = [[]]
    for word in words:
        if word.low in lists["and"]:
            parts.append([])
        else:
            parts[-1].append(word)
    return [part for part in parts if part]


def _named(words: Sequence[Word], lists: WordLists) -> str:
    """Return words as a name: without article, quotation marks and what stands in brackets."""
    out: list[Word] = []
    depth = 0
    for word in words:
        depth += word.text == "("
        if not depth and word.text not in MARKS:
            out.append(word)
        depth -= word.text == ")"
    genitive = bool(out) and out[0].low in lists["genitive_s"]
    while out and out[0].low in lists["articles"] | lists["of"]:
        out.pop(0)
    text = ""
    for before, word in zip([None, *out], out, strict=False):
        glued = before is not None and (before.end == word.idx or "-" in (before.text, word.text))
        plain = _nominative(word, lists, genitive and not any(w.is_name for w in out[: out.index(word)]))
        text += plain if glued or not text else f" {plain}"
    return text


def _nominative(word: Word, lists: WordLists, genitive: bool) -> str:
    """Return a noun in its plain form: Ministeriums -> Ministerium, Regierungskreisen -> Regierungskreise."""
    if genitive and word.is_name:
        return word.text.removesuffix("s")
    for pair in lists["nominatives"]:
        ending, instead = pair.split(":")
        if word.low.endswith(ending):
            return word.text[: -len(ending)] + (instead if len(word.text) > len(ending) else instead.title())
    return word.text


def nouns_of(words: Sequence[Word], lists: WordLists) -> list[Word]:
    """Return the nouns and names of a phrase, the one that it is about first."""
    small = lists["articles"] | lists["determiners"] | lists["subject_determiners"] | lists["stop"]
    nouns = [w for w in words if w.text in lists["small_names"] or (w.is_name and w.low not in small)]
    carrying = next(
        (w.idx for w in words if w.low in lists["carrying"]), -1
    )  # mit dem Fall vertraute Personen
    return [w for w in nouns if w.idx > carrying] or nouns


def _runs(words: Sequence[Word]) -> list[str]:
    """Return runs of words of a phrase, the longest first: what may be the name of somebody known."""
    plain = [w for w in words if w.text not in MARKS]
    sizes = range(min(5, len(plain)), 0, -1)
    runs = [plain[k : k + n] for n in sizes for k in range(len(plain) - n + 1)]
    return [" ".join(w.text for w in run) for run in runs if run[0].is_word]

"""The tagger: who (source), said (cue), what (content), found by rules over a dependency parse.

This is the seam for a trained tagger: whatever returns `Attribution`s for a paragraph can take its
place; clauses, speakers, chains and stance work on those alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from reportedly.statements.lexicon import Lexicon
from reportedly.statements.parse import Span, Token, Unit

NO_SUBJECT = {"it", "there", "this", "that", "which", "what"}
SUBJECTS = {"nsubj", "csubj"}
REACH = {"xcomp", "conj", "advcl", "dep"}
"""Relations through which a verb without a subject takes that of the verb above it."""


@dataclass
class Mention:
    """A source as it stands in the text, not yet resolved."""

    tokens: list[Token]
    unit: Unit

    @property
    def start(self) -> int:
        return self.unit.span(self.tokens)[0]


@dataclass
class Attribution:
    """Source, cue and content spans in the article, and what the words around them tell."""

    cue: list[Span]
    content: list[Span]
    source: Mention | None = None
    stance: str = "affirms"
    speech: bool = False  # words (said, tweeted, ordered), not what somebody thinks or found
    telling: bool = True  # the source gives its word for the content; what one knows or wants is told by others
    back: bool = False  # the content only points at what was said before
    elsewhere: bool = False  # said in a statement, a letter, on a platform: not to whoever was told before
    aside: bool = False  # a denial told beside what it denies ("a claim that Z has denied"): governs nothing
    frame: list[Span] = field(default_factory=list)  # further words of the attribution ("in a statement on Monday")
    act: str = ""  # the cue, where the saying itself is what is stated: "called", "ordered", "announced"
    accuses: bool = False  # "accused X of doing Y": what is stated is that X does Y
    via: list[Mention] = field(default_factory=list)  # tellers behind the source: "citing two officials"
    told: list[Mention] = field(default_factory=list)  # who was told: "told Fox News"

    def covers(self, start: int, end: int) -> bool:
        """Does the content hold the middle of this stretch?"""
        middle = (start + end) // 2
        return any(s <= middle < e for s, e in self.content)


def attributions(unit: Unit, words: Lexicon) -> list[Attribution]:
    """Return the attributions of one parsed sentence, quotation tags included."""
    found: list[Attribution] = []
    for token in unit.tokens:
        hit = (
            _clause_cue(token, unit, words)
            or _bearing_cue(token, unit, words)
            or _wish_cue(token, unit, words)
            or _noun_phrase_cue(token, unit, words)
            or _according_to(token, unit)
            or _carried(token, unit, words)
            or _noun_cue(token, unit, words)
        )
        if hit and hit.content:
            found.append(hit)
    opening = _opening(unit, words)
    if opening and not any(opening.cue[-1] in a.cue for a in found):
        found.append(opening)
    return found


# ---------------------------------------------------------------- kinds of cue
def _clause_cue(verb: Token, unit: Unit, words: Lexicon) -> Attribution | None:
    """`Kim said X is so`; `X is so, Kim said`; `it is reported that X`."""
    if verb.pos_ not in {"VERB", "AUX"}:
        return None
    lemma = verb.lemma_.lower()
    telling = lemma in words["say"]
    clause = next((c for c in verb.children if c.dep_ == "ccomp" and _is_clause(c)), None)
    if clause is None and (telling or lemma in words["think"]):
        clause = _strayed(verb, words) or _about_how(verb)
    if clause is None or lemma in words["not_cues"]:
        return None
    source = _source(verb, unit)
    if not telling and lemma not in words["think"] and (source is None or not _has_mark(clause)):
        return None
    if source is None and not telling:
        return None
    content = _subtree(clause)
    if verb.i < clause.i:
        content = _with_rest(verb, content)
    if _inside(verb, content):  # the tag stands inside its content: "X, he said, Y"
        content = [t for t in content if t not in set(_tag(verb, clause))]
    return _made(verb, source, content, unit, words, speech=telling)


def _opening(unit: Unit, words: Lexicon) -> Attribution | None:
    """`Fox said, as a taxpayer, he is not willing`: where the parser loses the clause, the rest of the sentence is it."""
    verb = next((t for t in unit.tokens if t.pos_ in {"VERB", "AUX"} and t.dep_ not in {"amod", "acl", "relcl"}), None)
    if verb is None or verb.tag_ not in {"VBD", "VBZ", "VBP"} or verb.lemma_.lower() not in words["say"]:
        return None
    subject = next((c for c in verb.children if c.dep_ == "nsubj" and c.i < verb.i), None)
    rest = [t for t in unit.tokens if t.i > verb.i]
    finite = any(t.tag_ in {"VBD", "VBZ", "VBP", "MD"} and any(c.dep_ in SUBJECTS for c in t.children) for t in rest)
    if subject is None or not finite or any(t.text in {"“", '"', ":"} for t in rest):
        return None
    source = _antecedent(subject, verb, unit)
    if source is None:
        return None
    return _made(verb, source, rest, unit, words, speech=True)


def _strayed(verb: Token, words: Lexicon) -> Token | None:
    """Return the that-clause that the parser hung on a noun between ("said in a statement that X")."""
    for prep in (c for c in verb.children if c.dep_ == "prep"):
        for noun in (c for c in prep.children if c.dep_ == "pobj" and c.lemma_.lower() in words["vehicle"]):
            for t in noun.subtree:
                if t.dep_ in {"acl", "relcl", "ccomp", "advcl"} and _marked_that(t):
                    return t
    return None


def _about_how(verb: Token) -> Token | None:
    """Return the clause of "testified about how he had done it"."""
    for prep in (c for c in verb.children if c.dep_ == "prep" and c.lower_ in {"about", "on", "to"}):
        return next((c for c in prep.children if c.dep_ == "pcomp" and c.pos_ in {"VERB", "AUX"}), None)
    return None


def _bearing_cue(verb: Token, unit: Unit, words: Lexicon) -> Attribution | None:
    """`found no evidence that X`, `raised concerns that X`."""
    if verb.pos_ not in {"VERB", "AUX"} or verb.lemma_.lower() not in words["bearing"]:
        return None
    noun = next((c for c in verb.children if c.dep_ == "dobj"), None)
    if noun is None or not any(t.lemma_.lower() in words["nouns"] | words["proof"] for t in noun.subtree):
        return None
    clause = next((t for t in noun.subtree if t.dep_ in {"acl", "ccomp", "relcl"} and _marked_that(t)), None)
    source = _source(verb, unit) if clause is not None else None
    if clause is None or source is None:
        return None
    made = _made(verb, source, _subtree(clause), unit, words, speech=False)
    failed = verb.dep_ == "xcomp" and verb.head.lemma_.lower() in words["withhold"]
    none = any(c.lower_ == "no" for c in noun.subtree) or any(c.dep_ == "neg" for c in verb.children)
    proof = any(t.lemma_.lower() in words["proof"] for t in noun.subtree if t.i < clause.left_edge.i)
    made.stance = "denies" if proof and (none or failed) else "affirms"
    made.frame += [unit.span([t for t in noun.subtree if t.i < clause.left_edge.i])]
    if failed:
        made.frame.append(unit.span([verb.head]))
    return made


def _wish_cue(verb: Token, unit: Unit, words: Lexicon) -> Attribution | None:
    """`called for X`, `urged Y to do Z`, `vowed to do Z`."""
    lemma = verb.lemma_.lower()
    if verb.pos_ != "VERB" or lemma not in words["direct"]:
        return None
    asked = [c for c in verb.children if c.i > verb.i and c.dep_ in {"xcomp", "ccomp", "dobj", "dative"}]
    asked += [c for c in verb.children if c.dep_ == "nsubjpass"]  # "the army was ordered by Kim to fire"
    asked += [c for c in verb.children if c.dep_ == "prep" and c.lower_ in {"for", "on", "upon"}]
    wanted = any(c.dep_ in {"xcomp", "ccomp"} for c in asked)
    for_something = lemma in {"call", "ask", "press", "push", "appeal", "plead"} and any(
        c.lower_ in {"for", "on", "upon"} for c in asked
    )
    if not (wanted or for_something):
        return None
    source = _source(verb, unit)
    if source is None:
        return None
    content = [t for c in asked for t in _subtree(c)]
    made = _made(verb, source, content, unit, words, speech=lemma in words["say"] or for_something)
    made.act = verb.text if any(c.dep_ == "nsubjpass" for c in asked) else _act(verb)
    return made


def _noun_phrase_cue(verb: Token, unit: Unit, words: Lexicon) -> Attribution | None:
    """`condemned the supply`, `accused X of Y`, `called it a hoax`, `denied the allegations`."""
    if verb.pos_ != "VERB":
        return None
    lemma = verb.lemma_.lower()
    after = [c for c in verb.children if c.dep_ in {"dobj", "oprd", "prep", "ccomp", "xcomp", "dative"}]
    thing = next((c for c in after if c.dep_ == "dobj"), None)
    kinds = [k for k in ("name", "deny", "charge", "judge") if lemma in words[k]]
    charged = any(c.dep_ == "prep" and c.lower_ in {"of", "for", "with", "over"} for c in after)
    named = any(c.dep_ in {"oprd", "ccomp"} or (c.dep_ == "prep" and c.lower_ == "as") for c in after)
    beside = verb.dep_ in {"relcl", "acl"} and verb.head.lemma_.lower() in words["nouns"]
    fits = {"deny": beside or thing is not None or any(c.dep_ == "xcomp" for c in after),
            "charge": thing is not None and charged, "name": named, "judge": thing is not None}
    kind = next((k for k in kinds if fits[k]), None)
    source = _source(verb, unit) if kind else None
    if kind is None or source is None:
        return None
    if kind == "judge" or kind == "deny":
        after = [c for c in after if c.dep_ in {"dobj", "xcomp", "ccomp"}]
    content = [t for c in after if c.i > verb.i for t in _subtree(c)]
    aside = not content and kind == "deny"
    if aside:
        content = _denied_antecedent(verb)
    if not content:
        return None
    made = _made(verb, source, content, unit, words, speech=True)
    if kind == "name":
        made.stance = "affirms"  # "dismissed it as a prank" says that it was one
    made.back = kind == "deny" and not aside and _points(content, words)
    made.aside = aside
    made.act = _act(verb) if kind in {"judge", "name"} and not made.back else ""
    made.accuses = kind == "charge"
    return made


def _according_to(token: Token, unit: Unit) -> Attribution | None:
    """`According to the US, X`."""
    if token.lower_ != "according":
        return None
    to = next((c for c in token.children if c.lower_ == "to"), None)
    whom = next((c for c in to.children if c.dep_ == "pobj"), None) if to is not None else None
    if whom is None:
        return None
    phrase = set(_subtree(token))
    head = token.head
    while head.pos_ not in {"VERB", "AUX"} and head.head != head:
        head = head.head
    whole = head.dep_ == "ROOT" or head.head == head
    content = [t for t in (unit.tokens if whole else _subtree(head)) if t not in phrase]
    if not content:
        return None
    source = Mention(_phrase(whom), unit)
    frame = [unit.span(phrase)]
    return Attribution([unit.span([token, to])], unit.spans(_trim(content)), source, speech=True, frame=frame)


def _carried(token: Token, unit: Unit, words: Lexicon) -> Attribution | None:
    """`X, in comments carried by state media`: somebody relays the whole sentence."""
    if token.lemma_.lower() not in words["carrying"] or token.dep_ != "acl":
        return None
    by = next((c for c in token.children if c.dep_ == "agent"), None)
    whom = next((c for c in by.children if c.dep_ == "pobj"), None) if by is not None else None
    noun = token.head
    if whom is None or noun.lower_ not in words["carried"] or noun.dep_ != "pobj":
        return None
    phrase = set(_subtree(noun.head))
    rest = [t for t in unit.tokens if t not in phrase]
    if not rest:
        return None
    cue, frame = [unit.span([token, by])], [unit.span(phrase)]
    return Attribution(cue, unit.spans(_trim(rest)), Mention(_phrase(whom), unit), speech=True, frame=frame)


def _noun_cue(noun: Token, unit: Unit, words: Lexicon) -> Attribution | None:
    """`his claim that X`, `the allegations that X`."""
    if noun.pos_ != "NOUN" or noun.lemma_.lower() not in words["nouns"]:
        return None
    clause = next((c for c in noun.children if c.dep_ in {"acl", "ccomp"} and _marked_that(c)), None)
    if clause is None or any(c.dep_ == "relcl" for c in noun.children):
        return None
    owner = next((c for c in noun.children if c.dep_ == "poss"), None)
    if owner is None:
        return None
    source = Mention([t for t in _phrase(owner) if t.dep_ != "case"], unit)
    made = _made(noun, source, _subtree(clause), unit, words, speech=True)
    if noun.lemma_.lower() == "denial":
        made.stance = "denies"
    return made


# ---------------------------------------------------------------- parts
def _made(
    cue: Token, source: Mention | None, content: Iterable[Token], unit: Unit, words: Lexicon, *, speech: bool
) -> Attribution:
    taken = set(source.tokens) if source else set()
    tokens = _trim([t for t in content if t not in taken and t != cue])
    around = [c for c in cue.children if c.dep_ in {"neg", "aux", "prt", "auxpass"} and abs(c.i - cue.i) <= 3]
    cue_tokens = [t for t in (*around, cue) if t not in taken]
    return Attribution(
        unit.spans(cue_tokens), unit.spans(tokens or [cue]), source, _stance(cue, words), speech,
        telling=cue.lemma_.lower() not in words["not_telling"], elsewhere=is_elsewhere(cue, words), frame=_frame(cue, tokens, unit), via=_via(cue, unit), told=_told(cue, unit),
    )


def _act(verb: Token) -> str:
    """Return a verb with its auxiliaries as a plain clause has it ("has called", "are ordering")."""
    parts = [c for c in verb.children if c.dep_ in {"aux", "auxpass", "neg"} and c.i < verb.i]
    return " ".join(t.text for t in (*parts, verb))


def _frame(cue: Token, content: Iterable[Token], unit: Unit) -> list[Span]:
    """Return the adjuncts of a cue: where, when and to whom it was said."""
    inside = set(content)
    kinds = {"prep", "npadvmod", "advmod", "mark", "dative", "aux", "neg", "agent", "prt"}
    phrases = [list(c.subtree) for c in cue.children if c.dep_ in kinds]
    kept = [p for p in phrases if not inside.intersection(p) and len(p) <= 12]
    return [unit.span(p) for p in kept]


def _source(verb: Token, unit: Unit) -> Mention | None:
    """Return who does the saying: the verb's own subject, the agent of a passive, or one borrowed from above."""
    seen = 0
    while seen < 6:
        seen += 1
        agent = next((c for c in verb.children if c.dep_ == "agent"), None)
        passive = any(c.dep_ in {"nsubjpass", "auxpass"} for c in verb.children)
        if agent is not None:
            whom = next((c for c in agent.children if c.dep_ == "pobj"), None)
            return Mention(_phrase(whom), unit) if whom is not None else None
        own = next((c for c in verb.children if c.dep_ in SUBJECTS), None)
        if own is not None:
            return _antecedent(own, verb, unit)
        if passive and seen == 1:
            return None
        passive_subject = next((c for c in verb.children if c.dep_ == "nsubjpass"), None)
        if passive_subject is not None:  # "is reported to have said": the one reported on speaks
            return _antecedent(passive_subject, verb, unit)
        if verb.dep_ == "acl" and verb.tag_ == "VBG":
            return Mention(_phrase(verb.head), unit)
        if verb.dep_ == "pcomp" and verb.head.head != verb.head:
            verb = verb.head.head
        elif verb.dep_ in REACH and verb.head.pos_ in {"VERB", "AUX"}:
            verb = verb.head
        else:
            return None
    return None


def _antecedent(subject: Token, verb: Token, unit: Unit) -> Mention | None:
    if subject.lower_ in {"who", "which", "that"} and verb.dep_ == "relcl":
        return Mention(_phrase(verb.head), unit)
    if subject.ent_type_ in {"DATE", "TIME"}:  # "hours after the White House said"
        nearer = [c for c in verb.doc[: verb.i].noun_chunks if c.end >= verb.i - 2 and c.root.ent_type_ != "DATE"]
        return Mention(list(nearer[-1]), unit) if nearer else None
    if subject.lower_ in NO_SUBJECT or subject.pos_ not in {"NOUN", "PROPN", "PRON", "ADJ", "NUM", "DET"}:
        return None
    return Mention(_phrase(subject), unit)


def is_elsewhere(cue: Token, words: Lexicon) -> bool:
    """Do the words around a cue name the place of saying: a statement, a platform, reporters?"""
    if cue.lemma_.lower() in {"tweet", "retweet", "post", "write", "testify"}:
        return True
    places = [n for p in cue.children if p.dep_ in {"prep", "dobj", "dative"} for n in (p, *p.children)]
    known = words["vehicle"] | words["platforms"] | {"reporter", "court"}
    return any(n.lemma_.lower() in known and n.lemma_.lower() != "interview" for n in places)


def told_and_via(cue: Token, unit: Unit) -> tuple[list[Mention], list[Mention]]:
    """Return who was told, and whom the source cites, by the words around a cue."""
    return _told(cue, unit), _via(cue, unit)


def _via(cue: Token, unit: Unit) -> list[Mention]:
    """Return whom the source cites: "BuzzFeed, citing two officials, said"."""
    places = [cue, *(c for c in cue.children if c.dep_ in SUBJECTS)]
    citing = [c for p in places for c in p.children if c.lower_ in {"citing", "quoting"}]
    things = [d for c in citing for d in c.children if d.dep_ == "dobj"]
    return [Mention(_phrase(d), unit) for d in things]


def _told(cue: Token, unit: Unit) -> list[Mention]:
    """Return who was told: "told Fox News", "said in an interview with Fox News"."""
    told: list[Token] = []
    if cue.lemma_ in {"tell", "inform", "remind", "assure", "brief"}:
        told += [c for c in cue.children if c.dep_ in {"dobj", "dative"}]
    for where in (c for c in cue.children if c.dep_ == "prep" and c.lower_ in {"in", "during", "to", "on"}):
        for noun in (c for c in where.children if c.dep_ == "pobj"):
            if where.lower_ == "to":
                told.append(noun)
            for link in (c for c in noun.children if c.dep_ == "prep" and c.lower_ in {"with", "to", "for"}):
                told += [c for c in link.children if c.dep_ == "pobj"]
    return [Mention(_phrase(t), unit) for t in told] + _interviewer(cue, unit)


def _interviewer(cue: Token, unit: Unit) -> list[Mention]:
    """Return with whom an interview was held, wherever in the cue's sentence it stands."""
    for t in unit.tokens:
        if t.i > cue.i - 12 and t.lemma_.lower() == "interview" and t.i + 2 < len(t.doc):
            if t.nbor(1).lower_ in {"with", "for", "on"}:
                name = [x for x in t.nbor(1).subtree if x.ent_type_ not in {"DATE", "TIME"} and x.pos_ in {"PROPN", "DET"} and t.i + 1 < x.i <= t.i + 6]
                if any(x.pos_ == "PROPN" for x in name):
                    return [Mention(_phrase(name[-1]) if name[-1].dep_ == "pobj" else name, unit)]
    return []


def _stance(cue: Token, words: Lexicon) -> str:
    """Return the stance that the cue's own words give: deny, withhold, question, or assert."""
    lemma = cue.lemma_.lower()
    negated = any(c.dep_ == "neg" for c in cue.children)
    above = cue.head if cue.dep_ == "xcomp" else None
    if above is not None and above.lemma_.lower() in words["withhold"]:
        return "unsure"
    if lemma in words["withhold"]:
        return "unsure"
    if lemma in words["deny"]:
        return "unsure" if negated else "denies"
    if lemma in words["unsure"]:
        return "unsure"
    if negated and lemma in words["say"]:
        return "unsure"
    return "affirms"


def _denied_antecedent(verb: Token) -> list[Token]:
    """`X did Y, a claim that Z has denied`: what stands before the pointing noun is what is denied."""
    noun = verb.head
    if verb.dep_ not in {"relcl", "acl"} or noun.dep_ not in {"appos", "npadvmod", "dobj", "attr", "dep"}:
        return []
    return [t for t in _subtree(noun.head) if t.i < noun.left_edge.i]


def _points(content: list[Token], words: Lexicon) -> bool:
    """Is this no more than a pointer: "it", "the allegations", "any wrongdoing"?"""
    heads = [t for t in content if t.pos_ in {"NOUN", "PROPN", "PRON", "VERB", "NUM"}]
    return bool(heads) and all(t.lower_ in words["pointing"] for t in heads)


# ---------------------------------------------------------------- tokens
def _subtree(token: Token) -> list[Token]:
    return [t for t in token.subtree if not t.is_space]


def _phrase(noun: Token) -> list[Token]:
    """Return a noun phrase: its subtree without relative clauses, participles and what follows them."""
    drop: set[Token] = set()
    for child in noun.children:
        if child.dep_ in {"relcl", "acl", "advcl", "punct", "cc", "npadvmod", "ccomp", "parataxis"} and child.i > noun.i:
            drop.update(child.subtree)
    return _trim([t for t in noun.subtree if t not in drop]) or [noun]


def _trim(tokens: Iterable[Token]) -> list[Token]:
    """Return tokens in order without white space, and without commas and colons at the ends."""
    out = sorted((t for t in tokens if not t.is_space), key=lambda t: t.i)
    while out and out[-1].text in {",", ":", ";", "-", "–", "—", "--"}:
        out.pop()
    while out and out[0].text in {",", ":", ";", "-", "–", "—", "--", "."}:
        out.pop(0)
    return out


def _tag(verb: Token, clause: Token) -> list[Token]:
    under = set(clause.subtree)
    return [t for t in verb.subtree if t not in under]


def _with_rest(verb: Token, content: list[Token]) -> list[Token]:
    """Return content and what follows it under the same verb: a parser often hangs the clause's end there."""
    apart: set[Token] = set()
    for child in verb.children:
        saying = child.dep_ == "advcl" and child.tag_ == "VBG"
        if child.dep_ in {"conj", "cc", "parataxis"} or saying or child.i < verb.i:
            apart.update(child.subtree)
    first = content[0].i
    rest = [t for t in verb.subtree if t.i > first and t not in apart and not t.is_space]
    return sorted({*content, *rest}, key=lambda t: t.i)


def _inside(verb: Token, content: list[Token]) -> bool:
    return bool(content) and content[0].i < verb.i < content[-1].i


def _is_clause(token: Token) -> bool:
    return token.pos_ in {"VERB", "AUX", "NOUN", "ADJ", "PROPN", "PRON", "NUM", "ADV"} and sum(1 for _ in token.subtree) >= 2


def _has_mark(clause: Token) -> bool:
    return any(c.dep_ in {"mark", "nsubj", "nsubjpass"} for c in clause.children)


def _marked_that(clause: Token) -> bool:
    return any(c.dep_ == "mark" and c.lower_ == "that" for c in clause.children)

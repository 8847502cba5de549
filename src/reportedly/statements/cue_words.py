"""The words around a cue: who says it, to whom, where, on whose word, and with what stance."""

from __future__ import annotations

from collections.abc import Iterable

from reportedly.statements.attributions import Attribution, Mention
from reportedly.statements.lexicon import Lexicon
from reportedly.statements.parse import Span, Token, Unit
from reportedly.statements.tokens import phrase, trim

NO_SUBJECT = {"it", "there", "this", "that", "which", "what"}
SUBJECTS = {"nsubj", "csubj"}
REACH = {"xcomp", "conj", "advcl", "dep"}
"""Relations through which a verb without a subject takes that of the verb above it."""


def attribution(
    cue: Token, source: Mention | None, content: Iterable[Token], unit: Unit, words: Lexicon, *, speech: bool
) -> Attribution:
    taken = set(source.tokens) if source else set()
    tokens = trim([t for t in content if t not in taken and t != cue])
    around = [c for c in cue.children if c.dep_ in {"neg", "aux", "prt", "auxpass"} and abs(c.i - cue.i) <= 3]
    cue_tokens = [t for t in (*around, cue) if t not in taken]
    return Attribution(
        unit.spans(cue_tokens),
        unit.spans(tokens or [cue]),
        source,
        _stance(cue, words),
        speech,
        telling=cue.lemma_.lower() not in words["not_telling"],
        elsewhere=is_elsewhere(cue, words),
        uttered=uttered(cue, words),
        frame=_frame(cue, tokens, unit),
        via=_via(cue, unit),
        told=_told(cue, unit),
    )


def act(verb: Token) -> str:
    """Return a verb with its auxiliaries as a plain clause has it ("has called", "are ordering")."""
    parts = [c for c in verb.children if c.dep_ in {"aux", "auxpass", "neg"} and c.i < verb.i]
    words = "".join(t.text_with_ws for t in (*parts, verb)).strip()
    return f"has been {words}" if verb.tag_ == "VBG" and not parts else words


def _frame(cue: Token, content: Iterable[Token], unit: Unit) -> list[Span]:
    """Return the adjuncts of a cue: where, when and to whom it was said."""
    inside = set(content)
    kinds = {"prep", "npadvmod", "advmod", "mark", "dative", "aux", "neg", "agent", "prt"}
    phrases = [list(c.subtree) for c in cue.children if c.dep_ in kinds]
    kept = [p for p in phrases if not inside.intersection(p) and len(p) <= 12]
    return [unit.span(p) for p in kept]


def source_of(verb: Token, unit: Unit) -> Mention | None:
    """Return who says it: the verb's own subject, a passive's agent, or one borrowed from above."""
    seen = 0
    while seen < 6:
        seen += 1
        agent = next((c for c in verb.children if c.dep_ == "agent"), None)
        passive = any(c.dep_ in {"nsubjpass", "auxpass"} for c in verb.children)
        if agent is not None:
            whom = next((c for c in agent.children if c.dep_ == "pobj"), None)
            return Mention(phrase(whom), unit) if whom is not None else None
        own = next((c for c in verb.children if c.dep_ in SUBJECTS), None)
        if own is not None:
            return antecedent(own, verb, unit)
        if passive and seen == 1:
            return None
        passive_subject = next((c for c in verb.children if c.dep_ == "nsubjpass"), None)
        if passive_subject is not None:  # "is reported to have said": the one reported on speaks
            return antecedent(passive_subject, verb, unit)
        if verb.dep_ == "acl" and verb.tag_ == "VBG":
            return Mention(phrase(verb.head), unit)
        if verb.dep_ == "pcomp" and verb.head.head != verb.head:
            verb = verb.head.head
        elif verb.dep_ in REACH and verb.head.pos_ in {"VERB", "AUX"}:
            told = seen == 1 and verb.tag_ == "VBG" and verb.dep_ == "advcl" and verb.head.dep_ == "ccomp"
            verb = verb.head.head if told else verb.head  # "X said Y was fired, claiming that" is X's claim
        else:
            return None
    return None


def antecedent(subject: Token, verb: Token, unit: Unit) -> Mention | None:
    if subject.lower_ in {"who", "which", "that"} and verb.dep_ == "relcl":
        if subject.lower_ != "who" and verb.head.ent_type_ == "PERSON":
            return None  # "texts with Ana Ruiz that mocked him": the texts did
        return Mention(phrase(verb.head), unit)
    if subject.ent_type_ in {"DATE", "TIME"}:  # "hours after the White House said"
        nearer = [
            c for c in verb.doc[: verb.i].noun_chunks if c.end >= verb.i - 2 and c.root.ent_type_ != "DATE"
        ]
        return Mention(list(nearer[-1]), unit) if nearer else None
    if subject.lower_ in NO_SUBJECT or subject.pos_ not in {"NOUN", "PROPN", "PRON", "ADJ", "NUM", "DET"}:
        return None
    return Mention(phrase(subject), unit)


def is_elsewhere(cue: Token, words: Lexicon) -> bool:
    """Do the words around a cue name the place of saying: a statement, a platform, reporters?"""
    if cue.lemma_.lower() in {"tweet", "retweet", "post", "write", "testify"}:
        return True
    places = _places(cue)
    known = words["vehicle"] | words["platforms"] | {"reporter", "court"}
    return any(n.lemma_.lower() in known and n.lemma_.lower() != "interview" for n in places)


def uttered(cue: Token, words: Lexicon) -> list[str]:
    """Return the nouns of what it is said in: "said in a statement"."""
    return [n.lemma_.lower() for n in _places(cue) if n.lemma_.lower() in words["utterances"]]


def _places(cue: Token) -> list[Token]:
    return [n for p in cue.children if p.dep_ in {"prep", "dobj", "dative"} for n in (p, *p.children)]


def told_and_via(cue: Token, unit: Unit) -> tuple[list[Mention], list[Mention]]:
    """Return who was told, and whom the source cites, by the words around a cue."""
    return _told(cue, unit), _via(cue, unit)


def _via(cue: Token, unit: Unit) -> list[Mention]:
    """Return whom the source cites: "BuzzFeed, citing two officials, said"."""
    places = [cue, *(c for c in cue.children if c.dep_ in SUBJECTS)]
    citing = [c for p in places for c in p.children if c.lower_ in {"citing", "quoting"}]
    things = [d for c in citing for d in c.children if d.dep_ == "dobj"]
    if cue.lemma_.lower() in {"quote", "cite"}:  # "the agency quoted him as saying"
        things += [c for c in cue.children if c.dep_ == "dobj"]
    return [Mention(phrase(d), unit) for d in things]


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
    return [Mention(phrase(t), unit) for t in told] + _interviewer(cue, unit)


def _interviewer(cue: Token, unit: Unit) -> list[Mention]:
    """Return with whom an interview was held, wherever in the cue's sentence it stands."""
    for t in unit.tokens:
        if t.lemma_.lower() != "interview" or t.i <= cue.i - 12 or t.i + 2 >= len(t.doc):
            continue
        between = t.doc[min(t.i, cue.i) + 1 : max(t.i, cue.i)]
        if any(x.pos_ == "VERB" and any(c.dep_ in SUBJECTS for c in x.children) for x in between):
            continue  # somebody else's, or on another occasion
        link = t.nbor(1)
        if link.lower_ not in {"with", "for", "on"}:
            continue
        near = [x for x in link.subtree if link.i < x.i <= link.i + 5 and x.ent_type_ not in {"DATE", "TIME"}]
        name = [x for x in near if x.pos_ in {"PROPN", "DET"}]
        if any(x.pos_ == "PROPN" for x in name):
            return [Mention(phrase(name[-1]) if name[-1].dep_ == "pobj" else name, unit)]
    return []


def _to_do(verb: Token) -> bool:
    return any(c.tag_ == "TO" for c in verb.children)


def _stance(cue: Token, words: Lexicon) -> str:
    """Return the stance that the cue's own words give: deny, withhold, question, or assert."""
    lemma = cue.lemma_.lower()
    negated = any(c.dep_ == "neg" for c in cue.children)
    above = cue.head if cue.dep_ == "xcomp" else None
    if above is not None and above.lemma_.lower() in words["withhold"]:
        return "unsure"
    asked = next((c for c in cue.children if c.dep_ in {"xcomp", "ccomp"} and _to_do(c)), None)
    if lemma in words["withhold"]:  # "refused to say", but not "refused to leave"
        return "affirms" if asked is not None and asked.lemma_.lower() not in words["say"] else "unsure"
    if lemma in words["deny"]:
        return "unsure" if negated else "denies"
    if lemma in words["unsure"]:
        against = lemma == "question" and any(c.dep_ == "dobj" for c in cue.children)
        return "affirms" if asked is not None or against else "unsure"  # "asked him to leave" wants it
    if negated and lemma in words["say"]:
        return "unsure"
    return "affirms"

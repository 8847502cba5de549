"""The cues: rules over a dependency parse, one function a kind of cue."""

from __future__ import annotations

from reportedly.statements.attributions import Attribution, Mention
from reportedly.statements.cue_words import SUBJECTS, act, antecedent, attribution, source_of
from reportedly.statements.idioms import bearing_cue, call_cue, clear_cue, put_cue
from reportedly.statements.lexicon import Lexicon
from reportedly.statements.parse import Token, Unit
from reportedly.statements.tokens import (
    has_mark,
    inside,
    is_clause,
    marked_that,
    phrase,
    subtree,
    trim,
    with_rest,
)


def attributions(unit: Unit, words: Lexicon) -> list[Attribution]:
    """Return the attributions of one parsed sentence, quotation tags included."""
    found: list[Attribution] = []
    for token in unit.tokens:
        hit = (
            _clause_cue(token, unit, words)
            or clear_cue(token, unit, words)
            or bearing_cue(token, unit, words)
            or put_cue(token, unit, words)
            or _wish_cue(token, unit, words)
            or call_cue(token, unit, words)
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


def _clause_cue(verb: Token, unit: Unit, words: Lexicon) -> Attribution | None:
    """`Kim said X is so`; `X is so, Kim said`; `it is reported that X`."""
    if verb.pos_ not in {"VERB", "AUX"}:
        return None
    lemma = verb.lemma_.lower()
    telling = lemma in words["say"]
    if not verb.is_alpha:  # a dash after a dateline
        return None
    clause = next((c for c in verb.children if c.dep_ == "ccomp" and is_clause(c)), None)
    if clause is None and (telling or lemma in words["think"]):
        clause = _strayed(verb, words) or _about_how(verb)
    if clause is None or lemma in words["not_cues"]:
        return None
    source = source_of(verb, unit)
    if not telling and lemma not in words["think"] and (source is None or not has_mark(clause)):
        return None
    if source is None and not (telling and _impersonal(verb, clause)):
        return None
    if not telling and lemma in words["name"]:  # "labeling it a hoax" names it: no clause is told
        return None
    content = subtree(clause)
    if content[0].lower_ == "according":  # "according to X, Y": what X says is no word of Y's
        return None
    if verb.i < clause.i:
        content = with_rest(verb, content)
    if inside(verb, content):  # the tag stands inside its content: "X, he said, Y"
        content = [t for t in content if t not in set(_tag(verb, clause))]
    made = attribution(verb, source, content, unit, words, speech=telling)
    made.telling = made.telling and (telling or lemma in words["think"])  # "probing whether" tells nothing
    return made


def _impersonal(verb: Token, clause: Token) -> bool:
    """Is it told by nobody in particular: "it is reported that X", "X, it was said"?"""
    return verb.i < clause.i or any(c.lower_ == "it" for c in verb.children if c.dep_.startswith("nsubj"))


def _opening(unit: Unit, words: Lexicon) -> Attribution | None:
    """`Ruiz said, as a taxpayer, he will not`: where the parse loses the clause, take the rest."""
    verb = next(
        (t for t in unit.tokens if t.pos_ in {"VERB", "AUX"} and t.dep_ not in {"amod", "acl", "relcl"}), None
    )
    if verb is None or verb.tag_ not in {"VBD", "VBZ", "VBP"} or verb.lemma_.lower() not in words["say"]:
        return None
    subject = next((c for c in verb.children if c.dep_ == "nsubj" and c.i < verb.i), None)
    rest = [t for t in unit.tokens if t.i > verb.i]
    finite = any(
        t.tag_ in {"VBD", "VBZ", "VBP", "MD"} and any(c.dep_ in SUBJECTS for c in t.children) for t in rest
    )
    if subject is None or not finite or any(t.text in {"“", '"', ":"} for t in rest):
        return None
    source = antecedent(subject, verb, unit)
    if source is None:
        return None
    return attribution(verb, source, rest, unit, words, speech=True)


def _strayed(verb: Token, words: Lexicon) -> Token | None:
    """Return the that-clause that the parser hung on a noun between ("said in a statement that X")."""
    for prep in (c for c in verb.children if c.dep_ == "prep"):
        for noun in (c for c in prep.children if c.dep_ == "pobj" and c.lemma_.lower() in words["vehicle"]):
            for t in noun.subtree:
                if t.dep_ in {"acl", "relcl", "ccomp", "advcl"} and marked_that(t):
                    return t
    return None


def _about_how(verb: Token) -> Token | None:
    """Return the clause of "testified about how he had done it"."""
    for prep in (c for c in verb.children if c.dep_ == "prep" and c.lower_ in {"about", "on", "to"}):
        return next((c for c in prep.children if c.dep_ == "pcomp" and c.pos_ in {"VERB", "AUX"}), None)
    return None


def _wish_cue(verb: Token, unit: Unit, words: Lexicon) -> Attribution | None:
    """`called for X`, `urged Y to do Z`, `vowed to do Z`."""
    lemma = verb.lemma_.lower()
    if verb.pos_ != "VERB" or lemma not in words["direct"]:
        return None
    asked = [c for c in verb.children if c.i > verb.i and c.dep_ in {"xcomp", "ccomp", "dobj", "dative"}]
    asked += [c for c in verb.children if c.dep_ == "nsubjpass"]  # "the army was ordered by Kim to fire"
    asked += [c for c in verb.children if c.dep_ == "prep" and c.lower_ in {"for", "on", "upon"}]
    # "calling for Pyongyang to cease": the parser takes "for" for the mark of a clause
    asked += [
        c for c in verb.children if c.dep_ == "advcl" and c.i > verb.i and c.left_edge.lower_ in {"for", "on"}
    ]
    wanted = any(c.dep_ in {"xcomp", "ccomp", "advcl"} for c in asked)
    for_something = lemma in {"call", "ask", "press", "push", "appeal", "plead"} and any(
        c.lower_ in {"for", "on", "upon"} for c in asked
    )
    if not (wanted or for_something):
        return None
    source = source_of(verb, unit)
    if source is None:
        return None
    content = [t for c in asked for t in subtree(c)]
    made = attribution(verb, source, content, unit, words, speech=lemma in words["say"] or for_something)
    made.act = verb.text if any(c.dep_ == "nsubjpass" for c in asked) else act(verb)
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
    passive = next((c for c in verb.children if c.dep_ == "nsubjpass"), None)
    if passive is not None and any(c.dep_ == "agent" for c in verb.children):
        after.append(passive)  # "the tweet was first reported by X"
        thing = passive
    beside = verb.dep_ in {"relcl", "acl"} and verb.head.lemma_.lower() in words["nouns"]
    fits = {
        "deny": beside or thing is not None or any(c.dep_ == "xcomp" for c in after),
        "charge": thing is not None and charged,
        "name": named,
        "judge": thing is not None,
    }
    kind = next((k for k in kinds if fits[k]), None)
    source = source_of(verb, unit) if kind else None
    if kind is None or source is None:
        return None
    if kind == "judge" or kind == "deny":
        after = [c for c in after if c.dep_ in {"dobj", "xcomp", "ccomp", "nsubjpass"}]
    content = [t for c in after if c.i > verb.i or c == passive for t in subtree(c)]
    aside = not content and kind == "deny"
    if aside:
        content = _denied_antecedent(verb)
    if not content:
        return None
    made = attribution(verb, source, content, unit, words, speech=True)
    if kind == "name":
        made.stance = "affirms"  # "dismissed it as a prank" says that it was one
    made.back = kind == "deny" and not aside and _points(content, words)
    made.aside = aside
    if kind in {"judge", "name"} and not made.back:
        made.act = verb.text if thing == passive else act(verb)
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
    around = set(subtree(token))
    head = token.head
    while head.pos_ not in {"VERB", "AUX"} and head.head != head:
        head = head.head
    whole = head.dep_ == "ROOT" or head.head == head
    content = [t for t in (unit.tokens if whole else subtree(head)) if t not in around]
    if not content:
        return None
    source = Mention(phrase(whom), unit)
    frame = [unit.span(around)]
    return Attribution([unit.span([token, to])], unit.spans(trim(content)), source, speech=True, frame=frame)


def _carried(token: Token, unit: Unit, words: Lexicon) -> Attribution | None:
    """`X, in comments carried by state media`: somebody relays the whole sentence."""
    if token.lemma_.lower() not in words["carrying"] or token.dep_ != "acl":
        return None
    by = next((c for c in token.children if c.dep_ == "agent"), None)
    whom = next((c for c in by.children if c.dep_ == "pobj"), None) if by is not None else None
    noun = token.head
    if whom is None or noun.lower_ not in words["carried"] or noun.dep_ != "pobj":
        return None
    if any(t.lower_ == "according" for t in noun.ancestors):  # "according to emails obtained by X"
        return None
    around = set(subtree(noun.head))
    rest = [t for t in unit.tokens if t not in around]
    if not rest:
        return None
    cue, frame = [unit.span([token, by])], [unit.span(around)]
    return Attribution(cue, unit.spans(trim(rest)), Mention(phrase(whom), unit), speech=True, frame=frame)


def _noun_cue(noun: Token, unit: Unit, words: Lexicon) -> Attribution | None:
    """`his claim that X`, `the allegations that X`."""
    if noun.pos_ != "NOUN" or noun.lemma_.lower() not in words["nouns"]:
        return None
    clause = next((c for c in noun.children if c.dep_ in {"acl", "ccomp"} and marked_that(c)), None)
    if clause is None or any(c.dep_ == "relcl" for c in noun.children):
        return None
    owner = next((c for c in noun.children if c.dep_ == "poss"), None)
    if owner is None:
        return None
    source = Mention([t for t in phrase(owner) if t.dep_ != "case"], unit)
    made = attribution(noun, source, subtree(clause), unit, words, speech=True)
    if noun.lemma_.lower() == "denial":
        made.stance = "denies"
    return made


def _denied_antecedent(verb: Token) -> list[Token]:
    """`X did Y, a claim that Z has denied`: what stands before the pointing noun is what is denied."""
    noun = verb.head
    if verb.dep_ not in {"relcl", "acl"} or noun.dep_ not in {"appos", "npadvmod", "dobj", "attr", "dep"}:
        return []
    return [t for t in subtree(noun.head) if t.i < noun.left_edge.i]


def _points(content: list[Token], words: Lexicon) -> bool:
    """Is this no more than a pointer: "it", "the allegations", "any wrongdoing"?"""
    heads = [t for t in content if t.pos_ in {"NOUN", "PROPN", "PRON", "VERB", "NUM"}]
    return bool(heads) and all(t.lower_ in words["pointing"] for t in heads)


def _tag(verb: Token, clause: Token) -> list[Token]:
    under = set(clause.subtree)
    return [t for t in verb.subtree if t not in under]

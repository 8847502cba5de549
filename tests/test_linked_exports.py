"""Exports that link things (schema.org, ClaimReview, PROV-O, STIX): checked with their own libraries."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
import rdflib
import stix2
import stix2.exceptions
import stix2validator
from hypothesis import given, settings
from hypothesis import strategies as st
from prov.model import ProvDocument
from rdflib.namespace import PROV, RDF, SDO
from rfc3986_validator import validate_rfc3986

from make_dossiers import NAMES, dossier_of, dossiers
from reportedly.dossiers import export
from reportedly.dossiers.linked import address
from reportedly.records import Article, Dossier, DossierStory
from sample_dossier import sample

AWKWARD = dossier_of(NAMES)
DANGLING = dossier_of(NAMES, dangling=True)
DOSSIERS = pytest.mark.parametrize(
    "dossier",
    [sample(), AWKWARD, DANGLING, Dossier()],
    ids=["sample", "awkward", "dangling", "empty"],
)
# rdflib's own reader of JSON-LD uses what rdflib has deprecated.
OLD_RDFLIB = pytest.mark.filterwarnings("ignore:(ConjunctiveGraph|Dataset.default_context) is deprecated")

CLAIM = rdflib.URIRef("urn:reportedly:claim:c1")


def graph(dossier: Dossier, format: str) -> rdflib.Graph:
    """An export as triples; schema.org's context is that all terms are its own, which needs no network."""
    value = json.loads(export(dossier, format))
    if value["@context"] == "https://schema.org":
        value["@context"] = {"@vocab": str(SDO)}
    return rdflib.Graph().parse(data=json.dumps(value), format="json-ld")


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Every object in a JSON value."""
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from nodes(inner)


def article(name: str) -> rdflib.URIRef:
    return rdflib.URIRef(f"urn:reportedly:article:{name}")


@settings(max_examples=40)
@given(dossiers())
def test_every_node_that_is_named_is_there(dossier: Dossier) -> None:
    for format in ("jsonld", "claimreview", "prov"):
        found = [n for n in nodes(json.loads(export(dossier, format))["@graph"]) if "@id" in n]
        there = {n["@id"] for n in found if "@type" in n}
        named = {n["@id"] for n in found if n["@id"].startswith("urn:reportedly:")}
        assert named <= there, format


# ---------------------------------------------------------------- schema.org
@OLD_RDFLIB
@pytest.mark.parametrize("format", ["jsonld", "claimreview"])
@DOSSIERS
def test_every_term_is_one_of_schema_org(format: str, dossier: Dossier) -> None:
    found = graph(dossier, format)
    terms = {*found.predicates(), *found.objects(None, RDF.type)} - {RDF.type}
    assert not [term for term in terms if term not in SDO]
    assert (len(terms) > 10) == bool(dossier.claims)


@OLD_RDFLIB
def test_claims_appear_where_they_are_told_and_not_where_they_are_denied() -> None:
    found = graph(sample(), "jsonld")
    assert set(found.objects(CLAIM, SDO.appearance)) == {*map(article, ("courier", "gazette", "lifted"))}
    assert found.value(CLAIM, SDO.firstAppearance) == article("courier")
    names = {str(found.value(author, SDO.name)) for author in found.objects(CLAIM, SDO.author)}
    assert names == {"Marendian energy ministry", "MNA"}
    denied = rdflib.URIRef("urn:reportedly:claim:c6")
    assert set(found.objects(denied, SDO.appearance)) == {article("lifted")}
    assert found.value(denied, SDO.firstAppearance) is None
    assert "Disputed by Opposition lawmakers." in str(found.value(denied, SDO.description))


@OLD_RDFLIB
def test_quotations_name_speaker_article_and_claim() -> None:
    found = graph(sample(), "jsonld")
    assert len(set(found.subjects(RDF.type, SDO.Quotation))) == 3
    quotation = rdflib.URIRef("urn:reportedly:statement:s2")
    speaker = found.value(quotation, SDO.spokenByCharacter)
    assert str(found.value(speaker, SDO.name)) == "Ilda Voss"
    assert found.value(quotation, SDO.isPartOf) == article("courier")
    assert str(found.value(found.value(speaker, SDO.affiliation), SDO.name)) == "Marendian energy ministry"


@OLD_RDFLIB
def test_an_address_is_one_that_can_be_followed() -> None:
    urls = [str(url) for url in graph(AWKWARD, "jsonld").objects(None, SDO.url)]
    assert len(urls) == len(NAMES)
    assert all(url.startswith("https://x.example/") and url.isascii() and " " not in url for url in urls)
    assert not list(graph(sample(), "jsonld").objects(article("hostile"), SDO.url))  # it was a script


def test_a_review_is_a_draft_without_a_verdict_that_stands_by_itself() -> None:
    drafts = json.loads(export(sample(), "claimreview"))["@graph"]
    assert [draft["claimReviewed"] for draft in drafts] == [claim.text for claim in sample().claims]
    for draft in drafts:
        assert not {"reviewRating", "author", "datePublished", "url"} & set(draft)
        assert draft["creativeWorkStatus"] == "Draft"
        assert "independence cannot, and is not established here" in draft["reviewBody"]
    first = drafts[0]["itemReviewed"]
    assert [a["publisher"]["name"] for a in first["appearance"][:2]] == ["Corran Courier", "The Gazette"]
    assert first["firstAppearance"]["url"] == "https://courier.example/dam"


@given(st.text(alphabet="a1é:/?#[]@!$&'()*+,;=%\\\"<>^`{|} \n\x00", max_size=20))
def test_addresses_are_valid_to_the_letter(rest: str) -> None:
    written = address(f"https://{rest}")
    assert written is None or validate_rfc3986(written, rule="URI"), written
    assert address(f"https://x.example/{rest}") is not None


# ---------------------------------------------------------------- PROV-O
@OLD_RDFLIB
@DOSSIERS
def test_provenance_is_prov_to_rdflib_and_to_prov(dossier: Dossier) -> None:
    found = graph(dossier, "prov")
    terms = {*found.predicates(), *found.objects(None, RDF.type)}
    assert not [term for term in terms if str(term).startswith(str(PROV)) and term not in PROV]
    agents, entities = (set(found.subjects(RDF.type, kind)) for kind in (PROV.Agent, PROV.Entity))
    assert not agents & entities
    ends = {
        PROV.wasAttributedTo: (entities, agents),
        PROV.actedOnBehalfOf: (agents, agents),
        PROV.wasDerivedFrom: (entities, entities),
        PROV.wasQuotedFrom: (entities, entities),
        PROV.wasRevisionOf: (entities, entities),
        PROV.specializationOf: (entities, entities),
    }
    for term, (subjects, objects) in ends.items():
        assert set(found.subjects(term)) <= subjects
        assert set(found.objects(None, term)) <= objects
    document = ProvDocument.deserialize(content=export(dossier, "prov"), format="rdf", rdf_format="json-ld")
    kinds = [type(record).__name__ for record in document.get_records()]
    assert (kinds.count("ProvAgent"), kinds.count("ProvEntity")) == (len(agents), len(entities))


@OLD_RDFLIB
def test_words_are_derived_along_their_chain() -> None:
    found = graph(sample(), "prov")
    told, again = (rdflib.URIRef(f"urn:reportedly:passage:{s}") for s in ("s2", "s6"))
    relayed = found.value(told, PROV.wasDerivedFrom)
    assert relayed == found.value(again, PROV.wasDerivedFrom)  # both outlets have it from MNA
    first = found.value(relayed, PROV.wasDerivedFrom)
    tellers = [
        found.value(found.value(node, PROV.wasAttributedTo), rdflib.RDFS.label) for node in (first, relayed)
    ]
    assert [str(teller) for teller in tellers] == ["Ilda Voss", "MNA"]
    assert found.value(first, PROV.wasDerivedFrom) is None


@OLD_RDFLIB
def test_only_a_copy_of_which_it_is_known_was_derived() -> None:
    found = graph(sample(), "prov")
    assert found.value(article("lifted"), PROV.wasDerivedFrom) is None
    assert found.value(article("lifted"), rdflib.DCTERMS.relation) == article("courier")
    dossier = sample()
    dossier.copies[0].direction = "named"
    assert graph(dossier, "prov").value(article("lifted"), PROV.wasDerivedFrom) == article("courier")


@OLD_RDFLIB
def test_a_denial_is_no_form_of_its_claim() -> None:
    found = graph(sample(), "prov")
    passage, claim = rdflib.URIRef("urn:reportedly:passage:s3"), rdflib.URIRef("urn:reportedly:claim:c6")
    assert found.value(passage, PROV.specializationOf) is None
    assert found.value(passage, rdflib.URIRef("urn:reportedly:terms:denies")) == claim


# ---------------------------------------------------------------- STIX
@DOSSIERS
def test_the_bundle_is_valid_stix(dossier: Dossier) -> None:
    text = export(dossier, "stix")
    things = stix2.parse(text, allow_custom=False).objects
    assert [thing.id for thing in things] == [thing["id"] for thing in json.loads(text)["objects"]]
    # Not asked for: random ids (103), and hashes of pages that we did not fetch (302).
    options = stix2validator.ValidationOptions(
        version="2.1", strict=True, disabled="103,302", enforce_refs=True, silent=True
    )
    result = stix2validator.validate_string(text, options)
    assert result.is_valid, [str(error) for error in result.errors]


@settings(max_examples=40)
@given(dossiers())
def test_every_object_that_is_named_is_in_the_bundle(dossier: Dossier) -> None:
    things = json.loads(export(dossier, "stix"))["objects"]
    there = [thing["id"] for thing in things]
    assert len(there) == len(set(there))
    named = [ref for thing in things for ref in thing.get("object_refs", [])]
    named += [value for thing in things for name, value in thing.items() if name.endswith("_ref")]
    assert set(named) <= set(there)


def of(kind: str, dossier: Dossier) -> list[dict[str, Any]]:
    return [thing for thing in json.loads(export(dossier, "stix"))["objects"] if thing["type"] == kind]


def test_stories_claims_and_denials() -> None:
    names = {thing["id"]: thing["name"] for thing in of("identity", sample())}
    notes = {note["id"]: note for note in of("note", sample())}
    (opinion,) = of("opinion", sample())
    (disputed,) = opinion["object_refs"]
    assert notes[disputed]["abstract"] == "The villages below the dam were warned."
    assert (opinion["opinion"], opinion["authors"]) == ("disagree", ["Opposition lawmakers"])
    assert "any warning had reached the villages" in opinion["explanation"]
    report, _ = of("report", sample())
    assert report["name"] == "Ministry opens Tessmere spillway"
    assert {disputed, opinion["id"]} <= set(report["object_refs"])
    (note, *_) = notes.values()
    assert [names[ref] for ref in note["object_refs"]] == ["Marendian energy ministry", "MNA"]
    (tie,) = of("relationship", sample())
    assert (names[tie["source_ref"]], names[tie["target_ref"]]) == ("Ilda Voss", "Marendian energy ministry")


def test_grades_are_left_to_the_analyst() -> None:
    text = export(sample(), "stix")
    assert '"confidence"' not in text
    assert all("for the analyst to give" in note["content"] for note in of("note", sample()))


def test_times_are_those_of_the_articles() -> None:
    """Days and zones as stated, UTC where no zone is, the last of any kind; 1970 where there is none."""

    def times(*articles: Article) -> tuple[str, str]:
        for n, each in enumerate(articles):
            each.id = f"a{n}"
        story = DossierStory("s", "t", [a.id for a in articles], [])
        (report,) = of("report", Dossier(list(articles), [story]))
        return report["created"], report["modified"]

    first = Article("", "", "", published="2031-05-06T00:30:00+02:00")
    later = Article("", "", "", published="2031-05-07", fetched="2031-05-08T01:00:00Z")
    bare = Article("", "", "", published="2031-05-06T09:30")
    assert times(first, later) == ("2031-05-05T22:30:00.000Z", "2031-05-08T01:00:00.000Z")
    assert times(bare) == ("2031-05-06T09:30:00.000Z", "2031-05-06T09:30:00.000Z")
    assert times(Article("", "", "", published="soon")) == ("1970-01-01T00:00:00.000Z",) * 2

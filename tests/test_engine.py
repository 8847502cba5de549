"""The step contract: what a Stage checks, that it travels, and that cutting batches changes nothing."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly import records
from reportedly.engine import arrow, embedded, workers
from reportedly.engine.arrow import from_batch, schema, to_batch, to_table
from reportedly.engine.embedded import Embedded
from reportedly.engine.stage import Query, Stage
from reportedly.errors import ContractError, StepError

pytestmark = pytest.mark.workers


@dataclass
class Word:
    id: str
    text: str | None
    tags: list[str]


@dataclass
class Length:
    id: str
    length: int


def measure(rows: Sequence[Word], _options: None) -> list[Length]:
    return [Length(r.id, len(r.text or "")) for r in rows]


def break_on_b(rows: Sequence[Word], _options: None) -> list[Length]:
    return [Length(r.id, 1 // (r.id != "b")) for r in rows]


def lose_one(rows: Sequence[Word], _options: None) -> list[Length]:
    return measure(rows, None)[1:]


STAGE = Stage("measure", 1, Word, Length, measure)
WORDS = [Word("a", "one", ["x"]), Word("b", None, []), Word("c", "three", [])]


@given(st.lists(st.builds(Word, st.text(), st.none() | st.text(), st.lists(st.text()))))
def test_rows_survive_arrow(words: list[Word]) -> None:
    assert from_batch(to_batch(words, Word), Word) == words


def test_every_table_has_a_schema_that_admits_null_only_where_none_is_allowed() -> None:
    article = schema(records.Article)
    assert article.field("id").nullable is False
    assert article.field("published").nullable is True
    spans = schema(records.Statement).field("content").type
    assert spans.value_type.value_type == pa.int64()
    for row in (records.Page, records.Reading, records.Story, records.StoryAccount, records.StoryOrigins):
        assert schema(row).names


@given(st.lists(st.integers(1, 3), max_size=4))
def test_cutting_the_batches_differently_changes_nothing(cuts: list[int]) -> None:
    words = [Word(str(i), "x" * i, []) for i in range(sum(cuts))]
    batches, at = [], 0
    for size in cuts:
        batches.append(to_batch(words[at : at + size], Word))
        at += size
    found = [row for batch in STAGE(iter(batches)) for row in from_batch(batch, Length)]
    assert found == measure(words, None)


def test_a_stage_can_be_sent_to_another_process() -> None:
    again = pickle.loads(pickle.dumps(STAGE))
    assert again == STAGE
    assert [b.to_pylist() for b in again(iter([to_batch(WORDS, Word)]))] == [
        [{"id": "a", "length": 3}, {"id": "b", "length": 0}, {"id": "c", "length": 5}]
    ]


@pytest.mark.parametrize(
    "change",
    [
        lambda b: b.select(["text", "id", "tags"]),  # another order
        lambda b: b.select(["id", "text"]),  # missing
        lambda b: b.append_column("more", pa.array([1] * b.num_rows)),  # extra
        lambda b: b.set_column(0, "id", pa.array([None, "b", "c"])),  # null where none may be
        lambda b: b.set_column(2, "tags", pa.array(["x", "y", "z"])),  # another type
    ],
    ids=["order", "missing", "extra", "null", "type"],
)
def test_a_table_of_another_shape_is_refused(change) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ContractError, match="measure"):
        list(STAGE(iter([change(to_batch(WORDS, Word))])))


def test_a_dropped_row_is_noticed() -> None:
    with pytest.raises(ContractError, match="2 rows for 3"):
        list(Stage("lossy", 1, Word, Length, lose_one)(iter([to_batch(WORDS, Word)])))


def test_a_bug_names_the_step_and_the_row() -> None:
    with pytest.raises(StepError) as caught:
        list(Stage("fragile", 1, Word, Length, break_on_b)(iter([to_batch(WORDS, Word)])))
    assert (caught.value.step, caught.value.row) == ("fragile", "row 'b'")
    assert "ZeroDivisionError" in str(caught.value)


def test_a_query_joins_and_keeps_the_types() -> None:
    pairs = Query(
        "pairs",
        1,
        "SELECT w.id, w.text, w.tags FROM w JOIN l USING (id) WHERE l.length > 0 ORDER BY w.id",
        Word,
    )
    with Embedded() as engine:
        found = engine.query(pairs, w=to_table(WORDS, Word), l=engine.map(STAGE, to_table(WORDS, Word)))
    assert found.schema == schema(Word)
    assert [r.id for r in from_batch(found, Word)] == ["a", "c"]


def test_a_query_that_gives_other_columns_is_refused() -> None:
    with Embedded() as engine, pytest.raises(ContractError, match="columns"):
        engine.query(Query("wrong", 1, "SELECT id FROM w", Word), w=to_table(WORDS, Word))


def test_a_pool_gives_what_one_process_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "BATCH_ROWS", 3)
    table = to_table([Word(str(i), "y" * i, []) for i in range(workers.POOL_ROWS + 1)], Word)
    told: list[tuple[str, int, int]] = []
    with Embedded(2, lambda *step: told.append(step)) as many:
        assert many.map(STAGE, table) == Embedded(1).map(STAGE, table)
    assert told[-1] == ("measure", table.num_rows, table.num_rows)


def test_conform_builds_anew_what_an_engine_made_nullable() -> None:
    nullable = pa.RecordBatch.from_pylist([{"id": "a", "text": None, "tags": ["x"]}])
    assert arrow.conform(nullable, schema(Word)).schema == schema(Word)

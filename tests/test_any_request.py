"""Whatever programs ask of the API: no fault of ours, and nothing but what the OpenAPI document promises."""

from __future__ import annotations

import os

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance
from starlette.testclient import TestClient

from reportedly.web import make_app
from sample_dossier import sample
from shown_dossier import Shown

REQUESTS = int(os.environ.get("REPORTEDLY_REQUESTS", "15"))
"""Requests to each door that make sense, and as many that do not; `make fuzz` sends more."""


def test_no_request_is_answered_but_as_promised() -> None:
    app = make_app(Shown(sample()), names=["testserver"])
    described = schemathesis.openapi.from_asgi("/api/v1/openapi.json", app)
    doors = [found.ok() for found in described.get_all_operations()]
    assert len(doors) >= 7
    for door in doors:
        for mode in GenerationMode:

            @settings(
                max_examples=REQUESTS,
                deadline=None,
                derandomize=REQUESTS < 100,
                database=None,
                suppress_health_check=list(HealthCheck),
                phases=[Phase.explicit, Phase.generate, Phase.shrink],
            )
            @given(door.as_strategy(generation_mode=mode))
            def asked(case: Case) -> None:
                # A sentence without a word is refused, which no schema can say.
                case.call_and_validate(excluded_checks=[positive_data_acceptance])

            asked()


def test_a_method_that_there_is_not_is_refused_with_those_that_there_are() -> None:
    web = TestClient(make_app(Shown(sample())), base_url="http://localhost")
    refused = web.request("TRACE", "/api/v1/stories")
    assert (refused.status_code, refused.headers["allow"]) == (405, "GET")

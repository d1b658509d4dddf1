"""The OpenAPI document is valid, and the server does what it says."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi import checks

from api.home import Home
from tests.support.api import Api

METHODS = ("get", "post", "put", "patch", "delete")
EXAMPLES = [2, pytest.param(20, marks=pytest.mark.soak)]
"""Cases an operation and mode; there are some 75 operations."""
CHECKS = [
    schemathesis.checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
    checks.unsupported_method,
]
"""Not `positive_data_acceptance`: the domain refuses what no shape can tell."""


@pytest.fixture
def document(app: Flask) -> Any:
    return app.test_client().get("/api/openapi.json").json


def test_every_operation_has_a_name_and_a_summary(document: Any) -> None:
    operations = [o for path in document["paths"].values() for n, o in path.items() if n in METHODS]
    names = [o["operationId"] for o in operations]
    assert len(names) == len(set(names)) > 60
    assert all(o["summary"] and o["tags"] for o in operations)


def test_problems_are_documented_as_problems(document: Any) -> None:
    for path in document["paths"].values():
        for name in path.keys() & set(METHODS):
            answer = path[name]["responses"]["default"]["$ref"].rpartition("/")[2]
            assert (
                "application/problem+json" in document["components"]["responses"][answer]["content"]
            )


@pytest.mark.parametrize("examples", EXAMPLES)
@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_the_server_does_what_the_document_says(
    app: Flask, home: Home, api: Api, mode: GenerationMode, examples: int
) -> None:
    """Answers, statuses, headers and refusals, on made-up cases that also name what is there."""
    cascade = api.cascade()
    known = {
        "cascade": cascade,
        "id": api.workshop(cascade, "2024-01-10", "L", "P"),
        "person": api.find(cascade, "P"),
    }
    config = SchemathesisConfig.from_dict({"generation": {"mode": mode.value}})
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", app, config=config)
    schema.validate()
    for result in schema.get_all_operations():
        headers = api.headers | {"Accept-Encoding": "identity"}
        _try(result.ok(), mode, known, headers, examples)


def _try(
    operation: Any, mode: GenerationMode, known: Any, headers: dict[str, str], examples: int
) -> None:
    @seed(7)
    @settings(
        max_examples=examples,
        phases=[Phase.generate],
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode), there=st.booleans())
    def cases(case: Any, there: bool) -> None:
        if there and mode is GenerationMode.POSITIVE:
            case.path_parameters |= {k: v for k, v in known.items() if k in case.path_parameters}
            if isinstance(case.body, dict):
                case.body |= {k: v for k, v in known.items() if k in case.body.keys() - {"id"}}
        case.call_and_validate(headers=headers, checks=CHECKS)

    cases()

"""Who says so, and on whose word?

>>> import reportedly
>>> dossier = reportedly.trace(["reports/"])            # doctest: +SKIP
>>> print(reportedly.export(dossier, "markdown"))       # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0.dev0"

__all__ = [
    "Article",
    "Dossier",
    "ReportedlyError",
    "Settings",
    "Statement",
    "__version__",
    "export",
    "find_statements",
    "group",
    "quotes",
    "read",
    "trace",
]

_HOMES = {
    "Article": "records",
    "Dossier": "records",
    "ReportedlyError": "errors",
    "Settings": "pipeline",
    "Statement": "records",
    "export": "dossiers",
    "find_statements": "pipeline",
    "group": "pipeline",
    "quotes": "pipeline",
    "read": "pipeline",
    "trace": "pipeline",
}

if TYPE_CHECKING:
    from reportedly.dossiers import export
    from reportedly.errors import ReportedlyError
    from reportedly.pipeline import Settings, find_statements, group, quotes, read, trace
    from reportedly.records import Article, Dossier, Statement


def __getattr__(name: str) -> Any:
    """Load a public name when it is first asked for: `import reportedly` alone loads no model or engine."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)

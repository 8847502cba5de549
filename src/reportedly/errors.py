"""The exceptions, all of them.

ReportedlyError
├── InputError        nothing could be read from what was given
├── SettingsError     an option has no meaning: unknown format, engine, language
├── OutputError       the result could not be written
└── StepError         a bug: a step broke on a row (names both)
    └── ContractError a step was handed, or gave back, a table of another shape

A bad input among good ones raises nothing: its row stays, with a `rejected` reason.
"""


class ReportedlyError(Exception):
    """Base of everything this package raises on purpose."""


class InputError(ReportedlyError):
    """Nothing could be read from what was given."""


class SettingsError(ReportedlyError):
    """An option has no meaning here."""


class OutputError(ReportedlyError):
    """The result could not be written where it was asked for."""


class StepError(ReportedlyError):
    """A step broke on a row; that is a bug, and the message names both."""

    def __init__(self, step: str, row: str, problem: str) -> None:
        super().__init__(step, row, problem)
        self.step, self.row, self.problem = step, row, problem

    def __str__(self) -> str:
        return f"step {self.step!r} broke on {self.row}: {self.problem}"


class ContractError(StepError):
    """A step was handed, or gave back, a table of another shape than it declares."""

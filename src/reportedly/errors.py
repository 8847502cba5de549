"""The exceptions, all of them.

ReportedlyError
├── InputError        nothing could be read from what was given
├── SettingsError     an option has no meaning: unknown format, engine, language
├── OutputError       the result could not be written
├── StoreError        a store cannot be used: no store, of a newer version, not writable, disk full
│   └── BusyError     somebody else is writing to it
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


class StoreError(ReportedlyError):
    """A store cannot be read or written; what was acknowledged before is still in it."""


class BusyError(StoreError):
    """Somebody else is writing to the store, and we were not to wait, or waited in vain."""


class StepError(ReportedlyError):
    """A step broke on a row; that is a bug, and the message names both."""

    def __init__(self, step: str, row: str, problem: str) -> None:
        super().__init__(step, row, problem)
        self.step, self.row, self.problem = step, row, problem

    def __str__(self) -> str:
        return f"step {self.step!r} broke on {self.row}: {self.problem}"


class ContractError(StepError):
    """A step was handed, or gave back, a table of another shape than it declares."""

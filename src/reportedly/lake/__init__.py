"""A lake: folders of Parquet files with all steps' tables, made on one machine or on many.

run       what is made of what, in order: the same on every engine
lake      what is there already is not made again
joins     the queries; `blocks` and `components` are those of stories
steps     the stages that only a lake has; `rows` are its tables
dossier   a lake -> a dossier
"""

from reportedly.lake.dossier import dossier, steps_of
from reportedly.lake.lake import HEAD, Lake
from reportedly.lake.run import Bounds, Outcome, run, versions

__all__ = ["HEAD", "Bounds", "Lake", "Outcome", "dossier", "run", "steps_of", "versions"]

"""Step 1: what was given on the command line -> pages. One reader a file; FORMATS lists them.

`unpack_pages` gives pages and unread documents, `stage` reads the documents, `read_pages` does both here;
`unpack_file` gives those of one file; `read_fetched` those of bytes that came from an address.
"""

from reportedly.pages.columns import check_columns
from reportedly.pages.documents import stage
from reportedly.pages.draft import Limits, Note, Options
from reportedly.pages.find import Found, find_inputs
from reportedly.pages.formats import FORMATS, Format
from reportedly.pages.read import batches, own_id, read_fetched, read_pages, unpack_file, unpack_pages

__all__ = [
    "FORMATS",
    "Format",
    "Found",
    "Limits",
    "Note",
    "Options",
    "batches",
    "check_columns",
    "find_inputs",
    "own_id",
    "read_fetched",
    "read_pages",
    "stage",
    "unpack_file",
    "unpack_pages",
]

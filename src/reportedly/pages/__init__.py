"""Step 1: what was given on the command line -> pages. One reader a file; FORMATS lists them.

`unpack_pages` gives pages and unread documents, `stage` reads the documents, `read_pages` does both here;
`read_fetched` gives those of bytes that came from an address.
"""

from reportedly.pages.columns import check_columns
from reportedly.pages.documents import stage
from reportedly.pages.draft import Limits, Options
from reportedly.pages.find import Found, find_inputs
from reportedly.pages.formats import FORMATS, Format
from reportedly.pages.read import read_fetched, read_pages, unpack_pages

__all__ = [
    "FORMATS",
    "Format",
    "Found",
    "Limits",
    "Options",
    "check_columns",
    "find_inputs",
    "read_fetched",
    "read_pages",
    "stage",
    "unpack_pages",
]

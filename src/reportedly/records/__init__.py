"""What travels: one dataclass per table, in the order in which they are made.

    pages -> articles -> readings -> stories -> (story) claims -> (story) origins -> dossier
    |- articles.py -|   readings.py  |--------------- stories.py ---------------|  dossiers.py

Take a row from `reportedly.records`, whichever file it stands in.

Every row knows two names. `id` is for people: the given id, or the file's name. `key` is for
machines: a hash of the content, used for joins; it does not depend on position or batch.
Spans are `[start, end]` in Unicode code points of the article's text, end exclusive.
`rejected` is None, or the reason (for people) why a step could do nothing with the row.
The Arrow schema of each table follows from its dataclass: `engine.arrow.schema(Article)`.
"""

from reportedly.records.articles import (
    Article,
    Change,
    Credit,
    EarlierVersion,
    Page,
    PageArticles,
    Part,
    Words,
)
from reportedly.records.dossiers import (
    Dossier,
    DossierClaim,
    DossierStory,
    Duplicate,
    Rejected,
    TimelineEntry,
)
from reportedly.records.ids import content_hash
from reportedly.records.readings import Attribution, Reading, Source, Spans, Statement, Timex, When
from reportedly.records.stories import (
    Claim,
    Copy,
    Evidence,
    FirstReport,
    Origins,
    Party,
    Passage,
    Place,
    Quote,
    Story,
    StoryAccount,
    StoryClaims,
    StoryMaterial,
    StoryOrigins,
    Version,
    WordRun,
)

__all__ = [
    "Article",
    "Attribution",
    "Change",
    "Claim",
    "Copy",
    "Credit",
    "Dossier",
    "DossierClaim",
    "DossierStory",
    "Duplicate",
    "EarlierVersion",
    "Evidence",
    "FirstReport",
    "Origins",
    "Page",
    "PageArticles",
    "Part",
    "Party",
    "Passage",
    "Place",
    "Quote",
    "Reading",
    "Rejected",
    "Source",
    "Spans",
    "Statement",
    "Story",
    "StoryAccount",
    "StoryClaims",
    "StoryMaterial",
    "StoryOrigins",
    "TimelineEntry",
    "Timex",
    "Version",
    "When",
    "WordRun",
    "Words",
    "content_hash",
]

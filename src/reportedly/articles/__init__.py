"""Step 2: pages -> articles: clean text and metadata, without what stood around them."""

from reportedly.articles.step import body_view, read_articles, stage
from reportedly.articles.versions import meetings, settle

__all__ = ["body_view", "meetings", "read_articles", "settle", "stage"]

"""Step 2: pages -> articles: clean text and metadata, without what stood around them."""

from reportedly.articles.step import body_view, stage

__all__ = ["body_view", "stage"]

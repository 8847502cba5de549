"""Step 2: pages -> articles: clean text and metadata, without what stood around them."""

from reportedly.articles.step import body_view, stage
from reportedly.articles.urls import identity

__all__ = ["body_view", "identity", "stage"]

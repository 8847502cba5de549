"""An article that we wrote, as a pasted page, as HTML and in Korean; and how tests read pages."""

from __future__ import annotations

from reportedly.articles.step import read_articles
from reportedly.records import Article, Page, content_hash

BODY = [
    "The paper mill at Oster closed on Tuesday after the river rose over its yard, "
    "the owner said, and 200 people were sent home.",
    '"We have never seen the water so high," Ana Brandt, '
    "who has run the mill for nine years, told reporters at the gate.",
    "The river authority said that the flood was the worst since 1988 and that it would end by the weekend.",
    "No one was hurt.",
    "Brandt denied that the company had ignored a warning, as the newspaper had reported on Monday.",
    "A spokesman for the ministry said that it would look at the dam above the town, "
    "which was built in 1931, once the rain had stopped.",
]
DECK = "Owner denies that a warning was ignored as river at Oster rises to its highest since 1988."
CAPTION = "The flooded yard of the paper mill at Oster on Tuesday morning."
TITLE = "Mill closes as river floods Oster"

DUMP = f""" date 2031-05-06 x
Skip to content
Home / News / {TITLE}

{TITLE}

Reuters |
May 06, 2031 04:11 PM GMT

{DECK}

{CAPTION}(via REUTERS)
{CAPTION}(via REUTERS)

{BODY[0]}

{BODY[1]}

Get our newsletter and never miss a story - Sign up now! Click here

{BODY[2]}

{BODY[3]}

Ten walks for a warm weekend

{BODY[4]}

{BODY[5]}

ab/cd (AFP, dpa)

Share this article
SHARE
Copy link
Create a free account and follow topics you like
Already have an account? Sign In
  • Oster Sport
  • Oster Homes
© 2031 OsterPost
Sign out
Welcome to the Oster Post
Tuesday, May 06, 2031
Copyright © OP Digital Streams Ltd. All rights reserved.
Subscribe Now"""

HTML = f"""<!DOCTYPE html><html lang="en"><head><title>{TITLE} | Oster Post</title>
<meta property="og:site_name" content="Oster Post">
<script type="application/ld+json">{{"@graph": [{{"@type": "WebPage"}}, {{"@type": ["NewsArticle"],
 "headline": "{TITLE}", "datePublished": "2031-05-06T16:11:00Z",
 "author": [{{"name": "Ana Brandt"}}, {{"name": "Associated Press"}}]}}]}}</script></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/s">Sport</a></li></ul></nav>
<article><h1>{TITLE}</h1><p class="article-standfirst">{DECK}</p>
<figure><img src="x"><figcaption>{CAPTION} Photograph: Jo Lind/AP</figcaption></figure>
{"".join(f"<p>{text}</p>" for text in BODY[:3])}<h2>A dam of 1931</h2>
{"".join(f"<p>{text}</p>" for text in BODY[3:])}
</article><aside class="related"><h3>Related</h3><a href="/1">Ten walks for a warm weekend</a></aside>
<footer><p>© 2031 Oster Post. All rights reserved. Privacy policy</p></footer></body></html>"""

KOREAN = """제지 공장, 강 범람으로 가동 중단

2031년 5월 6일 오후 4:11

오스터의 제지 공장이 강물이 마당까지 차오르면서 화요일 가동을 멈췄다고 소유주가 6일 밝혔다.

아나 브란트 대표는 "이렇게 물이 높은 것은 본 적이 없다"고 정문에서 기자들에게 말했다.

강 관리 당국은 이번 홍수가 1988년 이후 최악이라고 전했다."""


def page(content: str | bytes, kind: str = "text", id: str = "a", **given: str) -> Page:
    data = content.encode() if isinstance(content, str) else content
    return Page(id, content_hash(kind, data), id, kind, data, **given)  # type: ignore[arg-type]


def read(content: str | bytes, kind: str = "text", **given: str) -> Article:
    [article] = read_articles([page(content, kind, **given)])
    return article


def kinds(article: Article) -> list[str]:
    return [part.kind for part in article.parts]


def credits(article: Article) -> set[tuple[str, str, str]]:
    return {(credit.agency, credit.kind, credit.passage) for credit in article.credits}

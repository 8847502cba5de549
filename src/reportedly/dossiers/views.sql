-- The claims, the weightiest first: at most how many origins, on whom they rest, who disputes them, and
-- why the sole origin is a party, where it is one.
CREATE VIEW claims_weighed AS
SELECT c.id AS claim, c.text, s.title AS story, c.independent AS origins_at_most, c.n_outlets, c.n_articles, c.party_why AS party,
  (SELECT group_concat(source, '; ') FROM (SELECT source FROM claims_rests_on WHERE claim = c.id ORDER BY n)) AS rests_on,
  (SELECT group_concat(source, '; ') FROM (SELECT source FROM claims_origins WHERE claim = c.id ORDER BY n)) AS origins,
  (SELECT group_concat(source, '; ') FROM (SELECT source FROM claims_disputed_by WHERE claim = c.id ORDER BY n)) AS disputed_by,
  c.first_reported_published AS first_reported, a.outlet AS first_outlet, a.url AS first_url
FROM claims AS c LEFT JOIN stories AS s ON s.id = c.story LEFT JOIN articles AS a ON a.id = c.first_reported_article
ORDER BY c.independent DESC, c.n_outlets DESC, c.n_articles DESC, c.id;

-- Every statement with its chain, first teller first, the outlet last, and its claim.
CREATE VIEW who_says_what AS
SELECT s.id AS statement, s.text, s.stance, s.quoted,
  (SELECT group_concat(source, ' → ') FROM (SELECT source FROM statements_chain WHERE statement = s.id ORDER BY n)) AS chain,
  a.outlet, a.published, a.url, s.article, cs.claim, c.text AS claim_text
FROM statements AS s LEFT JOIN articles AS a ON a.id = s.article
LEFT JOIN claims_statements AS cs ON cs.statement = s.id LEFT JOIN claims AS c ON c.id = cs.claim;

-- Source, cue and content of every statement, as the words stand in the article; pieces are parted by " … ".
CREATE VIEW passages AS
SELECT s.id AS statement, s.article,
  (SELECT group_concat(words, ' … ') FROM (SELECT substr(a.text, p."start" + 1, p."end" - p."start") AS words
    FROM statements_source AS p WHERE p.statement = s.id ORDER BY p.n)) AS source,
  (SELECT group_concat(words, ' … ') FROM (SELECT substr(a.text, p."start" + 1, p."end" - p."start") AS words
    FROM statements_cue AS p WHERE p.statement = s.id ORDER BY p.n)) AS cue,
  (SELECT group_concat(words, ' … ') FROM (SELECT substr(a.text, p."start" + 1, p."end" - p."start") AS words
    FROM statements_content AS p WHERE p.statement = s.id ORDER BY p.n)) AS content
FROM statements AS s JOIN articles AS a ON a.id = s.article;

-- Who relays whom: a link of a chain, and in how many statements, articles and outlets it stands.
CREATE VIEW relays AS
WITH link AS (
  SELECT one.source AS teller, next.source AS relay, one.statement
  FROM statements_chain AS one JOIN statements_chain AS next ON next.statement = one.statement AND next.n = one.n + 1
  UNION ALL
  SELECT one.source, a.outlet, one.statement
  FROM statements_chain AS one JOIN statements AS s ON s.id = one.statement JOIN articles AS a ON a.id = s.article
  WHERE one.n = (SELECT max(n) FROM statements_chain WHERE statement = one.statement)
)
SELECT link.teller, link.relay, count(*) AS statements, count(DISTINCT s.article) AS articles, count(DISTINCT a.outlet) AS outlets
FROM link JOIN statements AS s ON s.id = link.statement JOIN articles AS a ON a.id = s.article
GROUP BY link.teller, link.relay ORDER BY statements DESC, link.teller, link.relay;

-- What passages two articles share, in words; nothing tells who was first where direction is "unknown".
CREATE VIEW copied_passages AS
SELECT c.from_article, f.outlet AS from_outlet, c.to_article, t.outlet AS to_outlet, c.share, c.judged, c.direction,
  substr(f.text, c.from_start + 1, c.from_end - c.from_start) AS from_text,
  substr(t.text, c.to_start + 1, c.to_end - c.to_start) AS to_text
FROM copies AS c JOIN articles AS f ON f.id = c.from_article JOIN articles AS t ON t.id = c.to_article;

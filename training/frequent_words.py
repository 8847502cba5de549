"""Count in how many news reports each frequent word stands, for `languages/en/frequent.toml`.

    python training/frequent_words.py REPORTS.jsonl.gz > src/reportedly/languages/en/frequent.toml

The shipped table was counted over the 840 training reports of PolNeAR.
"""

import collections
import gzip
import json
import sys

from reportedly.stories.likeness import words

LEAST = 9
"""Words of fewer reports than this (1 %) are left out: to the reader of the table they are rare."""


def main(path: str) -> None:
    """Print the table of a JSONL file of reports with `text`."""
    counts: collections.Counter[str] = collections.Counter()
    reports = 0
    with gzip.open(path, "rt", encoding="utf8") as lines:
        for line in lines:
            counts.update({word.casefold() for word in words(json.loads(line)["text"])})
            reports += 1
    print("# In how many of so many news reports a word stands (training/frequent_words.py).")
    print(f"reports = {reports}\n\n[words]")
    for word, count in sorted(counts.items()):
        if count >= LEAST:
            print(f"{json.dumps(word, ensure_ascii=False)} = {count}")


if __name__ == "__main__":
    main(sys.argv[1])

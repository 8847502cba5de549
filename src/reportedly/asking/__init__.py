"""What does this store know about a sentence? Search by meaning, checks, and the MCP server.

    check(store, "Twelve people were killed") -> Answer      what says the same, the contrary, or is near
    find(store, meaning="who switched off the alarms") -> Found                 claims, by words and meaning

How it holds (each file's head says more):

    sentence   what is asked about: a claim in somebody's mouth is asked about without the mouth
    finding    claims by words, by meaning, by what narrows them
    checking   what is found, compared with the sentence by its text, with its passages
    answers    what is answered, as records and in words
    as_text    an answer on a terminal
    server     the tools of the MCP server; needs `reportedly[mcp]`

Nothing here writes to a store. News is quoted, as data; nothing in it is followed.
"""

from __future__ import annotations

from reportedly.asking.answers import Answer, Hit, Quoted
from reportedly.asking.checking import check
from reportedly.asking.finding import Found, FoundClaim, find
from reportedly.store.seeking import Narrowed

__all__ = ["Answer", "Found", "FoundClaim", "Hit", "Narrowed", "Quoted", "check", "find"]

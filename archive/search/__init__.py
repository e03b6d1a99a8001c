"""Search over a collection's records: an index of our own tokens, ``state/index.sqlite``, derived and never sealed."""

from archive.search.expression import QueryError
from archive.search.finding import parse
from archive.search.opening import Index, open_index, update_index
from archive.search.values import (
    Hit,
    LanguageTally,
    Naming,
    PeopleFound,
    PersonFound,
    PersonPage,
    Query,
    RecordPlace,
    Results,
    Seen,
    Snippet,
    Tally,
    Together,
    Unread,
)

__all__ = [
    "Hit",
    "Index",
    "LanguageTally",
    "Naming",
    "PeopleFound",
    "PersonFound",
    "PersonPage",
    "Query",
    "QueryError",
    "RecordPlace",
    "Results",
    "Seen",
    "Snippet",
    "Tally",
    "Together",
    "Unread",
    "open_index",
    "parse",
    "update_index",
]

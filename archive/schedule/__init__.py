"""When which collection is crawled, and what became of every crawl that was due.

    plan.py       what a person asked for: how often, in which window, in which zone         pure
    instants.py   the instants at which a plan is due                                       pure
    judging.py    what to do about them now: run, wait, or why not                          pure
    outcome.py    what a finished crawl came to, from its JSON document                     pure
    reported.py   what the collection's own reports add to it
    duties.py     audits and drills: what the last came to, whether one is late              pure
    clock.py      the time, and how far somebody has set it
    plans.py      plans on the disk, one file each, and the lock of each
    spelling.py   a plan in the words of `beilin schedule add`                              pure
    ledger.py     what became of every due crawl: SQLite
    fleets.py     the blogs of fleets in the ledger, by their places

Instants are whole seconds since 1970 in UTC throughout; zones matter only where a plan says "at three in the morning".
"""

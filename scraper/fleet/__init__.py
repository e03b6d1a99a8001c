"""Many blogs on many machines: a list of blogs crawled on Dask, one blog by one worker at a time.

blogs.py      the list: which blogs, under which names                              pure
services.py   which budget a host falls under                                       pure
jobs.py       what a worker is told and what it answers                             pure
cluster.py    Dask's cluster: found or begun; the only modules that load Dask are this one,
giving.py     what runs in Dask's scheduler: turns for requests, and which runs are still wanted,
working.py    what runs in a Dask worker: a crawl attended to, its requests' turns fetched,
distant.py    and captures read on Dask (`beilin reextract --cluster`)
crawling.py   the crawl itself, a process of its own that holds the blog's lease (`archive.leases`)
places.py     where collections lie: a shared folder, or S3
scratch.py    a worker's folders for what is under way, and those that killed ones left
presence.py   whether the cluster is there, and how long it is waited for
recording.py  what becomes of a blog, in the schedule's ledger
running.py    the fleet's master: hands out, waits, has it recorded
"""

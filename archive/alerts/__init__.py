"""Telling people, once: what is wrong with a blog, a crawl, a replica or the disk, and when it is well again.

conditions.py   what stands, what is new, what has healed                    pure
message.py      what is told, without addresses, titles and names            pure
channels.py     who is told and how: ``$BEILIN_HOME/alerts.toml``
sending.py      one message by e-mail, webhook or command
reasons.py      why one did not get through, in words                        pure
outbox.py       what waits to be told, in the schedule's ledger
"""

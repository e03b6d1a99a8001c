"""Weeks of schedules in minutes: a real scheduler, real crawls, and what befalls them.

events.py     what happens to the blogs and the machine, and which alerts must come of it
clockwork.py  the scheduler in a process of its own, told what time it is
world.py      the blogs' doubles, their collections, a replica, a small disk
accounting.py what must add up at the end, and what must not grow
"""

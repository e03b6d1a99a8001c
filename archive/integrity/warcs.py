"""Every record of a WARC file: its gzip member, its header, its digests, and what it refers to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from archive.counted import counted
from archive.integrity.fault import Fault
from archive.integrity.members import Member, members
from archive.integrity.revisits import CITABLE, Held, brief, held, judge_revisit

MOST_FAULTS = 10_000  # listed of one file: it may be made of nothing else

__all__ = ["CITABLE", "Seen", "check_alone", "check_warc", "judge", "members"]


@dataclass
class Seen:
    """What the WARC files read so far hold, in order. ``partial`` says that others hold earlier records, unread."""

    records: dict[str, Held] = field(default_factory=dict)  # by record id; where two share one, the first
    citable: dict[tuple[str, int], tuple[str, str]] = field(default_factory=dict)
    """(file name, offset) of each response and revisit -> (record id, payload digest)"""
    partial: bool = False

    def add(self, fields: Mapping[str, str], file: str, offset: int) -> None:
        """Keep in mind what later records and posts may say of a record."""
        record_id, one = brief(fields["warc-record-id"]), held(fields)
        self.records.setdefault(record_id, one)
        if one.type in CITABLE:
            self.citable[file, offset] = (record_id, one.payload_digest)


def check_warc(path: Path, name: str, seen: Seen) -> list[Fault]:
    """Return the faults of one file and add what it holds to what was seen."""
    if not path.name.endswith(".warc.gz"):
        return [Fault("warc-name", name, "it is no WARC file of beilin's; nothing else belongs into warc/")]
    faults: list[Fault] = []
    left_out = 0
    for member in members(path):
        for code, detail in judge(member, seen):
            if len(faults) < MOST_FAULTS:
                faults.append(Fault(code, name, f"{detail}; get the file from a replica", member.offset, member.length))
            else:
                left_out += 1
        if member.plain and not member.plain.problem:
            seen.add(member.plain.fields, path.name, member.offset)
    if left_out:
        faults.append(Fault("warc-member", name, f"{counted(left_out, 'more fault')} in it not listed"))
    return faults


def check_alone(path: Path, name: str) -> list[Fault]:
    """Return the faults of one file, but for what it says of records in others."""
    return check_warc(path, name, Seen(partial=True))


def judge(member: Member, seen: Seen) -> Iterator[tuple[str, str]]:
    """Yield (code, detail) of each fault of a member, by what was seen before it."""
    record, earlier = member.plain, seen.records
    if record is None:
        yield "warc-member", "these bytes are damaged or torn: no whole gzip member"
        return
    if record.problem:
        yield "warc-record", record.problem
        return
    if brief(record.fields["warc-record-id"]) in earlier:
        yield "warc-record", "its record id is that of an earlier record"
    for detail in record.faults():
        yield "warc-record", detail
    about = brief(record.fields.get("warc-refers-to", ""))
    if record.fields["warc-type"] == "revisit" and not (seen.partial and about and about not in earlier):
        for detail in judge_revisit(record.fields, earlier):
            yield "warc-revisit", detail

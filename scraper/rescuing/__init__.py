"""What others captured of a blog, brought into its collection (docs/rescue.md).

offers      what a source says that it holds, and what is taken of it
sources     which source a name or a path is
warcs       WARC and ARC files; packages: WACZ and ZIP files; records: the foreign records themselves
exports     Blogger exports
saved       folders of saved pages; httrack: what HTTrack keeps beside a mirror; mhtml: pages in one file with pictures
several     a folder that holds several of these
asking      the web archives over the network: guarded, patient
wayback, commoncrawl, memento
catalogue   what was offered, kept so that a run goes on where another ended
keeping     captures of others into WARC files of the collection
choosing    what is missing, and which offer may fill it
rescue      one run: list, choose, take, read, judge, report
"""

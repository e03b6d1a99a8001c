"""A restored site on loopback, as a plain web server shows it; and its files, to be compared."""

import functools
import hashlib
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

from archive.collection import open_collection
from archive.restoration.mirror.making import write_mirror
from archive.restoration.site.making import write_site
from scraper.restoring import material
from tests.serving import Quiet, at_work


class _Files(Quiet, SimpleHTTPRequestHandler):
    pass


@contextmanager
def served(folder):
    """Serve a folder as `python -m http.server` does; gives "127.0.0.1:PORT"."""
    with at_work(ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Files, directory=str(folder)))) as server:
        yield f"127.0.0.1:{server.server_address[1]}"


def site_of(collection, folder):
    """Write a collection's site; return what it lacks."""
    with material(open_collection(collection)) as found:
        return list(write_site(found, folder))


def mirror_of(collection, folder):
    """Write a collection's mirror; return what it lacks."""
    layout = open_collection(collection)
    with material(layout) as found:
        return list(write_mirror(found, layout, folder))


def tree(folder):
    """Return the digest of each file by its place."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}

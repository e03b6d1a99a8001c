"""``python -m scraper.demo``: serve the demo blog until stopped. The first line on stdout names its ports."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from twisted.internet import reactor as installed
from twisted.internet import ssl

from scraper.demo.certificates import make_certificates
from scraper.demo.knobs import Knobs
from scraper.demo.site import site

_SETS = ("archive_only", "edited", "deleted")


def main() -> None:
    """Listen on loopback and serve."""
    options = _parser().parse_args()
    values: dict[str, Any] = json.loads(options.knobs)
    values.update({name: frozenset(values[name]) for name in _SETS if name in values})
    values["intruded"] = tuple(values.get("intruded", ("",)))
    knobs = Knobs(**values)
    reactor: Any = installed
    factory = site(knobs)
    ports = {"http": reactor.listenTCP(options.port, factory, interface="127.0.0.1").getHost().port}
    if options.certificates:
        pem = make_certificates(options.certificates)
        context = ssl.DefaultOpenSSLContextFactory(str(pem), str(pem))  # type: ignore[no-untyped-call]
        ports["https"] = reactor.listenSSL(0, factory, context, interface="127.0.0.1").getHost().port
    print(json.dumps(ports), flush=True)  # noqa: T201
    reactor.run()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m scraper.demo", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="port on 127.0.0.1; 0 takes a free one")
    parser.add_argument("--knobs", default="{}", metavar="JSON", help="settings of scraper.demo.knobs.Knobs")
    parser.add_argument(
        "--certificates", type=Path, metavar="FOLDER", help="serve TLS too, with certificates made here"
    )
    return parser


if __name__ == "__main__":
    main()

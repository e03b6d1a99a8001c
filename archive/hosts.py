"""What the host of an address is: a number, a name, or this machine. Pure; no name is looked up."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address


def is_loopback(host: str) -> bool:
    """Say whether a host is this machine itself.

    >>> is_loopback("127.0.0.2"), is_loopback("::1"), is_loopback("LOCALHOST."), is_loopback("localhost.example")
    (True, True, True, False)
    """
    number = number_of(host)
    return number.is_loopback if number else host.lower().rstrip(".") == "localhost"


def number_of(host: str) -> IPv4Address | IPv6Address | None:
    """Return the IP address that a host is, None for a name.

    >>> number_of("127.0.0.1"), number_of("blog.example")
    (IPv4Address('127.0.0.1'), None)
    """
    try:
        return ip_address(host)
    except ValueError:
        return None

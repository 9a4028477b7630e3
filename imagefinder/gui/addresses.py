"""Which addresses on the network a dropped picture may be fetched from: those of the open internet.

A page could otherwise have this program knock at the person's router or at their own machine. Asked
by `fetching`, about the address that a name stands for.
"""

import ipaddress

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# IPv6 addresses that stand for an IPv4 address in their last 32 bits (RFC 6052, 2765, 4291).
_TRANSLATED = tuple(map(ipaddress.IPv6Network, ("64:ff9b::/96", "::ffff:0:0:0/96", "::/96")))
# All that IANA gave out for the open internet; the rest is for networks of one's own, or nobody's.
_GIVEN_OUT = ipaddress.IPv6Network("2000::/3")


def is_public(address: str) -> bool:
    """Whether this numeric address is one of the open internet: not private, not loopback."""
    try:
        parsed = _meant(ipaddress.ip_address(address.partition("%")[0]))
    except ValueError:
        return False
    if isinstance(parsed, ipaddress.IPv6Address) and parsed not in _GIVEN_OUT:
        return False
    return parsed.is_global and not parsed.is_multicast


def _meant(address: _Address) -> _Address:
    """What an IPv6 address stands for, where it only wraps an IPv4 address."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if any(address in network for network in _TRANSLATED):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address

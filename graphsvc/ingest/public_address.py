"""Connections to public addresses alone: a name is resolved once, the checked address is used."""

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Collection

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

PORTS = frozenset((80, 443))
_OF_CLOUDS = frozenset(map(ipaddress.ip_address, ("168.63.129.16",)))
"""Public in form, and answered by the host of a virtual machine with what is meant for the machine alone."""
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class ForbiddenAddress(Exception):
    """A name leads to an address inside a network, or the port is none of the web."""


def is_public(address: Address) -> bool:
    """Whether an address is reachable by everybody; forms that carry another address are judged by it."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if address in _NAT64 or address.sixtofour is not None or address.teredo is not None:
            return False
    return address.is_global and not address.is_multicast and address not in _OF_CLOUDS


def checked_address(host: str, port: int, also: Collection[tuple[str, int]] = ()) -> str:
    """The first address of a host; every one of them must be public, or stand in `also` with its port.

    Raises `ForbiddenAddress`, and `OSError` for a name that does not exist.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(entry[4][0]) for entry in found]
    for one in addresses:
        plain = ipaddress.ip_address(one.partition("%")[0])
        if (one, port) not in also and not (port in PORTS and is_public(plain)):
            raise ForbiddenAddress(one)
    return addresses[0]


class CheckedConnection(http.client.HTTPConnection):
    """A connection to an address that was checked, whatever the name of the host resolves to now.

    `connect` is given `patience` seconds; https is checked against the name of the host.
    """

    def __init__(self, host: str, port: int, address: str, *, secure: bool, patience: float) -> None:
        super().__init__(host, port, timeout=patience)
        self._address, self._secure = address, secure
        self.default_port = 443 if secure else 80

    def connect(self) -> None:
        """Connect to the checked address."""
        self.sock = socket.create_connection((self._address, self.port), self.timeout)
        if self._secure:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(
                self.sock, server_hostname=self.host, do_handshake_on_connect=False
            )
            self.sock.do_handshake()

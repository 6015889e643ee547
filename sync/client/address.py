"""Where a server is: an address as a person types it, made whole, and plain http held back."""

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from sync.client.failures import Untrusted

# The second of the two times somebody has to say that plain http to another machine is meant.
ALLOW_PLAIN = "STINTBOOK_ALLOW_PLAIN_HTTP"
_DEFAULT_PORTS = {"http": 80, "https": 443}


class BadAddress(ValueError):
    """No address of a server; the message says why."""


@dataclass(frozen=True, slots=True)
class Address:
    """A server's address: scheme, host and port, and the folder a proxy may have put it in."""

    scheme: str
    host: str
    port: int
    folder: str = ""

    @property
    def text(self) -> str:
        """The address as it is kept and shown, without a slash at its end."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == _DEFAULT_PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}{self.folder}"

    @property
    def is_loopback(self) -> bool:
        """Whether it is this machine, so that nothing travels over a wire."""
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"

    def require_safe(self, *, allow_plain: bool, environment: Mapping[str, str]) -> None:
        """Refuse plain http to another machine, unless it was allowed twice: here and in the environment.

        Raises:
            Untrusted: the password and everything else could be read on the way.
        """
        if self.scheme == "https" or self.is_loopback:
            return
        if not allow_plain or environment.get(ALLOW_PLAIN) != "1":
            raise Untrusted("plain http to another machine")


def read_address(typed: str) -> Address:
    """Read an address as a person types it; without a scheme it is https, or http for this machine.

    Raises:
        BadAddress: it is none, or holds what does not belong there.
    """
    text = typed.strip()
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise BadAddress(f"“{typed}” is no address of a server.") from error
    if parts.scheme not in _DEFAULT_PORTS or not host or any(sign.isspace() for sign in text):
        raise BadAddress(f"“{typed}” is no address of a server. It looks like https://sync.example.org.")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise BadAddress("An address of a server has no user, question mark or # in it.")
    folder = parts.path.rstrip("/")
    address = Address(parts.scheme, host, port or _DEFAULT_PORTS[parts.scheme], folder)
    if "://" not in text and address.is_loopback:
        return Address("http", host, port or _DEFAULT_PORTS["http"], folder)
    return address

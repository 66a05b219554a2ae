"""The part of a URL that says where: ``[user[:password]@]host[:port]`` (RFC 3986 §3.2)."""

from __future__ import annotations

from ipaddress import AddressValueError, IPv4Address, IPv6Address
from urllib.parse import unquote

from holo_lsp.addresses.characters import is_decimal, quoted, whole_number
from holo_lsp.addresses.errors import AddressError

_HIGHEST_PORT = 0xFFFF
_LONGEST_NAME = 253  # RFC 1035 §2.3.4, without the root's dot
_LONGEST_LABEL = 63


def authority_end(text: str, start: int) -> int:
    """Where the authority that starts at ``start`` ends: at the first ``/``, ``?`` or ``#``."""
    ends = [at for at in (text.find(char, start) for char in "/?#") if at >= 0]
    return min(ends, default=len(text))


def userinfo_end(text: str, start: int, end: int) -> int:
    """Where the host starts: after the last ``@`` in ``text[start:end]``, else at ``start``."""
    at = text.rfind("@", start, end)
    return start if at < 0 else at + 1


def read_userinfo(text: str, start: int, host_start: int) -> tuple[str | None, str | None]:
    """User and password, percent escapes decoded; ``None`` for what is not there."""
    if host_start == start:
        return None, None
    user, colon, password = text[start : host_start - 1].partition(":")
    return unquote(user), unquote(password) if colon else None


def read_host_port(text: str, start: int, end: int, default_port: int) -> tuple[str, int]:
    """Host in lower case (IPv6 without brackets, compressed) and port of ``text[start:end]``.

    Raises ``AddressError``.
    """
    if start < end and text[start] == "[":
        return _read_ipv6(text, start, end, default_port)
    colon = text.find(":", start, end)
    host_end = end if colon < 0 else colon
    if colon >= 0 and text.find(":", colon + 1, end) >= 0:
        raise _bare_ipv6(text, start, end, default_port)
    if host_end == start:
        seen_from = 0 if start == end else start
        raise AddressError("URL has no host: write its name or IP address", seen_from, end)
    host = _read_host(text, start, host_end)
    return host, default_port if colon < 0 else _read_port(text, colon, end)


def printed_host(host: str) -> str:
    """``host`` as a URL writes it: IPv6 in brackets, the zone's ``%`` escaped (RFC 6874)."""
    return f"[{host.replace('%', '%25')}]" if ":" in host else host


def _read_port(text: str, colon: int, end: int) -> int:
    port = text[colon + 1 : end]
    if not port:
        suggestion = text[:colon] + text[end:]
        raise AddressError("Port is missing after ':': write one or remove the ':'", colon, end, suggestion)
    if is_decimal(port.strip()) and port.strip() != port:
        suggestion = text[: colon + 1] + port.strip() + text[end:]
        raise AddressError("Port has a blank around it: remove it", colon + 1, end, suggestion)
    if not is_decimal(port):
        message = f"Port {quoted(port)} must be a number from 1 to {_HIGHEST_PORT}"
        raise AddressError(message, colon + 1, end)
    number = whole_number(port, _HIGHEST_PORT)
    if not number:
        message = f"Port {quoted(port)} is out of range: use 1 to {_HIGHEST_PORT}"
        raise AddressError(message, colon + 1, end)
    return number


def _read_host(text: str, start: int, end: int) -> str:
    host = text[start:end]
    for offset, char in enumerate(host):
        if not _fits_host(char):
            raise _bad_host_char(text, start, end, start + offset)
    name = host.removesuffix(".")
    labels = name.split(".")
    if not all(labels):
        raise AddressError("Host has an empty part between its dots", start, end)
    if len(name) > _LONGEST_NAME or max(map(len, labels)) > _LONGEST_LABEL:
        message = f"Host is too long: at most {_LONGEST_LABEL} characters a part and {_LONGEST_NAME} in all"
        raise AddressError(message, start, end)
    if is_decimal(labels[-1]):
        _check_ipv4(text, start, end)
    return host.lower()


def _check_ipv4(text: str, start: int, end: int) -> None:
    """A host whose last label is a number can only be an IPv4 address (WHATWG URL §3.5)."""
    try:
        IPv4Address(text[start:end])
    except AddressValueError:
        host = quoted(text[start:end])
        message = f"Host {host} is not an IPv4 address: it needs four numbers, each 0 to 255"
        raise AddressError(message, start, end) from None


def _fits_host(char: str) -> bool:
    """Letters and digits of any script (IDNA), ``-``, ``.``, and ``_``, which container networks use."""
    return char in "-._" or all(part.isalnum() for part in char.lower())


def _bad_host_char(text: str, start: int, end: int, at: int) -> AddressError:
    char = text[at]
    if char.isspace():
        kept = "".join(text[start:end].split())
        return AddressError("Host has a blank in it: remove it", at, at + 1, text[:start] + kept + text[end:])
    suggestion = None
    if char == "\\":
        suggestion = text[:at] + "/" + text[at + 1 :]
    elif char == "," and is_decimal(text[at + 1 : end]):
        suggestion = text[:at] + ":" + text[at + 1 :]
    return AddressError(f"Host cannot hold {quoted(char)}", at, at + 1, suggestion)


def _read_ipv6(text: str, start: int, end: int, default_port: int) -> tuple[str, int]:
    close = text.find("]", start, end)
    if close < 0:
        suggestion = f"{text[:end]}]{text[end:]}"
        raise AddressError("IPv6 address must end with ']'", start, end, suggestion)
    host = _ipv6(text[start + 1 : close].replace("%25", "%"))
    if host is None:
        raise AddressError("IPv6 address between '[' and ']' is not valid", start, close + 1)
    if close + 1 == end:
        return host, default_port
    if text[close + 1] != ":":
        raise AddressError("Only a port such as ':4840' may follow ']'", close + 1, end)
    return host, _read_port(text, close + 1, end)


def _ipv6(literal: str) -> str | None:
    zone = literal.partition("%")[2]
    try:
        host = str(IPv6Address(literal))
    except AddressValueError:
        return None
    return host if all(char.isascii() and (char.isalnum() or char in "-._~") for char in zone) else None


def _bare_ipv6(text: str, start: int, end: int, default_port: int) -> AddressError:
    """An IPv6 address without brackets; its last group is the port if it is the usual one."""
    written = text[start:end]
    host, _, port = written.rpartition(":")
    suggestion = None
    if port == str(default_port) and _ipv6(host) is not None:
        suggestion = f"{text[:start]}[{host}]:{port}{text[end:]}"
    elif _ipv6(written) is not None:
        suggestion = f"{text[:start]}[{written}]{text[end:]}"
    message = "IPv6 address must stand in brackets" if suggestion else "Host has more than one ':'"
    return AddressError(message, start, end, suggestion)

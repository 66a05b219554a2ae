"""OPC UA node ids and expanded node ids as text (Part 6 v1.05 §5.1.12, Part 3 v1.05 §8.2).

::

    node-id    = [server ";"] [namespace ";"] identifier
    server     = "svr=" 1*DIGIT / "svu=" ENCODEDURI
    namespace  = "ns=" 1*DIGIT / "nsu=" ENCODEDURI
    identifier = "i=" 1*DIGIT / "s=" 1*UNICODE / "g=" Guid / "b=" Base64

Everything after ``s=`` is the identifier: quotes, semicolons and blanks included. Nothing is trimmed.
"""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote, unquote_to_bytes

from holo_lsp.addresses.characters import is_control, is_decimal, quoted, reject_unsendable, whole_number
from holo_lsp.addresses.errors import AddressError
from holo_lsp.addresses.mending import parse_or_suggest

if TYPE_CHECKING:
    from collections.abc import Sequence

IdentifierKind = Literal["i", "s", "g", "b"]

#: The namespace of the OPC UA specification itself; always index 0.
OPC_UA_NAMESPACE = "http://opcfoundation.org/UA/"

_UINT16 = 0xFFFF
_UINT32 = 0xFFFF_FFFF
_LONGEST_IDENTIFIER = 4096  # characters of s=, bytes of b= (Part 3 §8.2.4)

_KINDS: dict[str, IdentifierKind] = {"i": "i", "s": "s", "g": "g", "b": "b"}
_NAMES = {"ns": "Namespace index", "nsu": "Namespace URI", "svr": "Server index", "svu": "Server URI"}
_URI_KEYS = {"ns": "nsu", "svr": "svu"}
_KEYS = {"svr": "svr", "svu": "svu", "ns": "ns", "nsu": "nsu", "srv": "svr", **_KINDS}
_GUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_HEX_32 = re.compile(r"[0-9a-fA-F]{32}")
_BAD_ESCAPE = re.compile(r"%(?![0-9a-fA-F]{2})")
_UNKNOWN_KEY = re.compile(r"[A-Za-z]{1,3}=")
_SEPARATORS = " ,:.|/\\"
_URI_SAFE = "!#$&'()*+,/:=?@[]~"  # RFC 3986's reserved characters but ';', which ends the field


@dataclass(frozen=True, slots=True)
class NodeId:
    """A node, named by number (``i``), text (``s``), GUID (``g``) or bytes (``b``) in a namespace.

    ``namespace`` is an index into the server's NamespaceArray or a namespace URI (decoded). ``identifier`` is
    an ``int`` for ``i``, ``bytes`` for ``b``, otherwise a ``str`` (a GUID in lower case with dashes).
    ``server`` is an index into the ServerArray or a server URI, ``None`` for the server itself.

    Index 0 and the URI of OPC UA are the same namespace, and server index 0 is the server itself, so each is
    kept in one form: equal ids compare equal.
    """

    namespace: int | str
    kind: IdentifierKind
    identifier: int | str | bytes
    server: int | str | None = None

    def __post_init__(self) -> None:
        if self.namespace == OPC_UA_NAMESPACE:
            object.__setattr__(self, "namespace", 0)
        if self.server == 0:
            object.__setattr__(self, "server", None)

    def __str__(self) -> str:
        parts: list[str] = []
        if self.server is not None:
            parts.append(
                f"svu={_encoded(self.server)}" if isinstance(self.server, str) else f"svr={self.server}"
            )
        if isinstance(self.namespace, str):
            parts.append(f"nsu={_encoded(self.namespace)}")
        elif self.namespace:
            parts.append(f"ns={self.namespace}")
        identifier = self.identifier
        if isinstance(identifier, bytes):
            identifier = binascii.b2a_base64(identifier, newline=False).decode("ascii")
        parts.append(f"{self.kind}={identifier}")
        return ";".join(parts)

    @property
    def is_null(self) -> bool:
        """Whether this is a null NodeId, which no node of an address space has (Part 3 §8.2.4)."""
        null = self.identifier in {0, "", b"", "00000000-0000-0000-0000-000000000000"}
        return self.namespace == 0 and null


def parse_node_id(text: str) -> NodeId:
    """The node id that ``text`` is. Raises ``AddressError``."""
    return parse_or_suggest(_read, text)


def stable_form(node_id: NodeId, namespaces: Sequence[str]) -> NodeId | None:
    """The id with its namespace by URI, which stays true when the server's NamespaceArray changes.

    ``namespaces`` is the server's NamespaceArray. ``None`` when the index is not in it. Ids of OPC UA's own
    namespace are stable as they are.
    """
    namespace = node_id.namespace
    if isinstance(namespace, str) or namespace == 0:
        return node_id
    return replace(node_id, namespace=namespaces[namespace]) if namespace < len(namespaces) else None


def indexed_form(node_id: NodeId, namespaces: Sequence[str]) -> NodeId | None:
    """The id with its namespace by index, as a service call needs it.

    ``namespaces`` is the server's NamespaceArray. ``None`` when the URI is not in it.
    """
    namespace = node_id.namespace
    if isinstance(namespace, int):
        return node_id
    return replace(node_id, namespace=namespaces.index(namespace)) if namespace in namespaces else None


def describe(node_id: NodeId) -> str:
    """The id in words, on one line, for a person: ``text "Spindle.RPM" in namespace 2``."""
    identifier = node_id.identifier
    if isinstance(identifier, bytes):
        what = f"{len(identifier)} opaque bytes"
    elif node_id.kind == "s":
        what = f'text "{identifier}"'
    else:
        what = f"{'GUID' if node_id.kind == 'g' else 'number'} {identifier}"
    where = "the OPC UA namespace" if node_id.namespace == 0 else f"namespace {node_id.namespace}"
    server = "" if node_id.server is None else f" on server {node_id.server}"
    return f"{what} in {where}{server}"


def _encoded(uri: str) -> str:
    return quote(uri, safe=_URI_SAFE)


def _read(text: str) -> NodeId:
    if not text.strip():
        raise AddressError("Node id is empty: write one such as ns=2;s=Name", 0, len(text))
    reject_unsendable(text, "Node id")
    position = 0
    server: int | str | None = None
    namespace: int | str = 0
    key = _key_at(text, position)
    if key is not None and key.startswith("sv"):
        server, position = _read_index_or_uri(text, position, key, _UINT32)
        key = _key_at(text, position)
    if key is not None and key.startswith("ns"):
        namespace, position = _read_index_or_uri(text, position, key, _UINT16)
        key = _key_at(text, position)
    kind = _KINDS.get(key or "")
    if kind is None:
        raise _no_identifier(text, position, key)
    return NodeId(namespace, kind, _read_identifier(text, position + 2, kind), server)


def _key_at(text: str, start: int) -> str | None:
    """The known key whose ``=`` follows, written as it should be, or ``None``."""
    if start < len(text) and text[start].isspace():
        end = start + len(text[start:]) - len(text[start:].lstrip())
        raise AddressError("Node id has a blank here: remove it", start, end, text[:start] + text[end:])
    equals = text.find("=", start)
    written = text[start:equals] if equals >= 0 else ""
    key = _KEYS.get(written.strip().lower())
    if key is None or key == written:
        return key
    suggestion = text[:start] + key + text[equals:]
    if written.strip() != written:
        raise AddressError(f"'{key}=' has a blank before '=': remove it", start, equals, suggestion)
    if written.lower() == key:
        raise AddressError(f"'{written}=' must be in lower case: '{key}='", start, equals, suggestion)
    raise AddressError(f"'{written}=' is not known: use '{key}='", start, equals, suggestion)


def _read_index_or_uri(text: str, start: int, key: str, maximum: int) -> tuple[int | str, int]:
    """The index or URI of the field ``key`` that starts at ``start``, and where the next field starts."""
    if key in _URI_KEYS.values():
        return _read_uri(text, start, key)
    value_start = start + len(key) + 1
    end = value_start
    while end < len(text) and is_decimal(text[end]):
        end += 1
    if end == value_start or (end < len(text) and text[end] != ";"):
        raise _bad_index(text, start, key, end)
    index = whole_number(text[value_start:end], maximum)
    if index is None:
        number = quoted(text[value_start:end])
        raise AddressError(f"{_NAMES[key]} {number} is out of range: use 0 to {maximum}", value_start, end)
    if end == len(text):
        raise AddressError("Node id has no identifier: add ';s=Name' or ';i=1'", start, end)
    return index, end + 1


def _bad_index(text: str, start: int, key: str, end: int) -> AddressError:
    """What is wrong with an index whose digits end at ``end``, where no ``;`` follows."""
    value_start = start + len(key) + 1
    after = end
    while after < len(text) and text[after] in _SEPARATORS:
        after += 1
    if end > value_start and _starts_with_key(text, after):
        fault = (end, after) if after > end else (start, end)
        return AddressError(f"{_NAMES[key]} must end with ';'", *fault, f"{text[:end]};{text[after:]}")
    stop = text.find(";", end)
    stop = len(text) if stop < 0 else stop
    value = text[value_start:stop]
    if not value:
        return AddressError(f"{_NAMES[key]} is missing: write a whole number after '{key}='", start, stop)
    if is_decimal(value.strip()):
        suggestion = text[:value_start] + value.strip() + text[stop:]
        return AddressError(f"{_NAMES[key]} has a blank around it: remove it", value_start, stop, suggestion)
    if ":" in value:
        suggestion = f"{text[:start]}{_URI_KEYS[key]}={text[value_start:]}"
        message = f"{_NAMES[key]} must be a whole number: write '{_URI_KEYS[key]}=' before a URI"
        return AddressError(message, start, stop, suggestion)
    return AddressError(f"{_NAMES[key]} {quoted(value)} must be a whole number, 0 or more", value_start, stop)


def _starts_with_key(text: str, start: int) -> bool:
    equals = text.find("=", start)
    return equals > start and text[start:equals].strip().lower() in _KEYS


def _read_uri(text: str, start: int, key: str) -> tuple[str, int]:
    what = _NAMES[key]
    value_start = start + len(key) + 1
    end = text.find(";", value_start)
    if end < 0:
        raise AddressError(f"{what} must end with ';' and an identifier such as 's=Name'", start, len(text))
    if end == value_start:
        raise AddressError(f"{what} is missing: write it after '{key}='", start, end)
    bad = _BAD_ESCAPE.search(text, value_start, end)
    if bad is not None:
        at = bad.start()
        suggestion = f"{text[:at]}%25{text[at + 1 :]}"
        raise AddressError(f"{what} has a bare '%': write '%25'", at, at + 1, suggestion)
    try:
        uri = unquote_to_bytes(text[value_start:end]).decode("utf-8")
    except UnicodeDecodeError:
        raise AddressError(f"{what} has percent escapes that are not UTF-8", value_start, end) from None
    if any(map(is_control, uri)):
        raise AddressError(f"{what} has an escaped control character: remove it", value_start, end)
    return uri, end + 1


def _no_identifier(text: str, start: int, key: str | None) -> AddressError:
    rest = text[start:]
    if not rest:
        return AddressError("Node id has no identifier: add 's=Name' or 'i=1'", 0, len(text))
    if key is not None:
        return _misplaced(text, start, key)
    unknown = _UNKNOWN_KEY.match(rest)
    if unknown is not None:
        message = f"Identifier type {quoted(unknown.group())} is not known: use 'i=', 's=', 'g=' or 'b='"
        return AddressError(message, start, start + unknown.end())
    prefix = _prefix_for(rest)
    if start == 0 and prefix == "s=":  # text alone may be anything, and its namespace is anybody's guess
        return AddressError(f"{quoted(rest)} is not a node id: write one such as ns=2;s=Name", 0, len(text))
    message = f"Identifier type is missing: write '{prefix}' before {quoted(rest)}"
    return AddressError(message, start, len(text), f"{text[:start]}{prefix}{rest}")


def _misplaced(text: str, start: int, key: str) -> AddressError:
    """A server or namespace that stands where the identifier should."""
    end = text.find(";", start)
    end = len(text) if end < 0 else end
    field = text[start:end]
    if key.startswith("ns") or text.startswith("sv"):
        what = "Namespace" if key.startswith("ns") else "Server"
        return AddressError(f"{what} is given twice: remove {quoted(field)}", start, end)
    moved = f"{field};{text[:start]}{text[end + 1 :]}"
    return AddressError(f"Server must come first: move {quoted(field)} to the front", start, end, moved)


def _prefix_for(identifier: str) -> str:
    if is_decimal(identifier):
        return "i="
    return "g=" if _GUID.fullmatch(identifier) else "s="


def _read_identifier(text: str, start: int, kind: IdentifierKind) -> int | str | bytes:
    value = text[start:]
    if not value:
        raise AddressError(f"Identifier is missing after '{kind}='", start - 2, start)
    if kind == "s":
        if len(value) > _LONGEST_IDENTIFIER:
            message = f"Identifier is longer than {_LONGEST_IDENTIFIER} characters"
            raise AddressError(message, start + _LONGEST_IDENTIFIER, len(text))
        return value
    if value.strip() != value:
        raise _blank_around(text, start, value)
    if kind == "i":
        return _read_number(text, start, value)
    if kind == "g":
        return _read_guid(text, start, value)
    return _read_base64(text, start, value)


def _blank_around(text: str, start: int, value: str) -> AddressError:
    kept = value.strip()
    if value[0].isspace():
        span = (start, start + len(value) - len(value.lstrip()))
    else:
        span = (start + len(value.rstrip()), len(text))
    return AddressError("Identifier has a blank around it: remove it", *span, text[:start] + kept)


def _read_number(text: str, start: int, value: str) -> int:
    if not is_decimal(value):
        end = start
        while end < len(text) and is_decimal(text[end]):
            end += 1
        if end > start:
            raise AddressError(
                f"Identifier must end after its number: remove {quoted(text[end:])}", end, len(text)
            )
        if value[0].isalpha():
            suggestion = f"{text[: start - 2]}s={value}"
            raise AddressError(
                f"Identifier {quoted(value)} is text: write 's='", start - 2, len(text), suggestion
            )
        message = f"Identifier {quoted(value)} must be a whole number, 0 to {_UINT32}"
        raise AddressError(message, start, len(text))
    number = whole_number(value, _UINT32)
    if number is None:
        raise AddressError(
            f"Identifier {quoted(value)} is out of range: use 0 to {_UINT32}", start, len(text)
        )
    return number


def _read_guid(text: str, start: int, value: str) -> str:
    if _GUID.fullmatch(value) is not None:
        return value.lower()
    suggestion = None
    bare = value.strip("{}()")
    if _GUID.fullmatch(bare) is not None:
        suggestion = text[:start] + bare
    elif _HEX_32.fullmatch(bare) is not None:
        cuts = (bare[:8], bare[8:12], bare[12:16], bare[16:20], bare[20:])
        suggestion = text[:start] + "-".join(cuts)
    message = "GUID must look like 09087e75-8e5e-499b-954f-f2a9603db28a"
    raise AddressError(message, start, len(text), suggestion)


def _read_base64(text: str, start: int, value: str) -> bytes:
    data = _decoded(value)
    if data is None:
        standard = value.replace("-", "+").replace("_", "/").rstrip("=")
        padded = standard + "=" * (-len(standard) % 4)
        suggestion = text[:start] + padded if _decoded(padded) is not None else None
        raise AddressError("Base64 after 'b=' cannot be decoded", start, len(text), suggestion)
    if len(data) > _LONGEST_IDENTIFIER:
        raise AddressError(f"Identifier is longer than {_LONGEST_IDENTIFIER} bytes", start, len(text))
    return data


def _decoded(value: str) -> bytes | None:
    """The bytes of Base64 (RFC 4648 §4, padded), or ``None``."""
    try:
        return binascii.a2b_base64(value, strict_mode=True)
    except ValueError:
        return None

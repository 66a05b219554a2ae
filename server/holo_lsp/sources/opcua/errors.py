"""Every way in which an endpoint fails, told to a person.

asyncua reports a failure as a status code, an ``OSError``, an empty ``AssertionError`` or whatever its
decoder stumbled over. ``explain`` makes of each the state of the endpoint and a message that says what to
do.
"""

from __future__ import annotations

import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from asyncua import ua

from holo_lsp.addresses.authority import printed_host

if TYPE_CHECKING:
    from holo_lsp.addresses import Endpoint

FailureState = Literal["not_allowed", "offline", "refused"]


class PlantError(Exception):
    """An endpoint that cannot be used now; ``str()`` is the message for a person.

    ``lasting``: to try again is pointless, or does harm, until the user or the file changes something.
    """

    def __init__(self, state: FailureState, message: str, *, lasting: bool = False) -> None:
        super().__init__(message)
        self.state: FailureState = state
        self.message = message
        self.lasting = lasting


class ReplyError(Exception):
    """A reply that is not what OPC UA says it must be."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What the peer did on this connection, which tells a dead host from one that does not speak OPC UA.

    ``first`` holds its first bytes, at most eight. ``too_much``: it sent more than we take for one message.
    """

    accepted: bool = False
    first: bytes = b""
    too_much: bool = False


_NOTHING = Heard()
#: How messages of OPC UA TCP begin (Part 6 v1.05 §7.1.2.2).
_MESSAGE_TYPES = (b"ACK", b"ERR", b"OPN", b"MSG", b"CLO")

_FULL = "has no session left: close another client, or wait until the server frees one."
_LOGIN = "does not let anonymous clients in: it wants a login."
_UNSECURED = (
    'has no endpoint without security: the file must ask for one, such as security: "SignAndEncrypt".'
)
_CERTIFICATE = (
    "rejects the certificate of this client: move it from the server's rejected certificates to its "
    "trusted ones."
)
_STOPPING = "is shutting down."

_REFUSALS = {
    "BadTooManySessions": _FULL,
    "BadMaxConnectionsReached": _FULL,
    "BadTcpNotEnoughResources": _FULL,
    "BadTcpServerTooBusy": "is too busy to take another client.",
    "BadServerTooBusy": "is too busy to take another client.",
    "BadTcpEndpointUrlInvalid": "does not serve this path: take the URL from the server's configuration.",
    "BadSecurityPolicyRejected": _UNSECURED,
    "BadSecurityModeRejected": _UNSECURED,
    "BadSecurityModeInsufficient": _UNSECURED,
    "BadIdentityTokenInvalid": _LOGIN,
    "BadIdentityTokenRejected": _LOGIN,
    "BadUserAccessDenied": _LOGIN,
    "BadSecurityChecksFailed": _CERTIFICATE,
    "BadCertificateInvalid": _CERTIFICATE,
    "BadCertificateUntrusted": _CERTIFICATE,
    "BadCertificateUseNotAllowed": _CERTIFICATE,
    "BadCertificateRevoked": _CERTIFICATE,
    "BadCertificateTimeInvalid": "finds the certificate of this client expired: renew it.",
    "BadCertificateUriInvalid": "finds another application in the certificate of this client: renew it.",
}
_OUTAGES = {
    "BadShutdown": _STOPPING,
    "BadServerHalted": _STOPPING,
    "BadTimeout": "did not answer in time.",
}
#: A login that was turned down is not sent again: servers lock accounts.
_LASTING = frozenset({"BadIdentityTokenInvalid", "BadIdentityTokenRejected", "BadUserAccessDenied"})


def explain(error: BaseException, endpoint: Endpoint, heard: Heard = _NOTHING) -> PlantError:
    """The failure ``error`` of a connection to ``endpoint``, for a person."""
    where = f"{printed_host(endpoint.host)}:{endpoint.port}"
    if isinstance(error, PlantError):
        return error
    if heard.too_much:
        return PlantError("refused", f"{where} sent more than an OPC UA server may: the connection was cut.")
    if isinstance(error, ua.UaStatusCodeError):
        return _status(error, where)
    if heard.first and not heard.first.startswith(_MESSAGE_TYPES):
        what = "a web server (HTTP)" if heard.first.startswith(b"HTTP") else "something else"
        return PlantError("refused", f"{where} is {what} and not an OPC UA server: correct the port.")
    if isinstance(error, TimeoutError):
        return _silence(where, heard)
    if isinstance(error, OSError):
        return _broken_off(error, where, heard)
    return _oddity(error, where)


def status_name(code: int) -> str:
    """The symbolic name of a status code, whose flag bits are passed over (Part 4 v1.05 §7.39)."""
    return ua.StatusCode(ua.UInt32(code & 0xFFFF_0000)).name


def _status(error: ua.UaStatusCodeError, where: str) -> PlantError:
    name = status_name(error.code)
    if name in _OUTAGES:
        return PlantError("offline", f"{where} {_OUTAGES[name]}")
    message = _REFUSALS.get(name, f"answers {name}.")
    return PlantError("refused", f"{where} {message}", lasting=name in _LASTING)


def _silence(where: str, heard: Heard) -> PlantError:
    if heard.first:
        return PlantError("offline", f"{where} stopped answering.")
    if heard.accepted:
        return PlantError("refused", f"{where} takes the connection but says nothing: correct the port.")
    return PlantError("offline", f"{where} does not answer: check the address, the network and the firewall.")


def _broken_off(error: OSError, where: str, heard: Heard) -> PlantError:
    if heard.first:
        return PlantError("offline", f"{where} closed the connection.")
    if heard.accepted:
        return PlantError("refused", f"{where} closes each connection at once: correct the port.")
    if isinstance(error, socket.gaierror):
        return PlantError("offline", f"{where} has no address: check the host's name and the network.")
    if isinstance(error, ConnectionRefusedError) or "Connect call failed" in str(error):
        return PlantError("offline", f"{where} is closed: start the server, or correct the port.")
    reason = error.strerror or type(error).__name__
    return PlantError("offline", f"{where} cannot be reached ({reason}): check the address and the network.")


def _oddity(error: BaseException, where: str) -> PlantError:
    if isinstance(error, ua.UaError) and "No matching endpoints" in str(error):
        return PlantError("refused", f"{where} {_UNSECURED}")
    if isinstance(error, AssertionError):  # all that asyncua says when the server closes a new secure channel
        return PlantError("refused", f"{where} {_CERTIFICATE}")
    return PlantError("refused", f"{where} sent a reply that is not OPC UA ({type(error).__name__}).")

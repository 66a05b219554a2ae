"""Which characters an address can hold at all, and how a part of it is quoted in a message."""

from __future__ import annotations

from holo_lsp.addresses.errors import AddressError

_LONGEST_QUOTE = 40


def is_control(char: str) -> bool:
    """Whether ``char`` is a control character: C0, DEL or C1 (Unicode category Cc)."""
    return char < " " or "\x7f" <= char <= "\x9f"


def is_surrogate(char: str) -> bool:
    """Whether ``char`` is half of a surrogate pair, which no encoding can carry."""
    return "\ud800" <= char <= "\udfff"


def reject_unsendable(text: str, what: str, *, allowed: str = "") -> None:
    """Raise ``AddressError`` at the first control character or lone surrogate that is not in ``allowed``."""
    if text.isprintable():
        return
    for index, char in enumerate(text):
        if char in allowed:
            continue
        if is_control(char):
            message = f"{what} cannot hold the control character U+{ord(char):04X}: remove it"
        elif is_surrogate(char):
            message = f"{what} cannot hold half a surrogate pair, U+{ord(char):04X}: remove it"
        else:
            continue
        raise AddressError(message, index, index + 1, text[:index] + text[index + 1 :])


def quoted(text: str) -> str:
    """``text`` in quotes on one line: shortened in the middle when long, U+FFFD for the unprintable."""
    if len(text) > _LONGEST_QUOTE:
        half = _LONGEST_QUOTE // 2
        text = f"{text[:half]}…{text[-half:]}"
    shown = text if text.isprintable() else "".join(char if char.isprintable() else "\ufffd" for char in text)
    return f"'{shown}'"


def is_decimal(text: str) -> bool:
    """Whether ``text`` is one or more ASCII digits (``str.isdigit`` alone takes ``²`` and other scripts)."""
    return text.isascii() and text.isdigit()


def whole_number(text: str, maximum: int) -> int | None:
    """The value of decimal digits, or ``None`` when it is above ``maximum``.

    Long rows of digits are refused by their length: ``int`` itself raises on thousands of them.
    """
    digits = text.lstrip("0")
    if len(digits) > len(str(maximum)):
        return None
    value = int(digits or "0")
    return value if value <= maximum else None

r"""Snippets: text with tab stops, as completion inserts it (LSP 3.17, "Snippet Syntax").

``$1`` and ``${1}`` are tab stops, ``${1:text}`` one with a default, ``${1|a,b|}`` one with choices, ``$0`` is
the last; ``\`` takes away the meaning of the character behind it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holo_lsp.traits.types import Boolean, Enumeration, OneOf

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holo_lsp.traits.spec import Argument, BodyKind
    from holo_lsp.traits.types import ValueType

_CHOICE = r"\$\{\d+\|((?:[^\\|]|\\.)*)\|\}"
_TOKEN = re.compile(rf"\\([$}}\\])|{_CHOICE}|\$(?:\d+|\{{\d+\}})|(\$\{{\d+:)|(\}})", re.DOTALL)
_FIRST_CHOICE = re.compile(r"(?:[^\\,]|\\.)*", re.DOTALL)
_STRING = re.compile(r'"([^"\\]*)"')


def plain(snippet: str) -> str:
    """The text of ``snippet`` with each tab stop left as it is offered: its default or first choice."""
    out: list[str] = []
    at = depth = 0
    for token in _TOKEN.finditer(snippet):
        out.append(snippet[at : token.start()])
        at = token.end()
        escaped, choices, opened, closed = token.groups()
        if escaped is not None:
            out.append(escaped)
        elif choices is not None:
            first = _FIRST_CHOICE.match(choices)
            out.append(re.sub(r"\\(.)", r"\1", first[0] if first else "", flags=re.DOTALL))
        elif opened:
            depth += 1
        elif closed and depth:
            depth -= 1
        elif closed:
            out.append(closed)
    out.append(snippet[at:])
    return "".join(out)


def argument_snippet(argument: Argument, stop: int = 1) -> str:
    """``name: value`` with tab stop number ``stop`` on the value."""
    return f"{argument.name}: {value_snippet(argument.type, argument.example, stop)}"


def value_snippet(value: ValueType, example: str, stop: int = 1) -> str:
    """A value of type ``value`` as one tab stop: choices where they are known, else ``example``."""
    match value:
        case Boolean():
            return f"${{{stop}|true,false|}}"
        case Enumeration(choices=choices):
            names = ",".join(re.sub(r"([\\,|])", r"\\\1", choice.name) for choice in choices)
            return f'"${{{stop}|{names}|}}"'
        case OneOf(options=(Enumeration() as first, *_)):
            return value_snippet(first, example, stop)
        case _:
            string = _STRING.fullmatch(example)
            default = re.sub(r"([\\$}])", r"\\\1", string[1] if string else example)
            return f'"${{{stop}:{default}}}"' if string else f"${{{stop}:{default}}}"


def trait_snippet(name: str, arguments: Iterable[Argument], body: BodyKind | None) -> str:
    """A use of the trait ``name`` without the ``@``: what it requires, and its body."""
    given = [argument for argument in arguments if argument.required and argument.only is None]
    listed = ", ".join(argument_snippet(argument, stop) for stop, argument in enumerate(given, 1))
    head = f"{name}({listed})" if listed else name
    return f"{head}$0" if body is None else f"{head} {{\n\t$0\n}}"

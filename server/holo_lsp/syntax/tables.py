"""The LALR(1) tables that Lark computes from ``holoscript.lark``, in the form our own loop runs.

Compiling takes about 100 ms with Lark's import, so the tables are kept as JSON in the user's cache folder, under
a name made of the grammar's hash and Lark's version. Lark itself is imported only when they are not there.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from dataclasses import dataclass
from functools import cache
from importlib import metadata, resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, cast

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

_FORMAT = 2


@dataclass(frozen=True, slots=True)
class Rule:
    """A production: ``size`` symbols make an ``origin``.

    A ``transparent`` rule with one child makes no node; a rule without ``node`` makes a list for its user to splice.
    """

    origin: str
    size: int
    node: str | None
    transparent: bool


@dataclass(frozen=True, slots=True)
class Tables:
    """What the automaton does in each state.

    ``actions[state][terminal]`` is the state to shift to (≥ 0) or ``~rule`` to reduce; ``gotos[state][nonterminal]``
    the state after a reduction. The terminal of the end is ``$END``.
    """

    actions: tuple[dict[str, int], ...]
    gotos: tuple[dict[str, int], ...]
    rules: tuple[Rule, ...]
    start: int


@cache
def tables() -> Tables:
    """The tables of the grammar, from the cache or compiled."""
    grammar = grammar_text()
    key = hashlib.sha256(f"{_FORMAT} {metadata.version('lark')}\n{grammar}".encode()).hexdigest()[:32]
    path = _cache_folder() / f"grammar-{key}.json"
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):  # absent or damaged: compiled anew
        return _decode(json.loads(path.read_text(encoding="utf-8")))
    encoded = _compile(grammar)
    with contextlib.suppress(OSError):  # a read-only home costs time at each start, nothing else
        _store(path, json.dumps(encoded, separators=(",", ":")))
    return _decode(encoded)


def grammar_text() -> str:
    """The grammar file: inside the installed package, or at the top of a source tree."""
    packaged: Traversable = resources.files("holo_lsp.syntax") / "holoscript.lark"
    if packaged.is_file():
        return packaged.read_text(encoding="utf-8")
    return (Path(__file__).parents[3] / "grammar" / "holoscript.lark").read_text(encoding="utf-8")


def _cache_folder() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("holo-lsp", appauthor=False)


def _store(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    Path(temporary).replace(path)


def _compile(grammar: str) -> dict[str, Any]:
    from lark import Lark
    from lark.lexer import Lexer
    from lark.parsers.lalr_analysis import Shift

    class NoLexer(Lexer):
        """Lark only computes the tables here."""

        def __init__(self, lexer_conf: object) -> None:
            pass

        def lex(self, lexer_state: object, parser_state: object) -> NoReturn:  # noqa: ARG002 - Lark's signature
            raise AssertionError

    compiled = cast(
        "Any",
        Lark(grammar, parser="lalr", lexer=NoLexer, maybe_placeholders=False, start="start", strict=True),
    )
    table = compiled.parser.parser._parse_table  # noqa: SLF001 - Lark has no public way to its tables
    # The kind of an operator is its text, as in the lexer; Lark gives such terminals names of its own.
    spelling = {
        terminal.name: terminal.pattern.value
        for terminal in compiled.terminals
        if terminal.pattern.type == "str" and terminal.name not in compiled.ignore_tokens
    }
    nonterminals = {str(rule.origin.name) for rule in compiled.rules}
    rules: list[list[Any]] = []
    rule_index: dict[Any, int] = {}
    for rule in compiled.rules:
        rule_index[rule] = len(rules)
        origin = str(rule.origin.name)
        is_list = origin.startswith("_")
        rules.append(
            [
                origin,
                len(rule.expansion),
                None if is_list else str(rule.alias or origin),
                bool(rule.options.expand1) and not rule.alias,
            ]
        )
    actions: list[dict[str, int]] = []
    gotos: list[dict[str, int]] = []
    for state in range(len(table.states)):
        shifts: dict[str, int] = {}
        jumps: dict[str, int] = {}
        for symbol, (action, target) in table.states[state].items():
            name = str(symbol)
            if action is not Shift:
                shifts[spelling.get(name, name)] = ~rule_index[target]
            elif name in nonterminals:
                jumps[name] = target
            else:
                shifts[spelling.get(name, name)] = target
        actions.append(shifts)
        gotos.append(jumps)
    return {
        "actions": actions,
        "gotos": gotos,
        "rules": rules,
        "start": table.start_states["start"],
    }


def _decode(encoded: dict[str, Any]) -> Tables:
    return Tables(
        actions=tuple(encoded["actions"]),
        gotos=tuple(encoded["gotos"]),
        rules=tuple(Rule(*rule) for rule in encoded["rules"]),
        start=encoded["start"],
    )

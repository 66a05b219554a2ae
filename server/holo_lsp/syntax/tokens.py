"""The tokens of a chunk while it is being parsed: recovery puts empty ones in and passes over others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holo_lsp.syntax.lexer import lex

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

#: The kind behind the last token.
END = "$END"

BRACKETS = frozenset("{}()[]")
CLOSERS = frozenset("})]")
WORDS = frozenset({"NAME", "ON_NAME", "ACTION", "EXTENDS", "USING", "IMPORT", "EXPORT"})


class TokenBuffer:
    """Tokens that can be put in and passed over.

    ``kinds``, ``starts`` and ``ends`` are parallel, but ``kinds`` has ``END`` as one more at its end.
    """

    __slots__ = ("comments", "ends", "kinds", "nameless", "skipped", "starts", "text", "unclosed")

    def __init__(self, text: str) -> None:
        tokens = lex(text)
        self.text = text
        self.kinds = [*tokens.kinds, END]
        self.starts = tokens.starts
        self.ends = tokens.ends
        self.comments = tokens.comments
        self.unclosed = tokens.unclosed
        self.nameless = tokens.nameless
        self.skipped: list[tuple[int, int]] = []
        """What is passed over: spans that no token covers any more."""

    def __len__(self) -> int:
        return len(self.starts)

    def token(self, number: int) -> str:
        """The text of a token."""
        return self.text[self.starts[number] : self.ends[number]]

    def is_put_in(self, number: int) -> bool:
        """Was the token put in here, and not in the text?"""
        return self.starts[number] == self.ends[number]

    def starts_line(self, number: int) -> bool:
        """Is the token the first one on its line?"""
        if number == 0:
            return True
        gap = self.text[self.ends[number - 1] : self.starts[number]]
        return "\n" in gap or "\r" in gap

    def indent(self, number: int) -> int:
        """How many characters stand before the token on its line."""
        start = self.starts[number]
        return start - 1 - max(self.text.rfind("\n", 0, start), self.text.rfind("\r", 0, start))

    def is_swallowed(self) -> bool:
        """Does a comment or template string that is not closed take in the rest of the text?"""
        return any(self.text[start] in "/`" and end == len(self.text) for start, end in self.unclosed)

    def insert(self, before: int, *kinds: str) -> None:
        """Put empty tokens where the token before ends."""
        at = self.ends[before - 1] if before else 0
        self.kinds[before:before] = kinds
        self.starts[before:before] = [at] * len(kinds)
        self.ends[before:before] = [at] * len(kinds)

    def rebuild(self, inserts: Iterable[tuple[int, str]], passed: Collection[int]) -> None:
        """Pass over some tokens and put in others, all in one go, since there may be very many of them.

        ``inserts`` are (number of the token before which, kind), in order; ``passed`` the numbers of the others.
        """
        kinds: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        done = 0

        def keep(until: int) -> None:
            for number in range(done, until):
                if number in passed:
                    if not self.is_put_in(number):
                        self.skipped.append((self.starts[number], self.ends[number]))
                else:
                    kinds.append(self.kinds[number])
                    starts.append(self.starts[number])
                    ends.append(self.ends[number])

        for before, kind in inserts:
            keep(before)
            done = before
            at = ends[-1] if ends else 0
            if kind == "{" and kinds and kinds[-1] == "ARROW":
                kinds[-1] = "ARROW_BLOCK"
            kinds.append(kind)
            starts.append(at)
            ends.append(at)
        keep(len(self))
        self.kinds, self.starts, self.ends = [*kinds, END], starts, ends

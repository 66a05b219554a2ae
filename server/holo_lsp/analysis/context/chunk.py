"""A chunk's tokens as seen from a place in it: what is open there, and where members and entries begin.

Only tokens before the place matter, and the brackets that the parser put in where they are missing; so the
answers are good in half-typed text too, where the tree may hold no more than a broken member.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from holo_lsp.model.lower import unescape

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holo_lsp.syntax import Leaf, Node

WORDS = frozenset({"NAME", "ON_NAME", "ACTION", "EXTENDS", "USING", "IMPORT", "EXPORT"})
TRAITS = frozenset({"TRAIT", "ON_TRAIT"})
KEYS = WORDS | {"STRING", "NUMBER"}
INHERITS = frozenset({"EXTENDS", "USING"})
OPENERS = frozenset("([{")
CLOSERS = frozenset(")]}")

#: What an operand must follow.
PENDING = frozenset(
    {":", ".", "?.", "?", "??", "||", "&&", "EQUALS", "COMPARE", "+", "-", "*", "/", "%", "!"}
    | {"ARROW", "ARROW_BLOCK", "ASSIGN", "...", *INHERITS}
)

#: What goes on with the expression or member before it.
_GOES_ON = (PENDING - {"...", "!"}) | OPENERS | CLOSERS | {",", ";"}

_CONSTANTS = {"true": True, "false": False}


class Link(NamedTuple):
    """A step of a chain such as ``objects.filter(…)[0]``.

    ``kind`` is ``name``, ``call``, ``index`` or ``text``; ``name`` is the text of a name, ``token`` its
    number or that of the opening bracket.
    """

    kind: str
    name: str
    token: int


class Entry(NamedTuple):
    """``key: value`` among the entries of a bracket.

    ``value`` is the text or truth of a plain constant, else None. ``token`` is the number of the key's token,
    ``first`` and ``last`` are those of the value.
    """

    key: str
    value: str | bool | None
    token: int
    first: int
    last: int


class Slot(NamedTuple):
    """Which of a bracket's entries a token belongs to.

    Its key, how many commas are before it, and the number of the first token of its value (of the entry,
    where it has no key).
    """

    key: str | None
    position: int
    first: int


class Chunk:
    """A leaf's tokens with their brackets matched. ``partner`` goes both ways, by token number.

    Of the tokens that the parser put in, only those are here that say something of the text around them: the
    bracket that closes one of the text, the colon behind a key, the value behind a colon.
    """

    __slots__ = ("ends", "kinds", "leaf", "numbers", "partner", "starts", "text")

    def __init__(self, leaf: Leaf) -> None:
        self.leaf = leaf
        self.text = leaf.text
        self.kinds = leaf.kinds
        self.starts = leaf.starts
        self.ends = leaf.ends
        self.numbers: Sequence[int] = range(len(self.kinds))
        """The leaf's own numbers of the tokens."""
        self.partner = _partners(self.kinds)
        if leaf.faults:
            self._leave_out_guesses()

    def _leave_out_guesses(self) -> None:
        kept: list[int] = []
        for number in self.numbers:
            if self.is_real(number) or self._says_something(number, kept[-1] if kept else -1):
                kept.append(number)
        self.kinds = [self.kinds[number] for number in kept]
        self.starts = [self.starts[number] for number in kept]
        self.ends = [self.ends[number] for number in kept]
        self.numbers = kept
        self.partner = _partners(self.kinds)

    def _says_something(self, number: int, before: int) -> bool:
        """Is a token that was put in behind the token ``before`` worth keeping?"""
        match self.kinds[number]:
            case ")" | "]" | "}":
                return self.is_real(self.partner[number]) if number in self.partner else False
            case ":":
                return number > 0 and before == number - 1 and self.kinds[before] in KEYS
            case "NAME":
                return before >= 0 and self.kinds[before] in PENDING
            case _:
                return False

    # ---- tokens ----------------------------------------------------------------------------------

    def token(self, number: int) -> str:
        """The text of a token."""
        return self.text[self.starts[number] : self.ends[number]]

    def is_real(self, number: int) -> bool:
        """Does the token stand in the text? Those that the parser put in are empty."""
        return self.starts[number] < self.ends[number]

    def has_break(self, start: int, end: int) -> bool:
        """Is there a line break between two offsets?"""
        return self.text.find("\n", start, end) >= 0 or self.text.find("\r", start, end) >= 0

    def starts_line(self, number: int) -> bool:
        """Is the token the first one on its line?"""
        return number == 0 or self.has_break(self.ends[number - 1], self.starts[number])

    def indent(self, offset: int) -> int:
        """The width of the white space that begins the line of ``offset``, as far as ``offset``."""
        start = 1 + max(self.text.rfind("\n", 0, offset), self.text.rfind("\r", 0, offset))
        line = self.text[start:offset]
        return len(line) - len(line.lstrip(" \t"))

    def is_blank_before(self, offset: int) -> bool:
        """Is there only white space before the offset on its line?"""
        start = 1 + max(self.text.rfind("\n", 0, offset), self.text.rfind("\r", 0, offset))
        return not self.text[start:offset].strip(" \t")

    def word_end(self, offset: int) -> int:
        """The end of the word that begins, or goes on, at the offset."""
        while offset < len(self.text) and (self.text[offset].isalnum() or self.text[offset] in "_$"):
            offset += 1
        return offset

    def content(self, number: int) -> tuple[int, int, bool]:
        """The offsets of what stands between a string's quotes, and whether the string is closed."""
        start, end = self.starts[number], self.ends[number]
        body = self.text[start + 1 : end]
        slashes = len(body[:-1]) - len(body[:-1].rstrip("\\"))
        closed = body[-1:] == self.text[start] and slashes % 2 == 0
        return start + 1, end - closed, closed

    def word(self, number: int) -> str:
        """The text of a word or of a string, without its quotes."""
        if self.kinds[number] != "STRING":
            return self.token(number)
        start, end, _ = self.content(number)
        return unescape(self.text[start:end])

    # ---- brackets --------------------------------------------------------------------------------

    def open_before(self, number: int) -> list[int]:
        """The brackets that are open before a token, outermost first."""
        stack: list[int] = []
        for at in range(number):
            kind = self.kinds[at]
            if kind in OPENERS:
                stack.append(at)
            elif kind in CLOSERS and stack:
                stack.pop()
        return stack

    def owner(self, number: int) -> tuple[Node, Node]:
        """The node that a token is a direct child of, and that node's parent (the root's is the root).

        Their own token numbers are those of the leaf.
        """
        node = parent = self.leaf.root
        number = self.numbers[number]
        while True:
            inner = next((child for child in node.nodes() if child.first <= number <= child.last), None)
            if inner is None:
                return node, parent
            node, parent = inner, node

    def back(self, number: int, floor: int) -> int:
        """The token before ``number``, where a whole group in brackets counts as its opening one."""
        before = number - 1
        opener = self.partner.get(before, -1)
        return opener if self.kinds[before] in CLOSERS and opener >= floor else before

    # ---- members ---------------------------------------------------------------------------------

    def member(self, number: int, floor: int) -> int:
        """The first token of the member that a token belongs to, among those from ``floor`` on."""
        while number > floor and not self.begins(number, floor):
            number = self.back(number, floor)
        return number

    def begins(self, number: int, floor: int) -> bool:
        """Is the token the first one of a member?"""
        if number <= floor:
            return True
        kind = self.kinds[number]
        keyed = kind in KEYS and self.kinds[number + 1 : number + 2] == [":"] and self.is_real(number + 1)
        if (kind in _GOES_ON and not keyed) or self.is_pending(number - 1, floor):
            return False
        if self.kinds[number - 1] == "}" and self.kinds[self.back(number, floor) - 1] == "IMPORT":
            return False  # `import { names } from "file"`
        return self.is_over(number - 1) or self.starts_line(number) or keyed

    def is_pending(self, number: int, floor: int) -> bool:
        """Must something follow the token before its member can end?"""
        kind = self.kinds[number]
        return kind in PENDING or (kind == "," and self._lists_bases(number, floor))

    def is_over(self, number: int) -> bool:
        """Does a member end with the token?"""
        return self.kinds[number] in {",", ";", "}", "EXPORT"}

    def _lists_bases(self, comma: int, floor: int) -> bool:
        """Does the comma stand between templates, as in ``extends A, B``?"""
        while comma - 2 >= floor and self.kinds[comma] == "," and self.kinds[comma - 1] in {"NAME", "STRING"}:
            if self.kinds[comma - 2] in INHERITS:
                return True
            comma -= 2
        return False

    # ---- entries ---------------------------------------------------------------------------------

    def is_key(self, number: int, floor: int) -> bool:
        """Is the token a key with its colon? The middle of ``a ? b : c`` is none."""
        return (
            self.kinds[number] in KEYS
            and self.kinds[number + 1 : number + 2] == [":"]
            and (number <= floor or self.kinds[number - 1] not in PENDING)
        )

    def slot(self, opener: int, number: int) -> Slot:
        """The entry of the bracket ``opener`` that the token ``number`` belongs to."""
        key: str | None = None
        position = 0
        first = at = opener + 1
        while at < number:
            if self.kinds[at] == ",":
                key, position, first = None, position + 1, at + 1
            elif self.is_key(at, opener + 1):
                key, first = self.word(at), at + 2
                at += 1
            at = self.behind(at)
        return Slot(key, position, min(first, number))

    def entries(self, opener: int) -> Iterator[Entry]:
        """The entries of a bracket that have keys."""
        end = self.partner.get(opener, len(self.kinds))
        key = -1
        at = opener + 1
        while at < end:
            if self.kinds[at] == "," or self.is_key(at, opener + 1):
                if key >= 0:
                    yield self._entry(key, at)
                key = -1 if self.kinds[at] == "," else at
                at += key >= 0
            at = self.behind(at)
        if key >= 0:
            yield self._entry(key, end)

    def _entry(self, key: int, behind: int) -> Entry:
        return Entry(self.word(key), self.constant(key + 2, behind), key, key + 2, behind - 1)

    def constant(self, first: int, behind: int) -> str | bool | None:
        """The value of the tokens from ``first`` to before ``behind``, if it is a string or a truth value."""
        if behind != first + 1:
            return None
        if self.kinds[first] == "STRING":
            return self.word(first)
        return _CONSTANTS.get(self.token(first))

    def strings(self, opener: int, but: int) -> Iterator[str]:
        """The strings that stand directly in a bracket, without the token ``but``."""
        for at in self._direct(opener):
            if self.kinds[at] == "STRING" and at != but:
                yield self.word(at)

    def references(self, opener: int, but: int) -> Iterator[str]:
        """The ids in the ``kind#id`` that stand directly in a bracket, without the token ``but``."""
        for at in self._direct(opener):
            if self.kinds[at] == "ID" and at != but:
                yield self.token(at)[1:]

    def _direct(self, opener: int) -> Iterator[int]:
        at = opener + 1
        end = self.partner.get(opener, len(self.kinds))
        while at < end:
            yield at
            at = self.behind(at)

    def behind(self, number: int) -> int:
        """The token behind ``number``, or behind the group that it opens."""
        return self.partner.get(number, number) + 1 if self.kinds[number] in OPENERS else number + 1

    # ---- expressions -----------------------------------------------------------------------------

    def chain(self, last: int, floor: int) -> tuple[Link, ...]:
        """The chain of names, calls and indexes that ends with the token ``last``; empty for all else."""
        links: list[Link] = []
        at = last
        while at >= floor:
            kind = self.kinds[at]
            if kind in WORDS:
                links.append(Link("name", self.token(at), at))
                if at - 2 < floor or self.kinds[at - 1] not in {".", "?."}:
                    return tuple(reversed(links))
                at -= 2
            elif kind in {")", "]"} and self.partner.get(at, -1) > floor:
                opener = self.partner[at]
                links.append(Link("call" if kind == ")" else "index", "", opener))
                at = opener - 1
            elif kind in {"STRING", "TEMPLATE"}:
                links.append(Link("text", "", at))
                return tuple(reversed(links))
            else:
                break
        return ()

    def parameters(self, first: int, behind: int) -> tuple[str, ...]:
        """The parameters of the arrow functions whose arrows stand directly among the tokens."""
        names: list[str] = []
        at = first
        while at < behind:
            if self.kinds[at] in {"ARROW", "ARROW_BLOCK"} and at > first:
                opener = self.back(at, first)
                words = (number for number in range(opener, at) if self.kinds[number] in WORDS)
                names.extend(self.token(number) for number in words if self.is_real(number))
            at = self.behind(at)
        return tuple(names)

    # ---- places ----------------------------------------------------------------------------------

    def token_before(self, offset: int) -> int:
        """The number of the last token of the text that starts before ``offset``, or -1."""
        number = bisect_left(self.starts, offset) - 1
        while number >= 0 and not self.is_real(number):
            number -= 1
        return number


def _partners(kinds: Sequence[str]) -> dict[int, int]:
    partner: dict[int, int] = {}
    stack: list[int] = []
    for number, kind in enumerate(kinds):
        if kind in OPENERS:
            stack.append(number)
        elif kind in CLOSERS and stack:
            opener = stack.pop()
            partner[opener] = number
            partner[number] = opener
    return partner

"""Finds what a place in a file is for: a trait's name, an argument's value, a path in an expression…

It is told from the tokens before the place, so half-typed text is as good as whole text.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal, NamedTuple

from holo_lsp.analysis.context.chunk import INHERITS, KEYS, PENDING, TRAITS, WORDS, Chunk, Slot
from holo_lsp.analysis.context.place import Place, Step
from holo_lsp.analysis.context.spot import declared_at, spot_at
from holo_lsp.syntax.document import MAX_TEXT

if TYPE_CHECKING:
    from holo_lsp.analysis.context.place import Role
    from holo_lsp.analysis.context.spot import Spot
    from holo_lsp.model import FileModel

_ARROWS = frozenset({"ARROW", "ARROW_BLOCK"})
_ONE_TOKEN = frozenset({"STRING", "NUMBER", "COLOR", "NAME"})
_BEGINS_ENTRY = KEYS | {"TEMPLATE", "COLOR", "{", "!", "..."}
_BEGINS_OPERAND = _BEGINS_ENTRY | {"(", "[", "-", "+", ":"}
_BEGINS_CODE = frozenset({"ACTION", "ON_NAME", "IMPORT", "EXPORT"})


class _Frame(NamedTuple):
    """A bracket that is open at the place; the file's or block's own level where ``open`` is -1."""

    kind: Literal["block", "body", "arguments", "call", "record", "list", "index", "group", "opaque"]
    open: int
    name: str = ""


def place_at(file: FileModel, offset: int) -> Place:
    """What the place at ``offset`` is for. Never raises, whatever the text."""
    return _Reader(file, offset, spot_at(file, offset)).read()


class _Reader:
    """Goes from the block around a place down to it, bracket by bracket."""

    def __init__(self, file: FileModel, offset: int, spot: Spot) -> None:
        self.file = file
        self.offset = offset
        self.spot = spot
        self.declaration = spot.declaration
        self.kind = ""
        self.in_head = False
        self.at = offset - spot.base
        self.chunk = chunk = Chunk(spot.leaf)
        self.steps: list[Step] = []
        self.comma_at: int | None = None
        before = chunk.token_before(self.at)
        self.atom = before if self._holds_place(before) else -1
        """The number of the word, string or number that the place is in or behind, or -1."""
        self.first = self.atom
        """The same, but of the kind in ``kind#id``."""
        if self.terminal == "ID" and before > 0 and chunk.kinds[before - 1] in WORDS:
            self.first = before - 1
        self.upto = before + 1 if self.atom < 0 else self.first
        """The number of the first token that is not before the place."""
        last = self._last_real()
        start = self.at if self.atom < 0 else chunk.starts[self.first]
        self.start = start
        self.new_line = last < 0 or chunk.has_break(chunk.ends[last], start)

    @property
    def terminal(self) -> str:
        """The kind of the atom."""
        return self.chunk.kinds[self.atom] if self.atom >= 0 else ""

    def _last_real(self) -> int:
        """The number of the last token of the text before the place; -1 where there is none."""
        number = self.upto - 1
        while number >= 0 and not self.chunk.is_real(number):
            number -= 1
        return number

    def read(self) -> Place:
        if self._is_dead():
            return self._place("nothing")
        frame = _Frame("block", 0 if self.spot.is_tail else -1)
        for bracket in self._opened():
            inner = self._frame(bracket, frame)
            self._enter(frame, inner)
            frame = inner
            if frame.kind == "opaque":
                return self._place("nothing")
        if frame.kind in {"block", "body"}:
            return self._in_body(frame)
        if frame.kind in {"index", "group"}:
            return self._in_value(frame.open + 1)
        return self._in_list(frame)

    # ---- where the place is ----------------------------------------------------------------------

    def _holds_place(self, number: int) -> bool:
        """Is the place in the token, or directly behind it where it could go on?"""
        chunk = self.chunk
        if number < 0 or chunk.ends[number] < self.at:
            return False
        kind = chunk.kinds[number]
        if kind == "STRING":
            return self.at < chunk.ends[number] or not chunk.content(number)[2]
        if kind == "TEMPLATE":
            closed = chunk.text.endswith("`", chunk.starts[number] + 1, chunk.ends[number])
            return self.at < chunk.ends[number] or not closed
        return kind in WORDS | TRAITS or kind in {"ID", "NUMBER", "COLOR", "BAD"}

    def _is_dead(self) -> bool:
        """Is the place in a comment, in a template string, or in text that nobody reads?"""
        leaf = self.spot.leaf
        if len(self.file.document.text) > MAX_TEXT or self.terminal in {"TEMPLATE", "BAD"}:
            return True
        for start, end in leaf.comments:
            if start < self.at <= end:
                closed = leaf.text.startswith("/*", start) and leaf.text.endswith("*/", start + 4, end)
                return not (closed and self.at == end)
        return any(start < self.at <= end for start, end in leaf.skipped if end - start > 1)

    def _opened(self) -> list[int]:
        """The brackets around the place, outermost first.

        A closing bracket that was put in stands behind the last token before it. Whether a place further on
        is behind it too is told by the indentation, as in bracket repair.
        """
        chunk = self.chunk
        opened = chunk.open_before(self.upto)
        if self.atom >= 0 or not self.new_line or not chunk.is_blank_before(self.at):
            return opened
        width = chunk.indent(self.at)
        while opened:
            closer = chunk.partner.get(opened[-1], -1)
            if closer < 0 or chunk.is_real(closer) or width > chunk.indent(chunk.starts[opened[-1]]):
                return opened
            opened.pop()
        if self._next_real() == len(chunk.kinds):
            self._leave_unclosed_blocks(width)
        return opened

    def _leave_unclosed_blocks(self, width: int) -> None:
        """Go on behind the blocks in several chunks that lack their end and are indented as far as the place."""
        lines = self.file.document.lines
        for start, around in self.spot.unclosed:
            line = lines.line_text(lines.line_of(start))
            if width > len(line) - len(line.lstrip(" \t")):
                return
            self.declaration = around

    def _next_real(self) -> int:
        """The number of the first token of the text behind the place."""
        number = self.upto if self.atom < 0 else self.atom + 1
        while number < len(self.chunk.kinds) and not self.chunk.is_real(number):
            number += 1
        return number

    # ---- from the outside in ---------------------------------------------------------------------

    def _frame(self, bracket: int, outer: _Frame) -> _Frame:
        """What an opening bracket is that stands directly in ``outer``."""
        chunk = self.chunk
        if chunk.kinds[bracket] == "{":
            return self._brace(bracket, outer)
        before = bracket - 1
        kind = chunk.kinds[before] if before > outer.open else ""
        called = kind in WORDS or kind in {")", "]"}
        if chunk.kinds[bracket] == "[":
            return _Frame("index" if called or kind in {"STRING", "?."} else "list", bracket)
        if kind in TRAITS:
            return _Frame("arguments", bracket, chunk.token(before)[1:])
        if not called:
            return _Frame("group", bracket)
        if outer.kind in {"block", "body"}:
            first = chunk.member(before, outer.open + 1)
            if chunk.kinds[first] == "ACTION" or (chunk.kinds[first] == "ON_NAME" and first == before):
                return _Frame("opaque", bracket)
        return _Frame("call", bracket, chunk.token(before) if kind in WORDS else "")

    def _brace(self, bracket: int, outer: _Frame) -> _Frame:
        chunk = self.chunk
        node, parent = chunk.owner(bracket)
        if node.kind == "body":
            if parent.kind == "trait":
                return _Frame("body", bracket, chunk.leaf.token(parent.first)[1:])
            return _Frame("block", bracket, chunk.leaf.token(parent.first))
        if node.kind in {"object", "opaque"}:
            return _Frame("record" if node.kind == "object" else "opaque", bracket)
        return self._broken_brace(bracket, outer)

    def _broken_brace(self, bracket: int, outer: _Frame) -> _Frame:
        """A brace in a member that could not be parsed."""
        chunk = self.chunk
        floor = outer.open + 1
        if bracket <= floor:
            in_value = outer.kind in {"arguments", "call", "list", "group"}
            return _Frame("record" if in_value else "opaque", bracket)
        before = chunk.back(bracket, floor)
        if chunk.kinds[before] == "(" and before > floor:
            before -= 1
        kind = chunk.kinds[before]
        if kind in TRAITS:
            return _Frame("body", bracket, chunk.token(before)[1:])
        if kind in PENDING - INHERITS - {"ARROW_BLOCK"} or kind == ",":
            return _Frame("record", bracket)
        if outer.kind in {"block", "body"} and (kind in WORDS or kind in {"ID", "STRING"}):
            return _Frame("block", bracket, chunk.token(chunk.member(before, floor)))
        return _Frame("opaque", bracket)

    def _enter(self, outer: _Frame, inner: _Frame) -> None:
        """Add the step from ``outer`` to ``inner`` to the way."""
        chunk = self.chunk
        if inner.kind == "block":
            found = declared_at(self.declaration, self.spot.base, chunk.ends[inner.open])
            self.kind = "" if found else inner.name
            self.declaration = found or self.declaration
            self.steps = []
            return
        if outer.kind in {"block", "body"}:
            self._note_key(outer, chunk.member(inner.open, outer.open + 1), inner.open)
        else:
            self._note_slot(chunk.slot(outer.open, inner.open), inner.open)
        if inner.kind != "opaque":
            chain = chunk.chain(inner.open - 1, outer.open + 1) if inner.kind == "call" else ()
            self.steps.append(Step(inner.kind, inner.name, chain=chain, open=inner.open))

    def _note_key(self, frame: _Frame, first: int, number: int) -> int:
        """Note the key of the member from the token ``first`` to before ``number``.

        Returns the number of its value's first token, -1 where it has no key.
        """
        chunk = self.chunk
        if number < first + 2 or not chunk.is_key(first, frame.open + 1):
            return -1
        if frame.kind == "block":
            self.steps.append(Step("property", key=chunk.word(first)))
        else:
            self.steps[-1] = replace(self.steps[-1], key=chunk.word(first))
        return first + 2

    def _note_slot(self, slot: Slot, number: int) -> None:
        """Note which of a bracket's entries the token ``number`` belongs to."""
        parameters = self.chunk.parameters(slot.first, number)
        self.steps[-1] = replace(self.steps[-1], key=slot.key, position=slot.position, parameters=parameters)

    # ---- at the place ----------------------------------------------------------------------------

    def _in_body(self, frame: _Frame) -> Place:
        """Among the members of a block or body."""
        chunk = self.chunk
        floor = frame.open + 1
        if self._begins_member(floor):
            return self._at_member()
        first = chunk.member(self.upto - 1, floor)
        value = self._note_key(frame, first, self.upto)
        return self._in_value(value) if value >= 0 else self._in_head(first)

    def _begins_member(self, floor: int) -> bool:
        chunk = self.chunk
        before = self.upto - 1
        if before < floor:
            return True
        if self.new_line and chunk.kinds[before] == ":":
            # The value may stand on the next line, further right; elsewhere somebody begins a new member.
            first = chunk.member(before, floor)
            return chunk.indent(self.start) <= chunk.indent(chunk.starts[first])
        if self.atom >= 0:
            return chunk.begins(self.first, floor)
        return not chunk.is_pending(before, floor) and (chunk.is_over(before) or self.new_line)

    def _at_member(self) -> Place:
        follow = self._follow()
        if follow not in {"", "}"} and (self.atom < 0 or self.terminal in _BEGINS_CODE):
            return self._place("nothing")  # what would be put here would run into what follows
        if self.terminal == "ID":
            self.kind, self.in_head = self.chunk.token(self.first), True
            return self._place("label")
        if self.terminal in {"NUMBER", "COLOR"}:
            return self._place("nothing")
        return self._place("trait" if self.terminal in TRAITS else "member")

    def _in_head(self, first: int) -> Place:
        """Behind the first word of a member that is no property: in a block's head, if it reads like one."""
        chunk = self.chunk
        if not self._is_head(first):
            return self._place("trait" if self.terminal in TRAITS else "nothing")
        last = chunk.kinds[self.upto - 1]
        self.kind, self.in_head = chunk.token(first), True
        if self.terminal in TRAITS:
            return self._place("trait")
        if last in INHERITS or last == ",":
            before = self.atom < 0 and self._follow() in {"NAME", "ON_NAME", "STRING"}
            return self._place("nothing" if before else "base")
        if self.upto == first + 1 or self.terminal == "STRING":
            return self._place("label")
        has_more = any(chunk.kinds[at] in INHERITS | TRAITS for at in range(first, self.upto))
        return self._place("nothing" if has_more else "head")

    def _is_head(self, first: int) -> bool:
        """Do the tokens from ``first`` up to the place read like the head of a block?"""
        kinds = self.chunk.kinds[: self.upto]
        at = first
        if kinds[at : at + 1] not in (["NAME"], ["ON_NAME"]):
            return False
        at += 1
        if kinds[at : at + 1] and kinds[at] in {"ID", "NAME", "ON_NAME", "STRING"}:
            at += 1
        while at < self.upto:
            if kinds[at] in TRAITS:
                at += 1
                if at < self.upto and kinds[at] == "(":
                    at = self.chunk.partner.get(at, at) + 1
            elif kinds[at] in INHERITS:
                at += 1
                while at < self.upto and kinds[at] in {"NAME", "ON_NAME", "STRING", ","}:
                    at += 1
            else:
                return False
        return at == self.upto

    def _in_list(self, frame: _Frame) -> Place:
        """Among the entries of a list, record or argument list."""
        chunk = self.chunk
        slot = chunk.slot(frame.open, self.upto)
        last = self._last_real()
        if last > frame.open and chunk.kinds[last] not in PENDING | {","}:
            # The entry before ended without a comma: it goes on, unless a new line or key begins another one.
            if slot.first < self.upto or slot.key is not None:
                if not self.new_line:
                    self._note_slot(slot, self.upto)
                    return self._in_value(slot.first)
                slot = Slot(None, slot.position + 1, self.upto)
            self.comma_at = self.spot.base + chunk.ends[last]
        self._note_slot(slot, self.upto)
        if slot.first < self.upto or slot.key is not None:
            return self._in_value(slot.first)
        if frame.kind == "list" and self.atom < 0 and self._follow() in _BEGINS_OPERAND:
            return self._before_value()
        if self._follow() in _ARROWS:
            return self._place("nothing")
        place = self._place("value" if frame.kind == "list" or self.terminal == "ID" else "entry")
        return replace(place, comma_at=self.comma_at, comma_behind=self._needs_comma(frame.open))

    def _needs_comma(self, opener: int) -> bool:
        """Does another entry begin behind this one, without a comma between?"""
        number = self._next_real()
        if number >= self.chunk.partner.get(opener, len(self.chunk.kinds)):
            return False
        kind = self.chunk.kinds[number]
        return kind in _BEGINS_ENTRY or (self.atom < 0 and kind in _BEGINS_OPERAND - {":"})

    def _in_value(self, first: int) -> Place:
        """In a value whose first token is ``first``."""
        chunk = self.chunk
        last = chunk.kinds[self.upto - 1] if self.upto > first else ""
        if last in {".", "?."}:
            return replace(self._place("access"), chain=chunk.chain(self.upto - 2, first))
        follow = self._follow()
        if self.atom < 0 and follow in _BEGINS_OPERAND:
            return self._before_value() if not last else self._place("nothing")
        if follow in _ARROWS:  # the parameter of a function
            return self._place("nothing")
        if not last:
            return self._place("value")
        if last not in PENDING:
            return self._place("nothing")
        compared = chunk.chain(self.upto - 2, first) if last == "EQUALS" else ()
        return replace(self._place("operand"), chain=compared)

    def _before_value(self) -> Place:
        """Before a value that stands there already: it gives way when it is one token, right at the place."""
        chunk = self.chunk
        number = self._next_real()
        behind = chunk.kinds[number + 1] if number + 1 < len(chunk.kinds) else ""
        alone = behind in {"", ",", ";", ")", "]", "}"} or chunk.starts_line(number + 1)
        if chunk.starts[number] != self.at or chunk.kinds[number] not in _ONE_TOKEN or not alone:
            return self._place("nothing")
        place = self._place("value")
        end = self.spot.base + chunk.ends[number]
        return replace(place, end=end, text=chunk.text[self.at : chunk.ends[number]])

    # ---- the answer ------------------------------------------------------------------------------

    def _place(self, role: Role) -> Place:
        chunk = self.chunk
        start = end = self.at
        quote, closed = "", True
        if self.atom >= 0:
            start, end = chunk.starts[self.first], chunk.ends[self.atom]
            if self.terminal == "STRING":
                quote = chunk.text[start]
                start, end, closed = chunk.content(self.atom)
                end = end if closed else chunk.word_end(self.at)
            elif role in {"value", "operand"} and "ID" in chunk.kinds[self.atom : self.atom + 2]:
                role = "reference"
                end = chunk.ends[self.atom + (self.terminal != "ID")]
        elif role == "access":
            end = chunk.word_end(self.at)
        return Place(
            role=role,
            offset=self.offset,
            start=self.spot.base + start,
            end=self.spot.base + end,
            text=chunk.text[start:end],
            declaration=self.declaration,
            base=self.spot.base,
            chunk=chunk,
            kind=self.kind,
            in_head=self.in_head,
            terminal=self.terminal,
            number=self.atom,
            quote=quote,
            closed=closed,
            follow=self._follow(),
            steps=tuple(self.steps),
        )

    def _follow(self) -> str:
        chunk = self.chunk
        number = self._next_real()
        end = self.at if self.atom < 0 else chunk.ends[self.atom]
        if number == len(chunk.kinds) or chunk.has_break(end, chunk.starts[number]):
            return ""
        return chunk.kinds[number]

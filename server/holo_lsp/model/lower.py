"""The tree of a chunk to items and expressions. Done once for each chunk, however often it is asked for."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple
from weakref import WeakKeyDictionary

from holo_lsp.model.expressions import (
    Argument,
    Arrow,
    Binary,
    Entry,
    Expr,
    Index,
    Invoke,
    ListOf,
    Literal,
    Member,
    Name,
    NameUse,
    Opaque,
    Record,
    Reference,
    Ternary,
    Unary,
)
from holo_lsp.model.items import Block, Broken, Call, Code, Item, Property, TraitUse
from holo_lsp.syntax import Node

if TYPE_CHECKING:
    from holo_lsp.syntax import Child, Leaf

#: Deeper expressions are kept as opaque text: nobody wrote them, and walking them must not exhaust the stack.
_MAX_DEPTH = 100

_WORDS = frozenset({"NAME", "ON_NAME", "ACTION", "EXTENDS", "USING", "IMPORT", "EXPORT"})
_CONSTANTS: dict[str, tuple[str, bool | None]] = {
    "true": ("boolean", True),
    "false": ("boolean", False),
    "null": ("null", None),
    "none": ("null", None),
    "undefined": ("null", None),
}
_NUMBER = re.compile(r"((?:\d[\d_]*(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?)([A-Za-z]*|%)$")
_ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|x[0-9A-Fa-f]{2}|[\s\S])")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0"}

_LOWERED: WeakKeyDictionary[Leaf, tuple[Item, ...]] = WeakKeyDictionary()


def lower(leaf: Leaf) -> tuple[Item, ...]:
    """The items of a chunk, in order."""
    items = _LOWERED.get(leaf)
    if items is None:
        items = _LOWERED[leaf] = _Lowering(leaf).members(leaf.root)
    return items


def unescape(text: str) -> str:
    """The content of a string literal, without its quotes, with escapes resolved."""
    return _ESCAPE.sub(_unescape_one, text) if "\\" in text else text


def _unescape_one(match: re.Match[str]) -> str:
    code = match.group(1)
    if len(code) > 1:
        return chr(int(code[1:], 16))
    return _ESCAPES.get(code, code)


class _ArgumentList(NamedTuple):
    arguments: tuple[Argument, ...]
    start: int
    end: int


_NO_LIST = _ArgumentList((), -1, -1)


class _Lowering:
    def __init__(self, leaf: Leaf) -> None:
        self.leaf = leaf
        self.text = leaf.text
        self.kinds = leaf.kinds
        self.starts = leaf.starts
        self.ends = leaf.ends
        self.depth = 0

    # ---- members ---------------------------------------------------------------------------------

    def members(self, body: Node) -> tuple[Item, ...]:
        items: list[Item] = []
        for node in body.nodes():
            item = self.member(node)
            if item is not None:
                items.append(item)
        return tuple(items)

    def member(self, node: Node) -> Item | None:
        kind = node.kind
        if kind == "property":
            return self.property(node)
        if kind == "trait":
            return self.trait(node)
        if kind == "block":
            return self.block(node)
        if kind == "call":
            callee = node.node("callee")
            listed = self.argument_list(node.node("args"))
            start, end = self.span(node)
            name = self.cover(callee) if callee else Name("", start, start)
            return Call(name, listed.arguments, listed.start, listed.end, start, end)
        if kind == "export":
            inner = next(node.nodes(), None)
            return self.member(inner) if inner else None
        start, end = self.span(node)
        if kind in {"handler", "action", "import_"}:
            label = node.node("label")
            return Code(self.cover(label) if label else self.word(node.first), start, end)
        return Broken(start, end)

    def property(self, node: Node) -> Property:
        key, quoted = self.key(node.children[0])
        start, end = self.span(node)
        return Property(key, quoted, self.expr(node.children[2]), self.trailing_comment(end), start, end)

    def trait(self, node: Node) -> TraitUse:
        start, end = self.span(node)
        at = node.first
        name = Name(self.text[self.starts[at] + 1 : self.ends[at]], self.starts[at] + 1, self.ends[at])
        listed = _NO_LIST
        body: tuple[Item, ...] | None = None
        value: Expr | None = None
        for child in node.children[1:]:
            if isinstance(child, int):
                continue
            if child.kind == "args":
                listed = self.argument_list(child)
            elif child.kind == "body":
                body = self.members(child)
            else:
                value = self.expr(child)
        return TraitUse(name, listed.arguments, listed.start, listed.end, body, value, start, end)

    def block(self, node: Node) -> Block:
        start, end = self.span(node)
        label, style = Name("", self.ends[node.first], self.ends[node.first]), ""
        bases: tuple[Name, ...] = ()
        traits: list[TraitUse] = []
        members: tuple[Item, ...] = ()
        body_start = end
        for child in node.children[1:]:
            if isinstance(child, int):
                if self.kinds[child] == "ID":
                    at = self.starts[child] + 1
                    label, style = Name(self.text[at : self.ends[child]], at, self.ends[child]), "id"
            elif child.kind == "label":
                label, quoted = self.key(child)
                style = "string" if quoted else "name"
            elif child.kind == "inherits":
                bases = tuple(
                    self.key(part)[0]
                    for part in child.children[1:]
                    if isinstance(part, int) and self.kinds[part] != ","
                )
            elif child.kind == "head_trait":
                traits.append(self.trait(child))
            elif child.kind == "body":
                body_start = self.ends[child.first]
                members = self.members(child)
        return Block(
            self.word(node.first), label, style, bases, tuple(traits), members, body_start, start, end
        )

    def argument_list(self, node: Node | None) -> _ArgumentList:
        if node is None:
            return _NO_LIST
        arguments: list[Argument] = []
        for child in node.nodes("arg"):
            start, end = self.span(child)
            parts = child.children
            first = parts[0]
            if isinstance(first, Node) and first.kind == "key":
                key, _ = self.key(first)
                arguments.append(Argument(key, self.expr(parts[2]), start, end))
            elif isinstance(first, int):  # a spread
                arguments.append(Argument(None, Opaque(start, end), start, end))
            else:
                arguments.append(Argument(None, self.expr(first), start, end))
        return _ArgumentList(tuple(arguments), self.ends[node.first], self.starts[node.last])

    def trailing_comment(self, end: int) -> str | None:
        comments = self.leaf.comments
        at = bisect_left(comments, (end, 0))
        if at == len(comments):
            return None
        start, stop = comments[at]
        gap = self.text[end:start]
        if gap.strip(" \t,;"):
            return None
        return self.text[start + 2 : stop].removesuffix("*/").strip()

    # ---- names -----------------------------------------------------------------------------------

    def span(self, node: Node) -> tuple[int, int]:
        return self.leaf.span(node)

    def word(self, number: int) -> Name:
        start, end = self.starts[number], self.ends[number]
        return Name(self.text[start:end], start, end)

    def cover(self, node: Node) -> Name:
        start, end = self.span(node)
        return Name("".join(self.text[start:end].split()), start, end)

    def key(self, child: Child) -> tuple[Name, bool]:
        """A key or label, and whether it is a string; then the name is without its quotes."""
        number = child if isinstance(child, int) else child.first
        if self.kinds[number] == "STRING":
            start, end = self.inside(number)
            return Name(unescape(self.text[start:end]), start, end), True
        return self.word(number), False

    def inside(self, number: int) -> tuple[int, int]:
        """The offsets of a string's content."""
        start, end = self.starts[number], self.ends[number]
        quote = self.text[start : start + 1]
        closed = end - start > 1 and self.text[end - 1] == quote and not self._is_unclosed(start, end)
        return min(start + 1, end), end - 1 if closed else end

    def _is_unclosed(self, start: int, end: int) -> bool:
        """Does the last quote belong to an escape?"""
        slashes = 0
        while end - 2 - slashes > start and self.text[end - 2 - slashes] == "\\":
            slashes += 1
        return slashes % 2 == 1

    # ---- expressions -----------------------------------------------------------------------------

    def expr(self, node: Child) -> Expr:
        if isinstance(node, int):
            start, end = self.starts[node], self.ends[node]
            return Opaque(start, end)
        if self.depth >= _MAX_DEPTH:
            return Opaque(*self.span(node))
        self.depth += 1
        try:
            return self._expr(node)
        finally:
            self.depth -= 1

    def _expr(self, node: Node) -> Expr:
        kind = node.kind
        start, end = self.span(node)
        if kind == "literal":
            return self.literal(node.first)
        if kind == "name":
            word = self.text[start:end]
            constant = _CONSTANTS.get(word)
            return Literal(*constant, start, end) if constant else NameUse(word, start, end)
        children = node.children
        if kind == "member":
            number = children[2]
            name = self.word(number) if isinstance(number, int) else Name("", end, end)
            return Member(self.expr(children[0]), name, start, end)
        if kind == "binary":
            operator = self.token(children[1])
            return Binary(operator, self.expr(children[0]), self.expr(children[2]), start, end)
        if kind == "invoke":
            target = children[1]
            listed = self.argument_list(target if isinstance(target, Node) else None)
            return Invoke(self.expr(children[0]), listed.arguments, start, end)
        if kind == "reference":
            number = node.last
            at = self.starts[number] + 1
            identity = Name(self.text[at : self.ends[number]], at, self.ends[number])
            return Reference(self.word(node.first), identity, start, end)
        if kind == "array":
            return ListOf(tuple(self.element(child) for child in node.nodes("element")), start, end)
        if kind == "object":
            return Record(tuple(self.entry(child) for child in node.nodes("entry")), start, end)
        if kind == "unary":
            return Unary(self.token(children[0]), self.expr(children[1]), start, end)
        if kind == "ternary":
            return Ternary(self.expr(children[0]), self.expr(children[2]), self.expr(children[4]), start, end)
        if kind == "index":
            inner = [child for child in children if isinstance(child, Node)]
            return Index(self.expr(inner[0]), self.expr(inner[-1]), start, end)
        if kind == "group":
            listed = self.argument_list(node.node("args"))
            only = listed.arguments[0] if len(listed.arguments) == 1 else None
            return only.value if only and only.key is None else Opaque(start, end)
        if kind == "arrow":
            return self.arrow(node)
        return Opaque(start, end)

    def arrow(self, node: Node) -> Arrow:
        start, end = self.span(node)
        head, body = node.children[0], node.children[-1]
        names: list[Name] = []
        if isinstance(head, Node) and head.kind == "name":
            names.append(self.word(head.first))
        elif isinstance(head, Node):
            values = (argument.value for argument in self.argument_list(head).arguments)
            names.extend(Name(*value) for value in values if isinstance(value, NameUse))
        value = None if isinstance(body, int) or body.kind == "opaque" else self.expr(body)
        return Arrow(tuple(names), value, start, end)

    def element(self, node: Node) -> Expr:
        first = node.children[0]
        return Opaque(*self.span(node)) if isinstance(first, int) else self.expr(first)

    def entry(self, node: Node) -> Entry:
        start, end = self.span(node)
        first = node.children[0]
        if isinstance(first, Node) and first.kind == "key":
            key, quoted = self.key(first)
            return Entry(key, quoted, self.expr(node.children[2]), start, end)
        if isinstance(first, int) and self.kinds[first] in _WORDS:
            key = self.word(first)
            value = NameUse(*key) if len(node.children) == 1 else Opaque(start, end)
            return Entry(key, quoted=False, value=value, start=start, end=end)
        return Entry(Name("", start, start), quoted=False, value=None, start=start, end=end)

    def token(self, child: Child) -> str:
        return self.leaf.token(child) if isinstance(child, int) else ""

    def literal(self, number: int) -> Literal:
        kind = self.kinds[number]
        start, end = self.starts[number], self.ends[number]
        text = self.text[start:end]
        if kind == "STRING":
            inside = self.inside(number)
            return Literal("string", unescape(self.text[inside[0] : inside[1]]), start, end)
        if kind == "NUMBER":
            match = _NUMBER.match(text)
            if match:
                return Literal("number", float(match[1].replace("_", "")), start, end, match[2])
            return Literal("number", float("nan"), start, end, text)
        if kind == "COLOR":
            return Literal("color", text, start, end)
        return Literal("template", text.strip("`"), start, end)

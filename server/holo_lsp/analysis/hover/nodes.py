"""A node of the plant: its id in words, and what the server said of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holo_lsp.addresses import (
    AddressError,
    describe,
    looks_like_browse_path,
    parse_browse_path,
    parse_node_id,
    stable_form,
)
from holo_lsp.analysis.hover.markdown import bullets, code, escape, page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holo_lsp.facts import Endpoint, Node

_QUALITY = {"good": "good", "uncertain": "uncertain", "bad": "bad"}
_SHAPES = {
    "boolean": "true or false",
    "number": "a number",
    "string": "text",
    "list": "a list",
    "structure": "a structure",
}
_STATES = {
    "denied": "The server does not let this login read it.",
    "bad_namespace": "The server has no such namespace.",
    "unverified": "Not checked yet.",
}
_MOST_NEAR = 3


def node_id_markdown(text: str, endpoint: Endpoint | None, *, live_values: bool) -> str:
    """A node id or browse path of a file, in words, and what the server at its endpoint says of it."""
    node = endpoint.nodes.get(text) if endpoint else None
    return page(
        code(text),
        _in_words(text),
        node_markdown(node, live_values=live_values) if node else "",
        _stable(text, node, endpoint),
    )


def node_markdown(node: Node, *, live_values: bool = True) -> str:
    """What the server said of a node. All of its texts are somebody else's, so they are escaped."""
    if node.state == "unknown":
        return page("The server does not have this node.", _near(node))
    name = node.display_name or node.browse_name
    lines = list(_attributes(node))
    if live_values:
        lines.extend(_value(node))
    return page(
        f"**{escape(name)}**" if name else "",
        escape(node.description) if node.description else "",
        _STATES.get(node.state, ""),
        bullets(lines, len(lines)),
    )


def _in_words(text: str) -> str:
    """The id decoded; empty where it is not one."""
    try:
        if looks_like_browse_path(text):
            steps = parse_browse_path(text).elements
            return f"Browse path of {len(steps)} step{'' if len(steps) == 1 else 's'}"
        words = describe(parse_node_id(text))
        return escape(words[:1].upper() + words[1:])
    except AddressError:
        return ""


def _attributes(node: Node) -> Iterator[str]:
    if node.node_class:
        shape = _SHAPES.get(node.kind, "")
        kind = " ".join(filter(None, (code(node.data_type or ""), f"({shape})" if shape else "")))
        yield f"{escape(node.node_class)}: {kind}" if kind else escape(node.node_class)
    if node.unit:
        yield f"Unit: {escape(node.unit)}"
    if node.range is not None:
        yield f"Range: {node.range[0]:g} to {node.range[1]:g}"
    if node.access:
        yield f"Access: {' and '.join(sorted(node.access))}" + _restricted(node)
    if node.browse_path:
        yield f"Path: {code(node.browse_path)}"


def _restricted(node: Node) -> str:
    missing = node.access - node.user_access
    return f" (this login cannot {' or '.join(sorted(missing))})" if missing else ""


def _value(node: Node) -> Iterator[str]:
    if node.value is None and node.status is None:
        return
    value = code(node.value) if node.value is not None else "no value"
    unit = f" {escape(node.unit)}" if node.unit and node.value is not None else ""
    quality = " ".join(filter(None, (_QUALITY.get(node.quality or "", ""), escape(node.status or ""))))
    when = f" at {code(node.source_time)}" if node.source_time else ""
    yield f"Value: {value}{unit}" + (f" ({quality})" if quality else "") + when


def _near(node: Node) -> str:
    if not node.near:
        return ""
    return "It has:\n\n" + bullets([code(miss.node_id) for miss in node.near], _MOST_NEAR)


def _stable(text: str, node: Node | None, endpoint: Endpoint | None) -> str:
    """The id with its namespace by URI, where it has an index now."""
    if node is not None and node.state in {"unknown", "bad_namespace"}:
        return ""
    stable = node.stable_id if node else None
    if stable is None and endpoint is not None and endpoint.namespaces:
        try:
            found = stable_form(parse_node_id(text), endpoint.namespaces)
        except AddressError:
            return ""
        stable = None if found is None else str(found)
    if stable is None or stable == text:
        return ""
    return f"The same with its namespace by name, which stays true when the server changes: {code(stable)}"

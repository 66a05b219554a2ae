"""``textDocument/completion`` and ``completionItem/resolve``."""

from __future__ import annotations

import asyncio
import re
from contextlib import suppress
from typing import TYPE_CHECKING, cast

from lsprotocol import types

from holo_lsp.analysis.completion import MAX_ITEMS, complete, node_query, resolve
from holo_lsp.facts import Node
from holo_lsp.lsp.convert import to_completion_item, to_markup, to_offset

if TYPE_CHECKING:
    from collections.abc import Coroutine, Sequence

    from holo_lsp.analysis.completion import NodeQuery
    from holo_lsp.lsp.client import Client
    from holo_lsp.lsp.documents import OpenFile
    from holo_lsp.lsp.session import Session

#: Seconds that the live worker has to name nodes. Nobody waits longer for a list to appear.
_PATIENCE = 0.3

#: Behind it a value, an argument, an operand or a template follows.
_OPENING = re.compile(r"(?:[:,(\[=<>!&|?+*/-]|\b(?:extends|using))[ \t]+\Z")


def completion(
    session: Session, params: types.CompletionParams, client: Client
) -> types.CompletionList | Coroutine[None, None, types.CompletionList] | None:
    """What can be put at a place; at once, but where the live worker is to name nodes of a plant."""
    uri = params.text_document.uri
    file = session.holo_file(uri)
    if file is None:
        return None
    offset = to_offset(file.lines, params.position, client.encoding)
    if params.context is not None and params.context.trigger_character == " " and not _asks(file, offset):
        return None
    context = session.workspace.context(file)
    query = node_query(context.world, offset, context.catalogue)
    if query is None:
        return _completions(session, file, offset, client)
    return _with_nodes(session, file, offset, query, client)


def _asks(file: OpenFile, offset: int) -> bool:
    """Does a space that was typed before ``offset`` ask for something? Most do not."""
    start = file.lines.starts[file.lines.line_of(offset)]
    return _OPENING.search(file.lines.text, start, offset) is not None


def resolve_completion(session: Session, item: types.CompletionItem, client: Client) -> types.CompletionItem:
    """The item with its documentation."""
    sent: object = item.data
    data = cast("dict[str, object]", sent) if isinstance(sent, dict) else {}
    file = session.holo_file(str(data.get("uri")))
    names = data.get("of")
    if file is not None and isinstance(names, list):
        context = session.workspace.context(file)
        markdown = resolve(list(map(str, cast("list[object]", names))), context.world, context.catalogue)
        if markdown:
            item.documentation = to_markup(markdown, shown=client.completion_markdown)
    return item


def _completions(
    session: Session, file: OpenFile, offset: int, client: Client, nodes: Sequence[Node] | None = None
) -> types.CompletionList:
    context = session.workspace.context(file)
    items = complete(
        context.world,
        offset,
        context.catalogue,
        session.live.facts,
        context.settings,
        nodes=nodes or (),
        snippets=client.snippets,
    )
    return types.CompletionList(
        is_incomplete=nodes is not None or len(items) == MAX_ITEMS,
        items=[to_completion_item(item, offset, file, client) for item in items],
    )


async def _with_nodes(
    session: Session, file: OpenFile, offset: int, query: NodeQuery, client: Client
) -> types.CompletionList:
    lines, nodes = file.lines, list[Node]()
    with suppress(TimeoutError):
        async with asyncio.timeout(_PATIENCE):
            nodes = await session.live.browse(query.endpoint, query.text, MAX_ITEMS)
    if session.holo_file(file.uri) is not file or file.lines is not lines:  # the offset is of another text
        return types.CompletionList(is_incomplete=True, items=[])
    return _completions(session, file, offset, client, nodes)

"""Declarations as Markdown, for hover, completion and the docs.

What a workspace's ``holo.traits.json`` says is shown as plain text: an image in it would make an editor call
somebody just by being shown.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holo_lsp.traits.examples import source
from holo_lsp.traits.spec import Trait
from holo_lsp.traits.types import Enumeration, ListOf, OneOf, Record
from holo_lsp.traits.words import argument_signature, signature, type_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from holo_lsp.traits.spec import Argument, Block, Function, Value, When, Widget
    from holo_lsp.traits.types import Choice, ValueType

    Owner = Trait | Widget | Block

__all__ = [
    "argument_markdown",
    "block_markdown",
    "choice_markdown",
    "function_markdown",
    "signature",
    "trait_markdown",
    "type_words",
    "value_markdown",
    "widget_markdown",
]

_ACTIVE = re.compile(r"([\\<>\[\]&])")
_TICKS = re.compile(r"`+")


def trait_markdown(trait: Trait) -> str:
    """All about ``trait``: how it is used, what it does, its arguments, an example."""
    origin = f"Declared in {_code(trait.source)}." if trait.source else ""
    return _page(
        _fence(signature(trait)),
        _prose(trait, trait.summary),
        _prose(trait, trait.doc),
        _arguments("Arguments", trait, trait.arguments),
        "\n\n".join(_prose(trait, rule.reason) for rule in trait.rules),
        _example(trait.example),
        origin,
    )


def widget_markdown(widget: Widget) -> str:
    """All about ``widget``."""
    return _page(
        _fence(signature(widget)),
        widget.summary,
        widget.doc,
        _arguments("Arguments", widget, widget.arguments),
        _example(widget.example),
    )


def block_markdown(block: Block) -> str:
    """All about ``block``."""
    return _page(
        block.summary,
        block.doc,
        _arguments("Properties", block, block.properties),
        _example(block.example),
    )


def function_markdown(function: Function) -> str:
    """All about ``function``, be it a function or a method."""
    parameters = [f"- `{parameter.name}`: {parameter.doc}" for parameter in function.parameters]
    return _page(
        _fence(signature(function)),
        function.summary,
        function.doc,
        "\n".join(parameters),
        _example(function.example),
    )


def value_markdown(value: Value) -> str:
    """All about ``value``, be it a value or a member."""
    return _page(_fence(signature(value)), value.summary, value.doc, _example(value.example))


def argument_markdown(owner: Owner, argument: Argument) -> str:
    """All about ``argument`` of ``owner``: its type, what it means, when it counts, its choices."""
    return _page(
        _fence(argument_signature(argument)),
        _prose(owner, argument.doc),
        _conditions(argument),
        "\n".join(_details(owner, argument.type)),
        _example(f"{argument.name}: {argument.example}"),
    )


def choice_markdown(owner: Owner, argument: Argument, choice: Choice) -> str:
    """What ``choice`` of ``argument`` of ``owner`` means."""
    return _page(_fence(f"{argument.name}: {source(choice.name)}"), _prose(owner, choice.doc))


def _page(*paragraphs: str) -> str:
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def _example(text: str) -> str:
    return f"Example:\n\n{_fence(text)}"


def _arguments(heading: str, owner: Owner, arguments: Iterable[Argument]) -> str:
    lines = [
        f"- `{argument.name}`: {_summary(owner, argument)}"
        for argument in arguments
        if not argument.compatibility
    ]
    return "\n".join([f"{heading}:", "", *lines]) if lines else ""


def _summary(owner: Owner, argument: Argument) -> str:
    return " ".join(filter(None, [_prose(owner, argument.doc), _conditions(argument)]))


def _conditions(argument: Argument) -> str:
    """When the argument must be given, or counts."""
    if argument.only is None:
        return "Required." if argument.required else ""
    return f"{'Required' if argument.required else 'Only'} with {_when(argument.only)}."


def _when(when: When) -> str:
    return " or ".join(_code(f"{when.argument}: {source(value)}") for value in when.values)


def _details(owner: Owner, value: ValueType) -> Iterator[str]:
    """A line for each choice of an enumeration and each entry of a record in ``value``."""
    match value:
        case Enumeration(choices=choices):
            for choice in choices:
                yield f"- {_code(source(choice.name))}" + (
                    f": {_prose(owner, choice.doc)}" if choice.doc else ""
                )
        case Record(entries=entries):
            for entry in entries:
                yield f"- {_code(argument_signature(entry))}: {_summary(owner, entry)}"
        case ListOf(item=item):
            yield from _details(owner, item)
        case OneOf(options=options):
            for option in options:
                yield from _details(owner, option)
        case _:
            pass


def _prose(owner: Owner, text: str) -> str:
    """``text`` of ``owner`` as Markdown; without what is active in it when a workspace wrote it."""
    if isinstance(owner, Trait) and owner.source is not None:
        return _ACTIVE.sub(r"\\\1", text)
    return text


def _longest_ticks(text: str) -> int:
    return max((len(ticks) for ticks in _TICKS.findall(text)), default=0)


def _code(text: str) -> str:
    """A code span that nothing in ``text`` can end (CommonMark §6.1)."""
    ticks = "`" * (_longest_ticks(text) + 1)
    line = " ".join(text.splitlines())
    return f"{ticks} {line} {ticks}" if "`" in line else f"{ticks}{line}{ticks}"


def _fence(text: str) -> str:
    """A code block that nothing in ``text`` can end (CommonMark §4.5)."""
    ticks = "`" * max(3, _longest_ticks(text) + 1)
    return f"{ticks}holoscript\n{text}\n{ticks}"

"""The diagnostic codes, one for each kind of finding. ``docs/diagnostics/HSnnn.md`` explains each."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holo_lsp.analysis.finding import Severity


class Code(NamedTuple):
    """``name`` is what a person can remember; ``summary`` is one sentence."""

    code: str
    name: str
    severity: Severity
    summary: str


_ALL = (
    # The text itself
    Code("HS101", "syntax", "error", "The text cannot be read here."),
    Code("HS102", "not-analysed", "warning", "The file is too large to be analysed."),
    Code("HS110", "unused-ignore", "hint", "An ignore comment silences nothing."),
    # Traits, arguments, properties, widgets
    Code("HS201", "misspelt-trait", "warning", "A trait's name is probably misspelt."),
    Code("HS202", "unknown-trait", "hint", "A trait is not known here."),
    Code("HS203", "unknown-argument", "warning", "A trait or widget has no argument of that name."),
    Code("HS204", "unknown-value", "error", "A value is not one of those that an argument takes."),
    Code("HS205", "wrong-type", "error", "A value is of the wrong type."),
    Code("HS206", "out-of-range", "error", "A number is outside of what an argument takes."),
    Code("HS207", "duplicate-argument", "error", "An argument is given twice."),
    Code("HS208", "duplicate-trait", "warning", "A trait that can stand once stands twice."),
    Code("HS209", "missing-argument", "error", "An argument that is needed is missing."),
    Code("HS210", "contradicting-arguments", "error", "Arguments exclude each other."),
    Code("HS211", "argument-without-effect", "warning", "An argument means nothing beside the others."),
    Code("HS212", "bad-duration", "error", "A text is not a length of time."),
    Code("HS213", "bad-range", "error", "A range is empty, reversed or not a range."),
    Code("HS214", "misplaced-trait", "warning", "A trait stands where it has no effect."),
    Code("HS215", "misspelt-property", "warning", "A property's name is probably misspelt."),
    Code("HS216", "misspelt-block", "warning", "A block's keyword is probably misspelt."),
    Code("HS217", "misspelt-widget", "warning", "A widget's name is probably misspelt."),
    # Names
    Code("HS301", "unknown-field", "warning", "A path names a state field that does not exist."),
    Code("HS302", "unknown-template", "warning", "No file declares the template."),
    Code("HS303", "unknown-child", "hint", "No file declares the object."),
    Code("HS304", "unknown-kpi", "warning", "`logic` has no member of that name."),
    Code("HS305", "duplicate-id", "error", "Two objects have the same id."),
    Code("HS306", "duplicate-template", "error", "Two templates have the same name."),
    Code("HS307", "duplicate-field", "warning", "A field or property is declared twice."),
    Code("HS308", "child-cycle", "error", "Objects contain each other."),
    Code("HS309", "template-cycle", "error", "Templates extend each other."),
    Code("HS310", "field-bound-twice", "warning", "Two addresses feed one field."),
    # Addresses
    Code("HS401", "bad-node-id", "error", "A text is not an OPC UA node id."),
    Code("HS402", "bad-url", "error", "A text is not an address that can be connected to."),
    Code("HS403", "opcua-scheme", "hint", "OPC UA writes `opc.tcp://`."),
    Code("HS404", "bad-dtmi", "error", "A text is not a digital twin model identifier."),
    Code("HS405", "bad-topic", "error", "A text is not an MQTT topic."),
    Code("HS406", "bad-sparkplug-name", "error", "A text is not a Sparkplug name."),
    Code("HS407", "plain-credential", "warning", "A credential stands in the text."),
    # Expressions
    Code("HS501", "unknown-function", "warning", "There is no function of that name."),
    Code("HS502", "wrong-operand", "error", "An operator or function does not take such a value."),
    Code("HS503", "unknown-method", "warning", "There is no method or member of that name."),
    Code("HS504", "wrong-arguments", "error", "A function is called with too few or too many arguments."),
    Code("HS505", "unknown-name", "warning", "A name in an expression means nothing here."),
    Code("HS506", "not-a-condition", "error", "An expression is not true or false."),
    Code("HS507", "computed-cycle", "error", "A computed value needs itself."),
    # Good practice
    Code("HS601", "repeated-twins", "hint", "Equal twins would be a template."),
    Code("HS602", "realtime-without-source", "hint", "A realtime twin has no source."),
    Code("HS603", "no-alert", "hint", "A bound twin raises no alert."),
    Code("HS604", "model-without-version", "hint", "A model identifier has no version."),
    Code("HS605", "replay-without-history", "hint", "There is nothing to replay without a history."),
    Code("HS606", "binding-without-mappings", "hint", "A binding without mappings goes by names."),
    Code("HS607", "insecure-binding", "hint", "A binding says nothing of security."),
    # The live plant
    Code("HS701", "unknown-node", "error", "The server does not have the node."),
    Code("HS702", "unknown-namespace", "error", "The server has no such namespace."),
    Code("HS703", "not-a-variable", "error", "The node has no value."),
    Code("HS704", "not-readable", "warning", "The value cannot be read."),
    Code("HS705", "node-type", "warning", "The node's type does not fit the state field."),
    Code("HS706", "node-rank", "warning", "A list meets a single value."),
    Code("HS710", "plant-offline", "hint", "The plant does not answer."),
    Code("HS711", "plant-refused", "warning", "The plant does not let us in."),
)

CODES: Mapping[str, Code] = MappingProxyType({code.code: code for code in _ALL})
"""All codes, by number."""

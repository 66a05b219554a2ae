"""Expressions: names, functions, and operands that cannot work.

Shapes come from literals, from state fields' initial values and from what functions return; where the text
does not settle a shape, nothing is said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from holo_lsp.addresses.nearest import nearest_name
from holo_lsp.analysis.finding import Edit, Finding, Fix, Severity, replacement
from holo_lsp.analysis.rules.words import SHAPES, WORDS
from holo_lsp.model import Declaration, Property, Shape, TraitUse, calls, shape_of
from holo_lsp.model.expressions import (
    Arrow,
    Binary,
    Expr,
    Invoke,
    ListOf,
    Literal,
    Member,
    Name,
    NameUse,
    Ternary,
    Unary,
    children,
    dotted,
)
from holo_lsp.traits import roles
from holo_lsp.traits.types import Expression, TypeName

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from holo_lsp.analysis.view import View
    from holo_lsp.traits.spec import Function, Parameter

_ARITHMETIC = frozenset({"-", "*", "/", "%"})
_NO_NUMBERS: frozenset[Shape] = frozenset({"string", "list", "record", "boolean"})
_NO_SUMMANDS: frozenset[Shape] = frozenset({"list", "record"})
_ORDER = frozenset({"<", ">", "<=", ">="})
_EQUALITY = frozenset({"==", "===", "!=", "!=="})
#: Names that JavaScript gives a meaning; other tools' files use them.
_AMBIENT = frozenset(
    {"this", "self", "Math", "JSON", "Date", "Number", "String", "Boolean", "Array", "Object"}
)


#: What scenes call the numbers of a position.
_AXES = frozenset({"x", "y", "z", "w"})
#: Names of functions with so many letters or fewer are short.
_SHORT = 4


def check(declaration: Declaration, view: View) -> Iterator[Finding]:
    """Check every expression that stands directly in the declaration."""
    for base, expression, result in expressions_of(declaration, view):
        checker = _Checker(base, view)
        yield from checker.check(expression, frozenset())
        if result == "boolean":
            yield from checker.condition(expression)


def expressions_of(declaration: Declaration, view: View) -> Iterator[tuple[int, Expr, TypeName]]:
    """The expressions with their bases and the types that they must have."""
    for base, use in declaration.traits():
        trait = view.catalogue.traits.get(use.name.text)
        if trait is None:
            continue
        declared = {argument.name: argument.type for argument in trait.arguments}
        for argument in use.arguments:
            type_ = declared.get(argument.key.text) if argument.key else None
            if isinstance(type_, Expression):
                yield base, argument.value, type_.result
        if trait.body == "computed":
            yield from _values(base, use)
    for base, call in calls(declaration):
        widget = view.catalogue.widgets.get(call.callee.text)
        if widget is not None:
            declared = {argument.name: argument.type for argument in widget.arguments}
            for argument in call.arguments:
                type_ = declared.get(argument.key.text) if argument.key else None
                if isinstance(type_, Expression):
                    yield base, argument.value, type_.result


def _values(base: int, use: TraitUse) -> Iterator[tuple[int, Expr, TypeName]]:
    for member in use.body or ():
        if isinstance(member, Property):
            yield base, member.value, "any"


class _Checker:
    def __init__(self, base: int, view: View) -> None:
        self.base = base
        self.view = view
        self.catalogue = view.catalogue

    def check(self, expression: Expr, local: frozenset[str]) -> Iterator[Finding]:
        match expression:
            case NameUse():
                yield from self.name(expression, local)
                return
            case Member():
                path = dotted(expression)
                if path and path[0].text == roles.STATE_ROOT and roles.STATE_ROOT not in local:
                    yield from self.field(path[1])
                    yield from self.member(expression, local)
                    return
                yield from self.member(expression, local)
                yield from self.check(expression.target, local)
                return
            case Invoke():
                yield from self.invoke(expression, local)
                return
            case Arrow():
                names = frozenset(name.text for name in expression.parameters)
                if expression.body is not None:
                    yield from self.check(expression.body, local | names)
                return
            case Binary():
                yield from self.binary(expression, local)
            case Unary():
                shape = self.shape(expression.operand, local)
                if (expression.operator == "-" and shape in _NO_NUMBERS) or (
                    expression.operator == "+" and shape in _NO_SUMMANDS
                ):
                    yield self.wrong_operand(expression.operand, expression.operator, shape)
            case _:
                pass
        for inner in children(expression):
            yield from self.check(inner, local)

    # ---- names -----------------------------------------------------------------------------------

    def name(self, use: NameUse, local: frozenset[str]) -> Iterator[Finding]:
        name = use.name
        if not name or name in local or name in _AMBIENT or name in self.catalogue.values:
            return
        if name in self.catalogue.functions or self.view.field(name) is not None:
            return
        if self.view.is_kind(name) or self.view.kinds_of(name) or self.view.has_template(name):
            return
        start, end = self.base + use.start, self.base + use.end
        known = [*local, *self.catalogue.values, *self.view.field_names()]
        near = nearest_name(name, known)
        if near:
            text = near if near in local or near in self.catalogue.values else f"{roles.STATE_ROOT}.{near}"
            fix = replacement(f"Change to `{text}`", start, end, text)
            yield Finding(
                "HS505", start, end, f"`{name}` means nothing here: did you mean `{text}`?", fixes=(fix,)
            )
        elif self.view.knows_state():
            yield Finding("HS505", start, end, f"`{name}` means nothing here.", severity="hint")

    def field(self, name: Name) -> Iterator[Finding]:
        if not name.text or self.view.field(name.text) is not None or not self.view.knows_state():
            return
        start, end = self.base + name.start, self.base + name.end
        near = nearest_name(name.text, self.view.field_names())
        if near:
            fix = replacement(f"Change to `{near}`", start, end, near)
            message = f"There is no state field `{name.text}`: did you mean `{near}`?"
            yield Finding("HS301", start, end, message, fixes=(fix,))
        else:
            yield Finding(
                "HS301", start, end, f"There is no state field `{name.text}` here: declare it in the state."
            )

    def member(self, member: Member, local: frozenset[str]) -> Iterator[Finding]:
        """Check a name behind the dot of a state field or a literal."""
        target, name = member.target, member.name
        shape = self.shape(target, local) if self.is_settled(target, local) else "unknown"
        if shape in {"unknown", "record"} or not name.text or (shape == "list" and name.text in _AXES):
            return
        known = [
            each.name
            for members in (*self.catalogue.members.values(), *self.catalogue.methods.values())
            for each in members
            if SHAPES[each.receiver or "any"] in {shape, "unknown"}
        ]
        if name.text in known:
            return
        start, end = self.base + name.start, self.base + name.end
        near = nearest_name(name.text, known)
        if near:
            fix = replacement(f"Change to `{near}`", start, end, near)
            message = f"`{name.text}` is nothing that {WORDS[shape]} has: did you mean `{near}`?"
            yield Finding("HS503", start, end, message, fixes=(fix,))
        else:
            yield Finding("HS503", start, end, f"`{name.text}` is nothing that {WORDS[shape]} has.")

    def is_settled(self, target: Expr, local: frozenset[str]) -> bool:
        """Is it a literal, or the path of a state field?"""
        path = dotted(target)
        if path is None:
            return isinstance(target, Literal | ListOf)
        root, *rest = (name.text for name in path)
        if rest or root in local:
            return len(rest) == 1 and root == roles.STATE_ROOT and root not in local
        # A field may be called like an object.
        return not (root in self.catalogue.values or self.view.is_kind(root) or self.view.kinds_of(root))

    # ---- calls -----------------------------------------------------------------------------------

    def invoke(self, call: Invoke, local: frozenset[str]) -> Iterator[Finding]:
        callee = call.callee
        if isinstance(callee, NameUse):
            yield from self.function(callee, call, local)
        elif isinstance(callee, Member):
            yield from self.method(callee, call, local)
            yield from self.check(callee.target, local)
        else:
            yield from self.check(callee, local)
        for argument in call.arguments:
            yield from self.check(argument.value, local)

    def function(self, callee: NameUse, call: Invoke, local: frozenset[str]) -> Iterator[Finding]:
        name = callee.name
        if not name or name in local:
            return
        start, end = self.base + callee.start, self.base + callee.end
        function = self.catalogue.functions.get(name)
        if function is not None:
            yield from self.parameters(function, call, local)
            return
        near = _misspelt_function(name, self.catalogue.functions)
        if near:
            fix = replacement(f"Change to `{near}`", start, end, near)
            message = f"There is no function `{name}`: did you mean `{near}`?"
            yield Finding("HS501", start, end, message, fixes=(fix,))
        else:
            yield Finding("HS501", start, end, f"There is no function `{name}` here.", severity="hint")

    def method(self, callee: Member, call: Invoke, local: frozenset[str]) -> Iterator[Finding]:
        name = callee.name.text
        path = dotted(callee)
        if not name or (path and path[0].text in _AMBIENT):
            return
        start, end = self.base + callee.name.start, self.base + callee.name.end
        methods = self.catalogue.methods.get(name)
        if methods is None and name in self.catalogue.members and not call.arguments:
            at = self.base + callee.end
            fix = Fix("Remove the parentheses", (Edit(at, self.base + call.end, ""),))
            message = f"`{name}` is no method: write it without parentheses."
            yield Finding("HS503", start, end, message, fixes=(fix,))
            return
        if methods is None:
            near = _misspelt_function(name, self.catalogue.methods)
            if near:
                fix = replacement(f"Change to `{near}`", start, end, near)
                message = f"There is no method `{name}`: did you mean `{near}`?"
                yield Finding("HS503", start, end, message, fixes=(fix,))
            return
        shape = self.shape(callee.target, local)
        fitting = [
            m for m in methods if shape == "unknown" or SHAPES[m.receiver or "any"] in {shape, "unknown"}
        ]
        if not fitting:
            receivers = " or ".join(sorted({WORDS[SHAPES[m.receiver or "any"]] for m in methods}))
            message = f"`{name}` works on {receivers}, and this is {WORDS[shape]}."
            yield Finding("HS502", start, end, message, severity=self.severity(callee.target))
        elif len(fitting) == 1:
            yield from self.parameters(fitting[0], call, local)

    def parameters(self, function: Function, call: Invoke, local: frozenset[str]) -> Iterator[Finding]:
        positional = [argument for argument in call.arguments if argument.key is None]
        declared = [parameter for parameter in function.parameters if not parameter.named]
        needed = sum(not parameter.optional and not parameter.many for parameter in declared)
        at_most = None if any(parameter.many for parameter in declared) else len(declared)
        start, end = self.base + call.start, self.base + call.end
        named = {argument.key.text for argument in call.arguments if argument.key}
        covered = len(positional) + sum(parameter.name in named for parameter in declared)
        if covered < needed:
            missing = " and ".join(f"`{parameter.name}`" for parameter in declared[len(positional) : needed])
            yield Finding("HS504", start, end, f"`{function.name}` needs {missing}.")
        elif at_most is not None and len(positional) > at_most:
            extra = positional[at_most]
            many = (
                "no argument" if at_most == 0 else "one argument" if at_most == 1 else f"{at_most} arguments"
            )
            message = f"`{function.name}` takes {many}."
            yield Finding("HS504", self.base + extra.start, self.base + extra.end, message)
        for argument, parameter in zip(positional, declared, strict=False):
            yield from self.operand(function, parameter, argument.value, local)

    def operand(
        self, function: Function, parameter: Parameter, value: Expr, local: frozenset[str]
    ) -> Iterator[Finding]:
        start, end = self.base + value.start, self.base + value.end
        if parameter.function:
            if shape_of(value) != "unknown":
                message = f"`{function.name}` takes a function such as `o => o.state.speed`."
                yield Finding("HS502", start, end, message)
            return
        shape = self.shape(value, local)
        wanted = SHAPES[parameter.type]
        if "unknown" in (wanted, shape) or shape == wanted or (parameter.path and shape == "string"):
            return
        message = f"`{function.name}` takes {WORDS[wanted]} here, and this is {WORDS[shape]}."
        yield Finding("HS502", start, end, message, severity=self.severity(value))

    # ---- operators -------------------------------------------------------------------------------

    def binary(self, expression: Binary, local: frozenset[str]) -> Iterator[Finding]:
        operator = expression.operator
        left, right = self.shape(expression.left, local), self.shape(expression.right, local)
        if operator in _ARITHMETIC:
            for side, shape in ((expression.left, left), (expression.right, right)):
                if shape in _NO_NUMBERS:
                    yield self.wrong_operand(side, operator, shape)
        elif operator == "+" and "string" not in {left, right} and "unknown" not in {left, right}:
            for side, shape in ((expression.left, left), (expression.right, right)):
                if shape in _NO_SUMMANDS:
                    yield self.wrong_operand(side, operator, shape)
        elif operator in _ORDER:
            shapes = {left, right} - {"unknown"}
            if shapes & {"list", "record"} or len(shapes) > 1:
                yield self.mismatch(expression, left, right)
        elif operator in _EQUALITY:
            shapes = {left, right} - {"unknown"}
            if len(shapes) > 1:
                yield self.mismatch(expression, left, right)

    def wrong_operand(self, side: Expr, operator: str, shape: Shape) -> Finding:
        message = f"`{operator}` needs numbers, and this is {WORDS[shape]}."
        return Finding(
            "HS502", self.base + side.start, self.base + side.end, message, severity=self.severity(side)
        )

    def mismatch(self, expression: Binary, left: Shape, right: Shape) -> Finding:
        sides = [s for s in (expression.left, expression.right) if not isinstance(s, Literal)]
        severity = self.severity(sides[0]) if sides else None
        message = f"`{expression.operator}` compares {WORDS[left]} with {WORDS[right]}: they are never alike."
        if expression.operator in _ORDER:
            message = f"`{expression.operator}` cannot order {WORDS[left]} and {WORDS[right]}."
        if left == right or "unknown" in {left, right}:
            known = right if left == "unknown" else left
            message = f"`{expression.operator}` does not compare {WORDS[known]}."
        start, end = self.base + expression.start, self.base + expression.end
        return Finding("HS502", start, end, message, severity=severity)

    def severity(self, side: Expr) -> Severity | None:
        """A field's shape is only that of its first value, so it gives a warning and no error."""
        return None if shape_of(side) != "unknown" else "warning"

    def condition(self, expression: Expr) -> Iterator[Finding]:
        shape = self.shape(expression, frozenset())
        if shape in {"boolean", "unknown"}:
            return
        start, end = self.base + expression.start, self.base + expression.end
        if isinstance(expression, Literal) and expression.kind == "string":
            text = str(expression.value)
            fix = replacement("Remove the quotes", start, end, text)
            message = "A condition is written without quotes."
            yield Finding("HS506", start, end, message, severity="warning", fixes=(fix,))
            return
        message = f"A condition is true or false, and this is {WORDS[shape]}: compare it with something."
        yield Finding("HS506", start, end, message, severity=self.severity(expression))

    # ---- shapes ----------------------------------------------------------------------------------

    def shape(self, expression: Expr, local: frozenset[str]) -> Shape:
        match expression:
            case NameUse(name=name):
                if name in local:
                    return "unknown"
                value = self.catalogue.values.get(name)
                if value is not None:
                    return SHAPES[value.type]
                fact = self.view.field(name)
                return fact.shape if fact else "unknown"
            case Member():
                path = dotted(expression)
                if path and len(path) == 2 and path[0].text == roles.STATE_ROOT and path[0].text not in local:  # noqa: PLR2004 - a path of two
                    fact = self.view.field(path[1].text)
                    return fact.shape if fact else "unknown"
                members = self.catalogue.members.get(expression.name.text, ())
                receiver = self.shape(expression.target, local)
                return _only(SHAPES[m.type] for m in members if SHAPES[m.receiver or "any"] == receiver)
            case Invoke(callee=NameUse(name=name)):
                function = self.catalogue.functions.get(name)
                return SHAPES[function.returns] if function and name not in local else "unknown"
            case Invoke(callee=Member(name=name)):
                return _only(SHAPES[m.returns] for m in self.catalogue.methods.get(name.text, ()))
            case Binary(operator="+"):
                left, right = self.shape(expression.left, local), self.shape(expression.right, local)
                return _sum(left, right)
            case Binary(operator="&&" | "||" | "??"):
                left, right = self.shape(expression.left, local), self.shape(expression.right, local)
                return _common(left, right)
            case Ternary():
                then, otherwise = self.shape(expression.then, local), self.shape(expression.otherwise, local)
                return _common(then, otherwise)
            case _:
                return shape_of(expression)


def _misspelt_function(name: str, known: Iterable[str]) -> str | None:
    """The function that was meant.

    Short names are near to each other by nature (``sub`` and ``sum``, ``now`` and ``pow``), and ``log10`` is
    a function of its own beside ``log``.
    """
    near = nearest_name(name, known)
    if near is None or (name.startswith(near) and name[len(near) :].isdigit()):
        return None
    if len(name) > _SHORT:
        return near
    is_other_letter = len(name) == len(near) and sorted(name) != sorted(near)
    return near if name[0] == near[0] and abs(len(name) - len(near)) <= 1 and not is_other_letter else None


def _sum(left: Shape, right: Shape) -> Shape:
    return "string" if left == "string" or right == "string" else _common(left, right)


def _common(left: Shape, right: Shape) -> Shape:
    return left if left == right else "unknown"


def _only(shapes: Iterable[Shape]) -> Shape:
    found = set(shapes)
    return found.pop() if len(found) == 1 else "unknown"

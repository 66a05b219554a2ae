"""Expressions: names, functions, operands."""

from __future__ import annotations

from support.checking import check, findings, fixed


def test_functions_and_methods() -> None:
    check("""
twin#a {
  @computed {
    a: summ(children, "state.x")
    // ^^^^ HS501 There is no function `summ`: did you mean `sum`?
    b: children.fliter(o => o.state.x > 1)
    //          ^^^^^^ HS503 There is no method `fliter`: did you mean `filter`?
    c: sqrt()
    // ^^^^^^ HS504 `sqrt` needs `x`.
    d: sqrt(1, 2)
    //         ^ HS504 `sqrt` takes one argument.
    e: unheard_of(1)
    // ^^^^^^^^^^ HS501(hint) There is no function `unheard_of` here.
    f: children.filter(3)
    //                 ^ HS502 `filter` takes a function such as `o => o.state.speed`.
    g: children.map(o => o.state.x).length
  }
}
""")


def test_operands() -> None:
    check("""
twin#a {
  @state {
    name: "a"
    speed: 1
    items: []
    on: true
  }
  @computed {
    a: "x" * 2
    // ^^^ HS502 `*` needs numbers, and this is text.
    b: state.name - 1
    // ^^^^^^^^^^ HS502(warning) `-` needs numbers, and this is text.
    c: state.speed + 1
    d: state.items > 3
    // ^^^^^^^^^^^^^^^ HS502(warning) `>` compares a list with a number: they are never alike.
    e: state.items.length > 3
    f: state.name == 3
    // ^^^^^^^^^^^^^^^ HS502(warning) `==` compares text with a number: they are never alike.
    g: state.name.length == 3
    h: -state.items
    //  ^^^^^^^^^^^ HS502(warning) `-` needs numbers, and this is a list.
    i: state.on && state.speed > 1
    j: state.name + state.speed
    k: state.speed.filter(x => x)
    //             ^^^^^^ HS502(warning) `filter` works on a list, and this is a number.
  }
}
""")


def test_conditions() -> None:
    check("""
twin#a {
  @state { speed: 1 }
  @alert(condition: state.speed)
  //                ^^^^^^^^^^^ HS506(warning) A condition is true or false, and this is a number: compare it with something.
  @alert(condition: "state.speed > 3")
  //                ^^^^^^^^^^^^^^^^^ HS506(warning) A condition is written without quotes.
  @alert(condition: 3)
  //                ^ HS506 A condition is true or false, and this is a number: compare it with something.
  @alert(condition: state.speed > 3 && state.position.length == 3)
  @alert(condition: speed > 3)
}
""")
    text = 'twin#a {\n  @state { speed: 1 }\n  @alert(condition: "state.speed > 3")\n}\n'
    assert "condition: state.speed > 3)" in fixed(text, "HS506")


def test_names() -> None:
    check("""
twin#a {
  @state { speed: 1 }
  @alert(condition: state.sped > 3)
  //                      ^^^^ HS301 There is no state field `sped`: did you mean `speed`?
  @alert(condition: sped > 3)
  //                ^^^^ HS505 `sped` means nothing here: did you mean `state.speed`?
  @alert(condition: state.weight > 3)
  //                      ^^^^^^ HS301 There is no state field `weight` here: declare it in the state.
  @alert(condition: nonsense > 3)
  //                ^^^^^^^^ HS505(hint) `nonsense` means nothing here.
  @alert(condition: a.speed > 3)
}
""")


def test_inherited_state_counts_and_an_unloaded_template_silences() -> None:
    text = "twin#a extends Mill {\n  @alert(condition: state.speed > 3)\n}\n"
    assert [f.code for f in findings(text) if f.code == "HS301"] == []
    assert [f.code for f in findings(text, others=["template Mill { @state { speed: 1 } }"])] == []
    wrong = [f.code for f in findings(text, others=["template Mill { @state { force: 1 } }"])]
    assert wrong == ["HS301"]


def test_parameters_of_arrow_functions_are_names() -> None:
    text = """
composition C {
  logic {
    @computed {
      a: objects.filter(o => o.template == "Mill").map((m, i) => m.state.speed * i)
      b: count(objects, machine => machine.state.status == "running")
    }
  }
}
"""
    assert findings(text) == []


def test_short_names_of_functions_are_near_by_nature() -> None:
    check("""
twin#a {
  @state { x: 0 }
  @computed {
    a: now()
    // ^^^ HS501(hint) There is no function `now` here.
    b: sub(1, 2)
    // ^^^ HS501(hint) There is no function `sub` here.
    c: log10(x)
    // ^^^^^ HS501(hint) There is no function `log10` here.
    d: rond(x)
    // ^^^^ HS501 There is no function `rond`: did you mean `round`?
    e: suum([1, 2])
    // ^^^^ HS501 There is no function `suum`: did you mean `sum`?
    f: aveg([1, 2])
    // ^^^^ HS501 There is no function `aveg`: did you mean `avg`?
  }
}
""")

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
    // ^^^^^^^^^^^^^^^ HS502(warning) `>` cannot order a list and a number.
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


def test_computed_values_that_need_themselves() -> None:
    check(
        """
twin#a {
  @state { s: 1, both: 1 }
  @computed {
    a: b + 1
    b: state.a + 1
    //       ^ HS507 `b` needs itself: b → a → b.
    own: own + s
    //   ^^^ HS507 `own` needs itself: own → own.
    both: both + 1
    c: [1].map(own2 => own2 + s)
    round: round(s)
    d: e.x
    e: f(1)
    f: d
    long: other.long
  }
}
composition C {
  logic {
    @computed {
      a: logic.b
      b: logic.c + logic.a
      //                 ^ HS507 `b` needs itself: b → a → b.
    }
    c: logic.a * 2
    //       ^ HS507 `c` needs itself: c → a → b → c.
    d: objects.map(d => d.state.x)
  }
}
""",
        only=("HS507",),
    )


def test_a_long_circle_is_told_shortly() -> None:
    values = "\n".join(f"    v{n}: v{(n + 1) % 3000} + 1" for n in range(3000))
    (finding,) = [
        f for f in findings(f"twin#a {{\n  @computed {{\n{values}\n  }}\n}}\n") if f.code == "HS507"
    ]
    assert (
        finding.message == "`v2999` needs itself: v2999 → v0 → v1 → v2 → … → v2996 → v2997 → v2998 → v2999."
    )


def test_operands_of_the_wrong_shape() -> None:
    check("""
twin#a {
  @state { n: 1, b: true, s: "x", l: [1], r: { x: 1 }, later: null }
  @alert(condition: b > 3)
  //                ^^^^^ HS502(warning) `>` cannot order true or false and a number.
  @alert(condition: s >= true)
  //                ^^^^^^^^^ HS502(warning) `>=` cannot order text and true or false.
  @alert(condition: n > later)
  @alert(condition: later > l)
  //                ^^^^^^^^^ HS502(warning) `>` does not compare a list.
  @computed {
    a: -s
    //  ^ HS502(warning) `-` needs numbers, and this is text.
    b1: -b
    //   ^ HS502(warning) `-` needs numbers, and this is true or false.
    c: l + 1
    // ^ HS502(warning) `+` needs numbers, and this is a list.
    d: s + l
    e: l + later
    f: n + b
    g: "" + r
    h: 1 + { x: 1 }
    //     ^^^^^^^^ HS502 `+` needs numbers, and this is an object.
    i: +s
  }
}
""")


def test_members_that_are_not_there() -> None:
    check("""
twin#a {
  @state { n: 1, s: "x", l: [1], r: { x: 1 }, later: null }
  @computed {
    a: s.length()
    //   ^^^^^^ HS503 `length` is no method: write it without parentheses.
    b: l.length
    c: l.foo
    //   ^^^ HS503 `foo` is nothing that a list has.
    d: state.l.lenght
    //         ^^^^^^ HS503 `lenght` is nothing that a list has: did you mean `length`?
    e: n.value
    //   ^^^^^ HS503 `value` is nothing that a number has.
    f: r.x.y
    g: later.foo
    h: position.x
    i: s.foo()
    j: children.map(l => l.foo)
    k: l.map(x => x).length
    m: "abc".size
    //       ^^^^ HS503 `size` is nothing that text has.
  }
}
""")
    text = 'twin#a {\n  @state { s: "x" }\n  @computed { a: s.length() + 1 }\n}\n'
    assert "a: s.length + 1" in fixed(text, "HS503")

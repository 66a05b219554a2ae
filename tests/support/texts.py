"""Texts of any size, for benchmarks and for tests that count work."""

from __future__ import annotations

_TEMPLATE = """\
template Press {
  model: "models/press.glb"

  @digital_twin(sync_mode: "realtime", sync_interval: 250)

  @state {
    status: "idle"
    force: 0  // kN
    strokes: 0
    oilTemperature: 35  // °C
    alerts: []
  }

  @alert(condition: state.oilTemperature > 60, severity: "warning", message: "Oil is too warm")
}
"""

_TWIN = """\
press#press_{n} {{
  asset_id: "PRS-{n:05}"
  position: [{x}, 0, {y}]

  @digital_twin(
    sync_mode: "realtime",
    sync_interval: 250,  // ms
    conflict_resolution: "latest_wins"
  )

  @state {{
    // What the controller reports
    status: "idle"
    program: "plate_a"
    force: 0  // kN
    strokes: 0
    oilTemperature: 35  // °C
    alerts: []
  }}

  @alert(
    condition: state.oilTemperature > 60 && state.status == "running",
    severity: "warning",
    message: "Oil is too warm"
  )

  @data_binding(
    source: "opc.tcp://10.0.0.{host}:4840",
    security: "SignAndEncrypt",
    mappings: {{
      "ns=2;s=Press{n}.Force": "state.force",
      "ns=2;s=Press{n}.Strokes": "state.strokes",
      "ns=2;s=Press{n}.Status": "state.status"
    }}
  )
}}
"""

_INSTANCE = """\
press#press_{n} extends Press {{
  position: [{x}, 0, {y}]
  @data_binding(
    source: "opc.tcp://10.0.0.{host}:4840",
    security: "SignAndEncrypt",
    mappings: {{
      "ns=2;s=Press{n}.Force": "state.force",
      "ns=2;s=Press{n}.Strokes": "state.strokes"
    }}
  )
}}
"""


def many_twins(lines: int) -> str:
    """Twins one after another, of 35 lines each."""
    return _fill(_TWIN, lines)


def one_composition(lines: int) -> str:
    """The same twins inside one composition."""
    inside = "".join(f"    {line}\n" if line else "\n" for line in _fill(_TWIN, lines - 4).splitlines())
    return f"composition Hall {{\n  objects {{\n{inside}  }}\n}}\n"


def one_template(lines: int) -> str:
    """A template and as many instances of it as fit."""
    return _TEMPLATE + "\n" + _fill(_INSTANCE, lines - _TEMPLATE.count("\n") - 1)


def _fill(part: str, lines: int) -> str:
    count = max(1, lines // (part.count("\n") + 1))
    return "\n".join(part.format(n=n, x=n % 40 * 5, y=n // 40 * 5, host=n % 250) for n in range(count))

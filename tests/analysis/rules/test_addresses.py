"""Addresses in the text, and credentials beside them."""

from __future__ import annotations

import dataclasses

import pytest
from support.checking import check, findings, fixed

from holo_lsp.addresses import parse_endpoint
from holo_lsp.settings import Settings

BINDING = 'twin#a {{ @data_binding(source: "opc.tcp://a:4840", mappings: {{ {key}: "x" }}) }}'


def bound(key: str) -> str:
    return BINDING.format(key=key)


def codes(text: str, **given: object) -> list[str]:
    return [f.code for f in findings(text, **given) if f.code.startswith("HS4")]


def test_node_ids():
    check(
        r"""twin#press {
  @data_binding(
    source: "opc.tcp://press:4840",
    node: "ns=2,s=Press",
    //         ^ HS401 Namespace index must end with ';'.
    mappings: {
      "ns=2;s=Press.Force": "a",
      "ns=2 s=Press.Force": "b",
      //   ^ HS401 Namespace index must end with ';'.
      "NS=2;s=Press.Force": "c",
     //^^ HS401 'NS=' must be in lower case: 'ns='.
      "ns=2;Press.Force": "d",
      //    ^^^^^^^^^^^ HS401 Identifier type is missing: write 's=' before 'Press.Force'.
      "Spindle.RPM": "e",
     //^^^^^^^^^^^ HS401 'Spindle.RPM' is not a node id: write one such as ns=2;s=Name.
      "ns=70000;i=1": "f",
      //  ^^^^^ HS401 Namespace index '70000' is out of range: use 0 to 65535.
      "/0:Objects/2:Press": "g",
      "/0:Objects/2:Press&Co": "h",
      //                 ^^ HS401 '&' must stand before one of / . < > : # ! &, and is itself written '&&'.
      "": "i",
    //^^ HS401 Node id is empty: write one such as ns=2;s=Name.
      temperature: "j",
    //^^^^^^^^^^^ HS401 'temperature' is not a node id: write one such as ns=2;s=Name.
      'ns=3;s="DB"."x"[3]': "k",
      "ns=3;s=\"DB\".\"x\"": "l",
      "ns=3,s=\"DB\".\"x\"": "m"
    //^^^^^^^^^^^^^^^^^^^^^ HS401 Namespace index must end with ';'.
    }
  )
}
""",
        only=["HS4"],
    )


@pytest.mark.parametrize(
    ("key", "mended"),
    [
        ('"ns=2 s=A"', '"ns=2;s=A"'),
        ("'NS=2;s=A'", "'ns=2;s=A'"),
        ('"ns=2;A"', '"ns=2;s=A"'),
        (r'"ns=3,s=\"DB\".\"x\""', r'"ns=3;s=\"DB\".\"x\""'),
        (r"'ns=3,s=it\'s \\ so'", r"'ns=3;s=it\'s \\ so'"),
    ],
)
def test_a_node_id_is_mended_in_its_quotes(key: str, mended: str):
    assert fixed(bound(key), "HS401") == bound(mended)


def test_the_protocol_decides_what_a_key_is():
    check(
        """\
template Press {
  @data_binding(mappings: { "ns=2 s=Force": "force", "force": "force" })
  //                             ^ HS401 Namespace index must end with ';'.
}
twin#a extends Press { @data_binding(source: "opc.tcp://a:4840") }
twin#b {
  @data_binding(source: "mqtt://broker/press", mappings: { "force": "x", "press/#/force": "y", "a+b": "z" })
  //                                                                            ^ HS405 '#' must be the last l
}
twin#c {
  @data_binding(
    protocol: "sparkplug_b", broker: "mqtt://broker", group_id: "A", edge_node_id: "B",
    mappings: { "Motor/Speed": "x" }
  )
}
template Bound { @data_binding(source: "opc.tcp://a:4840") }
twin#d extends Bound { @data_binding(mappings: { "Force": "x" }) }
//                                                ^^^^^ HS401 'Force' is not a node id: write one such as ns=2
""",
        only=["HS4"],
    )


def test_urls():
    check(
        """\
twin#a { @data_binding(source: "opc.tcp://press:99999") }
//                                              ^^^^^ HS402 Port '99999' is out of range: use 1 to 65535.
twin#b { @data_binding(source: "opc.tpc://press:4840") }
//                              ^^^^^^^ HS402 Scheme 'opc.tpc' is not known: use opc.tcp.
twin#c { @data_binding(source: "press:4840") }
//                              ^^^^^^^^^^ HS402 URL has no scheme: use opc.tcp.
twin#d { @data_binding(source: "https://api.example.com/press") }
//                              ^^^^^ HS402(warning) Scheme 'https' does not fit here: use opc.tcp, mqtt, mqtt
twin#e { @data_binding(source: "https://api.example.com/press", source_type: "rest") }
twin#f { @data_binding(source: "sensors/temp") }
//                              ^^^^^^^^^^^^ HS402(warning) URL has no scheme: use opc.tcp, mqtt, mqtts.
twin#g { @data_binding(source: "gopher://press") }
//                              ^^^^^^ HS402(warning) Scheme 'gopher' is not known: use opc.tcp, mqtt, mqtts.
twin#h { @data_binding(source: "") }
//                             ^^ HS402(warning) URL is empty.
twin#i { @data_binding(broker: "mqtt://broker:1883x") }
//                                            ^^^^^ HS402 Port '1883x' must be a number from 1 to 65535.
twin#j { @data_binding(broker: "opc.tcp://press") }
//                              ^^^^^^^ HS402(warning) Scheme 'opc.tcp' does not fit here: use mqtt, mqtts.
twin#k { @digital_twin(sync_mode: "event_sourced", event_store: "kafka://events:9092,/press") }
//                                                                                  ^ HS402 Broker is missing
twin#l { @digital_twin(sync_mode: "event_sourced", event_store: "sqlite://events.db") }
//                                                                      ^^^^^^^^^^^ HS402 SQLite has no host '
twin#m { @digital_twin(sync_mode: "event_sourced", event_store: "kafka://a:9092,b:9092/topic") }
twin#n { @data_binding { source: "opc.tcp://press:" } }
//                                               ^ HS402 Port is missing after ':': write one or remove the ':
twin#o { @data_binding(source: env("PRESS_URL")) }
twin#p { @data_binding(source: "mqtt://sensors/temp/zone1") }
""",
        only=["HS402"],
    )


def test_the_scheme_of_the_guide():
    check(
        """\
twin#a { @data_binding(source: "opcua://press:4840") }
//                              ^^^^^ HS403 OPC UA writes `opc.tcp://`
""",
        only=["HS40"],
    )
    text = 'twin#a { @data_binding(source: "opcua://press:4840") }'
    assert fixed(text, "HS403") == text.replace("opcua", "opc.tcp")


def test_models():
    check(
        """\
@dtdl_model(id: "dtmi:com:example:Press:1", extends: "dtmi:com:example:Machine")
//                                     ^^ HS404 Version must follow a ';'.
@dtdl_model(id: "dtmi:dtdl:Press;1", extends: ["dtmi:dtdl:instance:Schema;2", "com:example:Machine;1"])
//               ^^^^^^^^^^ HS404 'dtmi:dtdl:' is reserved for DTDL itself: use a domain of your own.
//                                                                             ^^^^^^^^^^^^^^^^^^^^^ HS404 DTM
""",
        only=["HS404"],
    )


def test_topics():
    check(
        """\
twin#a { @data_binding(source: "mqtt://broker", topic: "press/#/force") }
//                                                            ^ HS405 '#' must be the last level: '+' stands f
twin#b { @data_binding(source: "mqtt://broker", topic: "press/+/force") }
twin#c { @data_binding(source: "mqtt://broker/press/#/force") }
//                                                  ^ HS405 '#' must be the last level: '+' stands for one lev
twin#d { @data_binding(source: "mqtt://broker:x/press/#/force") }
//                                            ^ HS402 Port 'x' must be a number from 1 to 65535.
""",
        only=["HS4"],
    )


def test_with_a_broker_set_all_of_the_source_is_the_topic():
    text = 'twin#a { @data_binding(source: "mqtt://press/#/force") }'
    settings = Settings()
    mqtt = dataclasses.replace(settings.mqtt, broker=parse_endpoint("mqtt://broker:1883"))
    with_broker = dataclasses.replace(settings, mqtt=mqtt)
    assert codes(text, settings=with_broker) == ["HS405"]
    assert codes(text.replace("#/", "a_b!/"), settings=with_broker) == []


def test_sparkplug_names():
    check(
        """\
twin#a {
  @data_binding(
    protocol: "sparkplug_b",
    broker: "mqtt://broker",
    group_id: "STATE",
    //         ^^^^^ HS406 Group id 'STATE' is reserved for the state of hosts: use another.
    edge_node_id: "Line/1",
    //                 ^ HS406 Edge node id cannot hold '/'.
    device_id: ""
    //         ^^ HS406 Device id is empty: write a name.
  )
}
""",
        only=["HS4"],
    )


def test_credentials():
    check(
        """\
twin#a {
  @data_binding(
    source: "opc.tcp://operator:s3cret@press:4840",
    //                 ^^^^^^^^^^^^^^^ HS407 A password stands in the address: take it out.
    auth: { type: "username", username: "operator", password: "s3cret" }
    //                                                        ^^^^^^^^ HS407 `password` stands in the text: ta
  )
}
twin#b { @data_binding(source: "opc.tcp://operator@press:4840", auth_header: "Bearer 123") }
//                                                                           ^^^^^^^^^^^^ HS407 `auth_header`
twin#c {
  @data_binding(source: "opc.tcp://press:4840", auth: { type: "username", password: env("PRESS") })
}
twin#d { @digital_twin(sync_mode: "event_sourced", event_store: "kafka://me:s3cret@events") }
//                                                                       ^^^^^^^^^ HS407 A password stands in
""",
        only=["HS407"],
    )


def test_a_credential_moves_to_the_environment():
    text = 'twin#a { @data_binding(auth: { password: "s3cret" }) }'
    assert fixed(text, "HS407") == 'twin#a { @data_binding(auth: { password: env("PASSWORD") }) }'
    text = 'twin#a { @data_binding(source: "opc.tcp://o%20p:s3cret@press:4840") }'
    assert fixed(text, "HS407") == (
        'twin#a { @data_binding(source: "opc.tcp://press:4840", '
        'auth: { type: "username", username: "o p", password: env("PASSWORD") }) }'
    )
    text = 'twin#a { @digital_twin(event_store: "kafka://me:s3cret@events") }'
    assert fixed(text, "HS407") == 'twin#a { @digital_twin(event_store: "kafka://events") }'


def test_no_message_repeats_a_credential():
    text = (
        'twin#a { @data_binding(source: "opc.tcp://operator:s3cret@press:x", auth: { password: "s3cret" }) }'
    )
    for finding in findings(text):
        assert "s3cret" not in finding.message
        assert not any("s3cret" in fix.title for fix in finding.fixes)


@pytest.mark.parametrize("quote", ["'", '"'])
def test_an_unclosed_string_is_marked_within_the_text(quote: str):
    text = f"twin#a {{ @data_binding(source: {quote}opc.tcp://press:"
    for finding in findings(text):
        assert 0 <= finding.start <= finding.end <= len(text)


def test_schemes_of_other_clients() -> None:
    check(
        """
twin#a {
  @data_binding(protocol: "mqtt", broker: "tcp://b:1883", topic: "t", mappings: {})
  //                                       ^^^ HS402(hint) The address of a broker is written `mqtt://` here;
  @data_binding(broker: "ssl://b:8883", topic: "t", mappings: {})
  //                     ^^^ HS402(hint) The address of a broker is written `mqtts://` here; some clients call
  @data_binding(source: "tcp://b:1883/t", mappings: {})
  //                     ^^^ HS402(hint) The address of a broker is written `mqtt://` here; some clients call
  @data_binding(source: "tcp://b:4840", mappings: {})
  //                     ^^^ HS402 Scheme 'tcp' is not known: use opc.tcp.
  @data_binding(source: "wss://b/t", mappings: {})
  //                     ^^^ HS402(hint) Scheme 'wss' does not fit here: use opc.tcp, mqtt, mqtts.
  @data_binding(source: "opc.https://b", mappings: {})
  //                     ^^^^^^^^^ HS402(hint) Scheme 'opc.https' does not fit here: use opc.tcp, mqtt, mqtts.
  @data_binding(protocol: "modbus", source: "tcp://b:502", mappings: {})
  @data_binding(protocol: "rest", source: "https://b/x", mappings: {})
}
""",
        only=("HS4",),
    )
    text = 'twin#a {\n  @data_binding(broker: "ssl://b:8883", topic: "t", mappings: {})\n}\n'
    assert 'broker: "mqtts://b:8883"' in fixed(text, "HS402")


def test_protocol_and_address_contradict() -> None:
    text = """
template Press {
  @data_binding(protocol: "opcua", source: "mqtt://b:1883/t", mappings: {})
  //                                        ^^^^ HS210 `protocol` is `opcua`, and this is an address of `mqtt`
  @data_binding(protocol: "mqtt", source: "opc.tcp://10.0.0.1:4840", mappings: {})
  //                                       ^^^^^^^ HS210 `protocol` is `mqtt`, and this is an address of `opcu
  @data_binding(protocol: "sparkplug_b", source: "mqtt://b", group_id: "G", edge_node_id: "E", mappings: {})
  @alert(condition: true)
}
"""
    check(text)
    related = [text[r.start : r.end] for f in findings(text) for r in f.related]
    assert related == ['"opcua"', '"mqtt"']


def test_a_login_over_an_open_connection() -> None:
    check("""
template Press {
  @alert(condition: true)
  @data_binding(
    source: "opc.tcp://10.0.0.1:4840",
    security: "None",
    auth: { type: "username", username: "u", password: env("P") },
    //            ^^^^^^^^^^ HS210(warning) The login is never sent over an open connection: ask for `security
    mappings: {}
  )
  @data_binding(source: "opc.tcp://10.0.0.1", auth: { type: "certificate", cert: "u.pem" }, mappings: {})
  //                                                        ^^^^^^^^^^^^^ HS210(warning) The login is never se
  @data_binding(source: "opc.tcp://10.0.0.1", auth: { type: "anonymous" }, mappings: {})
  //                     ^^^^^^^^^^^^^^^^^^ HS607 The connection is open and anonymous: ask for `security`, or
  @data_binding(
    source: "opc.tcp://10.0.0.1",
    security: env("SECURITY"),
    auth: { type: "certificate", cert: "u.pem" },
    mappings: {}
  )
  @data_binding(source: "mqtt://b/t", auth: { type: "username", username: "u", password: env("P") }, mappings: {})
}
twin#a extends Press {
  @data_binding(source: "opc.tcp://10.0.0.2", auth: { type: "certificate", cert: "u.pem" })
  //                                                        ^^^^^^^^^^^^^ HS210(warning) The login is never se
}
""")

"""Where a twin's values come from: ``@data_binding`` (guide, "Data Binding Protocols")."""

from __future__ import annotations

from holo_lsp.traits.declared.common import accepted
from holo_lsp.traits.spec import AnyOf, Argument, Together, Trait, When
from holo_lsp.traits.types import (
    Anything,
    Boolean,
    Choice,
    Enumeration,
    FilePath,
    ListOf,
    NodeId,
    NodeMap,
    Number,
    Record,
    Text,
    Topic,
    Url,
)

PROTOCOL = Enumeration(
    (
        Choice("opcua", "OPC UA client/server over `opc.tcp`."),
        Choice("mqtt", "Plain MQTT with JSON or plain values."),
        Choice("sparkplug_b", "Sparkplug B over MQTT: births, metrics with types, and a known end of life."),
    ),
    closed=False,
)

SECURITY = Enumeration(
    (
        Choice(
            "None", "Neither signed nor encrypted. Anyone on the network can read and change what is sent."
        ),
        Choice("Sign", "Signed: changes on the way are noticed, but anyone can read along."),
        Choice("SignAndEncrypt", "Signed and encrypted."),
    ),
    closed=True,
)

SECURITY_POLICY = Enumeration(
    (
        Choice("Aes256_Sha256_RsaPss", "The strongest RSA policy of OPC UA 1.04."),
        Choice("Aes128_Sha256_RsaOaep", "A current policy that small devices can afford."),
        Choice("Basic256Sha256", "A current policy that nearly every server offers."),
        Choice("Basic256", "Broken (SHA-1). Only for equipment that offers nothing better."),
        Choice(
            "Basic128Rsa15", "Broken (SHA-1 and PKCS #1 v1.5). Only for equipment that offers nothing better."
        ),
    ),
    closed=False,
)

AUTH_TYPE = Enumeration(
    (
        Choice("anonymous", "No login."),
        Choice("username", "A user name and a password."),
        Choice("certificate", "An X.509 certificate of the user, with its private key."),
    ),
    closed=False,
)

AUTH = Record(
    (
        Argument(name="type", type=AUTH_TYPE, doc="The kind of login.", example='"username"'),
        Argument(
            name="username",
            type=Text(),
            doc="The user's name.",
            example='"operator"',
            required=True,
            only=When("type", ("username",)),
        ),
        Argument(
            name="password",
            type=Text(secret=True),
            doc="The user's password. Take it from the environment, so that it never stands in the file.",
            example='env("PLANT_PASSWORD")',
            required=True,
            only=When("type", ("username",)),
        ),
        Argument(
            name="cert",
            type=FilePath((".pem", ".crt", ".p12", ".pfx")),
            doc="The certificate: a PEM file, with the private key in it or in `key`, or a PKCS #12 file.",
            example='"certs/operator.pem"',
            required=True,
            only=When("type", ("certificate",)),
        ),
        Argument(
            name="key",
            type=FilePath((".pem", ".key")),
            doc="The private key as a PEM file, when it is not in the file of `cert`.",
            example='"certs/operator.key"',
            only=When("type", ("certificate",)),
        ),
        Argument(
            name="passphrase",
            type=Text(secret=True),
            doc="What the private key or the PKCS #12 file is encrypted with.",
            example='env("CERT_PASSPHRASE")',
            only=When("type", ("certificate",)),
        ),
    )
)

DATA_BINDING = Trait(
    name="data_binding",
    summary="Connects the twin's state to values of the plant.",
    doc=(
        "`source` or `broker` says where the values are, and `mappings` which of them goes into which field."
        " Without `mappings`, names that match are bound: browse names below `node` in OPC UA, JSON keys in"
        " MQTT, metric names in Sparkplug. Nothing is contacted before the user has allowed the address. A"
        " twin may have several bindings."
    ),
    example="""\
@data_binding(
  source: "opc.tcp://press-line:4840",
  security: "SignAndEncrypt",
  auth: { type: "username", username: "twin", password: env("PRESS_PASSWORD") },
  mappings: {
    "ns=2;s=Press.Force": "state.force",
    "ns=2;s=Press.Strokes": "state.strokes"
  }
)""",
    snippet=(
        'data_binding(\n\tsource: "${1:opc.tcp://host:4840}",\n\tmappings: {\n'
        '\t\t"${2:ns=2;s=Name}": "${3:state.field}"\n\t}\n)$0'
    ),
    arguments=(
        Argument(
            name="protocol",
            type=PROTOCOL,
            doc=(
                "The protocol. When it is not given, the scheme of `source` or `broker` tells, with `mqtt`"
                " for MQTT addresses; Sparkplug must be named."
            ),
            example='"opcua"',
        ),
        Argument(
            name="source",
            type=Url(("opc.tcp", "opcua", "mqtt", "mqtts"), "source"),
            doc=(
                "The address of the values. `opcua://` means `opc.tcp://`, port 4840 when none is given."
                " Behind the host of an MQTT address stands the topic."
            ),
            example='"opc.tcp://10.0.0.20:4840"',
        ),
        Argument(
            name="node",
            type=NodeId(),
            doc=(
                "The OPC UA node below which names are matched with state fields when there are no"
                " `mappings`."
            ),
            example='"ns=2;s=Press"',
            default="i=85",
            only=When("protocol", ("opcua",)),
        ),
        Argument(
            name="mappings",
            type=NodeMap(),
            doc=(
                'Which value goes into which state field: `"address": "state.field"`. The address is a'
                " node id or browse path in OPC UA, a topic or JSON key in MQTT, a metric name in Sparkplug."
            ),
            example='{ "ns=2;s=Press.Force": "state.force" }',
        ),
        Argument(
            name="security",
            type=SECURITY,
            doc=(
                "The OPC UA message security. What is asked for is never lowered. When it is not given, the"
                " connection is open and anonymous, and no credential is sent."
            ),
            example='"SignAndEncrypt"',
            only=When("protocol", ("opcua",)),
        ),
        Argument(
            name="security_policy",
            type=SECURITY_POLICY,
            doc=(
                "The OPC UA security policy. When it is not given, the best one that the server offers is"
                " taken."
            ),
            example='"Basic256Sha256"',
            only=When("security", ("Sign", "SignAndEncrypt")),
        ),
        Argument(
            name="auth",
            type=AUTH,
            doc=(
                "The login at the source or broker. Secrets are taken with `env()` and only ever sent"
                " encrypted."
            ),
            example='{ type: "username", username: "twin", password: env("PLANT_PASSWORD") }',
        ),
        Argument(
            name="broker",
            type=Url(("mqtt", "mqtts"), "broker"),
            doc=(
                "The address of the MQTT broker; port 1883, or 8883 for `mqtts`, when none is given. Where"
                " the topic is not part of it, `source` will do as well."
            ),
            example='"mqtts://broker.plant:8883"',
            only=When("protocol", ("mqtt", "sparkplug_b")),
        ),
        Argument(
            name="topic",
            type=Topic(),
            doc=(
                "The MQTT topic, when it is not part of `source`. `+` and `#` stand for any one level and any"
                " rest."
            ),
            example='"press/+/force"',
            only=When("protocol", ("mqtt",)),
        ),
        Argument(
            name="qos",
            type=Number(minimum=0, maximum=2, integer=True),
            doc=(
                "The MQTT quality of service of the subscription: 0 at most once, 1 at least once, 2 exactly"
                " once."
            ),
            example="1",
            default=0,
            only=When("protocol", ("mqtt",)),
        ),
        Argument(
            name="group_id",
            type=Text(),
            doc="The Sparkplug group that the edge node belongs to.",
            example='"Stamping"',
            required=True,
            only=When("protocol", ("sparkplug_b",)),
        ),
        Argument(
            name="edge_node_id",
            type=Text(),
            doc="The Sparkplug edge node, unique in its group.",
            example='"PressLine2"',
            required=True,
            only=When("protocol", ("sparkplug_b",)),
        ),
        Argument(
            name="device_id",
            type=Text(),
            doc=(
                "The Sparkplug device at the edge node. When it is not given, the edge node's own metrics are"
                " meant."
            ),
            example='"Press7"',
            only=When("protocol", ("sparkplug_b",)),
        ),
        accepted(
            "mapping", NodeMap(), '{ "ns=2;s=Force": "state.force" }', "the mappings", synonym_of="mappings"
        ),
        accepted("source_type", Text(), '"mqtt"', "the kind of source, here `protocol`"),
        accepted(
            "bindings",
            ListOf(Anything()),
            '[{ source_path: "force", target_property: "force" }]',
            "the mappings with their conversions, here `mappings`",
        ),
        accepted("refresh_rate", Number(minimum=0, unit="ms"), "1000", "how often the source is asked"),
        accepted("interpolation", Boolean(), "true", "whether values glide from one to the next"),
        accepted("interpolation_speed", Number(minimum=0), "5", "how fast values glide"),
        accepted("auth_header", Text(secret=True), 'env("API_TOKEN")', "the HTTP authorization header"),
        accepted(
            "reconnect_interval", Number(minimum=0, unit="ms"), "5000", "the pause before a new connection"
        ),
    ),
    repeatable=True,
    rules=(
        AnyOf(("source", "broker"), "A binding needs an address: `source`, or `broker` for Sparkplug."),
        Together(
            ("group_id", "edge_node_id"),
            "Sparkplug B finds an edge node by `broker`, `group_id` and `edge_node_id` together.",
        ),
    ),
)

TRAITS = (DATA_BINDING,)

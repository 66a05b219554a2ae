"""Addresses at the plant and in its stores: parse, print (``str``), compare. No I/O.

Every parser raises ``AddressError`` and nothing else, on any text.
"""

from holo_lsp.addresses.address import Address, parse_address
from holo_lsp.addresses.authority import printed_host
from holo_lsp.addresses.browse_path import (
    AGGREGATES,
    HIERARCHICAL,
    BrowsePath,
    PathElement,
    QualifiedName,
    Reference,
    looks_like_browse_path,
    parse_browse_path,
)
from holo_lsp.addresses.characters import quoted
from holo_lsp.addresses.dtmi import Dtmi, parse_dtmi
from holo_lsp.addresses.endpoint import Endpoint, credentials_span, parse_endpoint
from holo_lsp.addresses.errors import AddressError
from holo_lsp.addresses.kafka import Broker, KafkaAddress, parse_kafka
from holo_lsp.addresses.mqtt_source import MQTT_SCHEMES, parse_mqtt_source
from holo_lsp.addresses.mqtt_topic import TopicFilter, check_topic_name, parse_topic_filter, topic_matches
from holo_lsp.addresses.nearest import nearest_name
from holo_lsp.addresses.node_id import (
    OPC_UA_NAMESPACE,
    IdentifierKind,
    NodeId,
    describe,
    indexed_form,
    parse_node_id,
    stable_form,
)
from holo_lsp.addresses.schemes import ENDPOINT_SCHEMES, SCHEMES, Scheme, canonical_scheme, scheme_of
from holo_lsp.addresses.sparkplug import (
    DeviceTopic,
    HostStateTopic,
    NodeTopic,
    SparkplugTopic,
    check_sparkplug_id,
    parse_sparkplug_topic,
)
from holo_lsp.addresses.sqlite import SqliteAddress, parse_sqlite

__all__ = [
    "AGGREGATES",
    "ENDPOINT_SCHEMES",
    "HIERARCHICAL",
    "MQTT_SCHEMES",
    "OPC_UA_NAMESPACE",
    "SCHEMES",
    "Address",
    "AddressError",
    "Broker",
    "BrowsePath",
    "DeviceTopic",
    "Dtmi",
    "Endpoint",
    "HostStateTopic",
    "IdentifierKind",
    "KafkaAddress",
    "NodeId",
    "NodeTopic",
    "PathElement",
    "QualifiedName",
    "Reference",
    "Scheme",
    "SparkplugTopic",
    "SqliteAddress",
    "TopicFilter",
    "canonical_scheme",
    "check_sparkplug_id",
    "check_topic_name",
    "credentials_span",
    "describe",
    "indexed_form",
    "looks_like_browse_path",
    "nearest_name",
    "parse_address",
    "parse_browse_path",
    "parse_dtmi",
    "parse_endpoint",
    "parse_kafka",
    "parse_mqtt_source",
    "parse_node_id",
    "parse_sparkplug_topic",
    "parse_sqlite",
    "parse_topic_filter",
    "printed_host",
    "quoted",
    "scheme_of",
    "stable_form",
    "topic_matches",
]

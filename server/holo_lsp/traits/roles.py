"""The names to which the language itself, and not only its catalogue, gives a meaning."""

from __future__ import annotations

from typing import Final

# Traits
TWIN_TRAIT: Final = "digital_twin"
STATE: Final = "state"
BINDING: Final = "data_binding"
COMPUTED: Final = "computed"
TIME_SERIES: Final = "time_series"
REPLAY: Final = "replay_mode"
MODEL: Final = "dtdl_model"
ALERT: Final = "alert"
PANEL: Final = "panel"

# Blocks
COMPOSITION: Final = "composition"
TEMPLATE: Final = "template"
OBJECTS: Final = "objects"
LOGIC: Final = "logic"
UI: Final = "ui"
DASHBOARD: Final = "dashboard"
ENVIRONMENT: Final = "environment"
TWIN: Final = "twin"
UI_BLOCKS: Final = frozenset({UI, DASHBOARD})

# Widgets
GUIDE_WIDGETS: Final = frozenset({"metric", "alertList"})
"""Those that the language guide shows; the others are ours."""

# Properties and arguments
CHILDREN: Final = "children"
SOURCE: Final = "source"
BROKER: Final = "broker"
MAPPINGS: Final = "mappings"
SYNC_MODE: Final = "sync_mode"
LEVEL: Final = "level"
PROTOCOL: Final = "protocol"
NODE: Final = "node"
SECURITY: Final = "security"
AUTH: Final = "auth"
AUTH_TYPE: Final = "type"
RETENTION: Final = "retention"
RESOLUTION: Final = "resolution"
GROUP_ID: Final = "group_id"
EDGE_NODE_ID: Final = "edge_node_id"
DEVICE_ID: Final = "device_id"
ENABLED: Final = "enabled"
ID: Final = "id"
TEMPLATE_OF: Final = "template"

# Values
REALTIME: Final = "realtime"
EVENT_SOURCED: Final = "event_sourced"
AGGREGATE: Final = "aggregate"
OPC_UA: Final = "opcua"
MQTT: Final = "mqtt"
SPARKPLUG: Final = "sparkplug_b"
UNSECURED: Final = "None"
LOGINS: Final = frozenset({"username", "certificate"})
"""The kinds of login that send something secret."""

# Roots of paths in expressions
STATE_ROOT: Final = "state"
LOGIC_ROOT: Final = "logic"
CHILDREN_ROOT: Final = "children"
OBJECTS_ROOT: Final = "objects"
ENV: Final = "env"

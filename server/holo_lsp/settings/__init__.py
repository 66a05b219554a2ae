"""The settings of section ``holo``, and trust: who may be contacted, what may be read and written."""

from holo_lsp.settings.declaration import (
    SECTION,
    SETTINGS,
    Completion,
    Diagnostics,
    Hover,
    Live,
    Mqtt,
    Setting,
    Settings,
    Severity,
    Traits,
)
from holo_lsp.settings.parse import SettingProblem, parse_settings
from holo_lsp.settings.patterns import EndpointPattern, parse_pattern
from holo_lsp.settings.schema import settings_markdown, settings_schema
from holo_lsp.settings.store import (
    TRUST_FILE_VARIABLE,
    TrustEntry,
    TrustStore,
    TrustStoreError,
    is_env_name,
)
from holo_lsp.settings.trust import Decision, Policy

__all__ = [
    "SECTION",
    "SETTINGS",
    "TRUST_FILE_VARIABLE",
    "Completion",
    "Decision",
    "Diagnostics",
    "EndpointPattern",
    "Hover",
    "Live",
    "Mqtt",
    "Policy",
    "Setting",
    "SettingProblem",
    "Settings",
    "Severity",
    "Traits",
    "TrustEntry",
    "TrustStore",
    "TrustStoreError",
    "is_env_name",
    "parse_pattern",
    "parse_settings",
    "settings_markdown",
    "settings_schema",
]

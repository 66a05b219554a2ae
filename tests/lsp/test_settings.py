"""Settings, from wherever they come, take effect at once; what is wrong with them is told once."""

from __future__ import annotations

from typing import Any

import pytest
from lsp.rpc import RawClient, started

FAULTY = 'twin#a {\n  @digital_twin(sync_mode: "realtim")\n}\n'
PULLS = {"workspace": {"configuration": True, "didChangeConfiguration": {"dynamicRegistration": True}}}


def published(client: RawClient, uri: str, since: int = 0) -> list[dict[str, Any]]:
    """Wait for the next diagnostics of a document."""
    found = client.wait(
        lambda m: m["method"] == "textDocument/publishDiagnostics" and m["params"]["uri"] == uri, since
    )
    return found["params"]["diagnostics"]


def severity(diagnostics: list[dict[str, Any]], code: str = "HS204") -> int | None:
    return next((each["severity"] for each in diagnostics if each["code"] == code), None)


def answering(client: RawClient, settings: Any) -> None:
    """Let the client answer with ``settings`` for every scope."""
    client.answers["workspace/configuration"] = lambda params: [settings for _ in params["items"]]


def test_the_users_options_hold_from_the_start():
    with started() as client:
        client.initialize(initializationOptions={"holo": {"diagnostics.severity": {"HS204": "hint"}}})
        client.open("untitled:x", FAULTY)
        assert severity(client.diagnostics("untitled:x", 1)) == 4
        assert client.shut_down() == 0
        assert client.shown() == []


def test_invalid_options_are_shown_once_and_the_rest_holds():
    options = {"live": {"timeout": "soon"}, "diagnostics": {"severity": {"HS204": "off"}}, "hovr": {}}
    with started() as client:
        client.initialize(initializationOptions=options)
        client.open("untitled:x", FAULTY)
        assert severity(client.diagnostics("untitled:x", 1)) is None
        assert client.shut_down() == 0
        (message,) = client.shown()
        assert "holo.live.timeout" in message
        assert "holo.hovr is not a setting" in message


@pytest.mark.parametrize("options", [[5], {"holo": "x", "workspaceTrusted": "y"}])
def test_options_that_are_none_do_no_harm(options: Any):
    with started() as client:
        client.initialize(initializationOptions=options)
        client.open("untitled:x", FAULTY)
        assert severity(client.diagnostics("untitled:x", 1)) == 1
        assert client.shut_down() == 0


def test_settings_are_fetched_and_fetched_again_when_they_change():
    with started() as client:
        answering(client, {"diagnostics": {"severity": {"HS204": "warning"}}})
        client.initialize(capabilities=PULLS)
        registered = client.wait(lambda m: m["method"] == "client/registerCapability")
        assert registered["params"]["registrations"][0]["registerOptions"] == {"section": "holo"}
        client.open("untitled:x", FAULTY)
        client.wait(
            lambda m: (
                m["method"] == "textDocument/publishDiagnostics" and severity(m["params"]["diagnostics"]) == 2
            )
        )
        answering(client, {"diagnostics": {"severity": {"HS204": "off"}}})
        since = len(client.seen)
        client.notify("workspace/didChangeConfiguration", {"settings": None})
        assert severity(published(client, "untitled:x", since)) is None
        assert client.shut_down() == 0


def test_each_folder_has_settings_of_its_own():
    a, b = "file:///plants/a", "file:///plants/a/b"

    def answer(params: dict[str, Any]) -> list[Any]:
        assert {item["section"] for item in params["items"]} == {"holo"}
        levels = {a: "warning", b: "hint"}
        return [
            {"diagnostics": {"severity": {"HS204": levels.get(item.get("scopeUri"), "information")}}}
            for item in params["items"]
        ]

    with started() as client:
        client.answers["workspace/configuration"] = answer
        folders = [{"uri": uri, "name": uri} for uri in (a, b)]
        client.initialize(capabilities={"workspace": {"configuration": True}}, workspaceFolders=folders)
        for uri, expected in ((f"{a}/x.holo", 2), (f"{b}/x.holo", 4), ("untitled:x", 3)):
            client.open(uri, FAULTY)
            client.wait(
                lambda m, uri=uri, expected=expected: (
                    m["method"] == "textDocument/publishDiagnostics"
                    and m["params"]["uri"] == uri
                    and severity(m["params"]["diagnostics"]) == expected
                )
            )
        assert client.shut_down() == 0


@pytest.mark.parametrize(
    "sent",
    [
        {"holo": {"diagnostics": {"severity": {"HS204": "off"}}}},
        {"holo.diagnostics.severity": {"HS204": "off"}},
    ],
)
def test_a_client_that_is_not_to_be_asked_may_send_its_settings(sent: dict[str, Any]):
    with started() as client:
        client.initialize()
        client.open("untitled:x", FAULTY)
        assert severity(client.diagnostics("untitled:x", 1)) == 1
        since = len(client.seen)
        client.notify("workspace/didChangeConfiguration", {"settings": sent})
        assert severity(published(client, "untitled:x", since)) is None
        assert client.shut_down() == 0


def test_a_workspace_cannot_say_who_may_be_contacted():
    with started() as client:
        answering(client, {"live": {"allow": ["opc.tcp://evil:4840"]}})
        client.initialize(capabilities=PULLS)
        shown = client.wait(lambda m: m["method"] == "window/showMessage")
        assert "holo.live.allow is ignored here" in shown["params"]["message"]
        asked = sum(m["method"] == "workspace/configuration" for m in client.seen)
        client.notify("workspace/didChangeConfiguration", {"settings": None})
        client.wait(lambda _: sum(m["method"] == "workspace/configuration" for m in client.seen) > asked)
        client.open("untitled:x", FAULTY)
        client.diagnostics("untitled:x", 1)
        assert client.shut_down() == 0
        assert len(client.shown()) == 1


def test_a_client_that_refuses_to_answer_is_served_all_the_same():
    with started() as client:
        client.refuses = {"workspace/configuration", "client/registerCapability"}
        client.initialize(capabilities=PULLS)
        client.open("untitled:x", FAULTY)
        assert severity(client.diagnostics("untitled:x", 1)) == 1
        assert client.shut_down() == 0

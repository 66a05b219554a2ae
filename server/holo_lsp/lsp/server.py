"""The language server: what it can do, and which module does it.

This module is loaded before the answer to ``initialize``. What understands HoloScript is imported when it is
first needed, which is after the answer.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any, cast

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer
from pygls.uris import from_fs_path

from holo_lsp import __version__
from holo_lsp.lsp.client import Client
from holo_lsp.lsp.parent import watch_parent
from holo_lsp.lsp.protocol import HoloProtocol

if TYPE_CHECKING:
    from collections.abc import Awaitable, Coroutine

    from holo_lsp.lsp.configuration import Configuration
    from holo_lsp.lsp.reports import Publication
    from holo_lsp.lsp.session import Session

logger = logging.getLogger(__name__)

SECTION = "holo"
"""The section of our settings; a test holds it equal to that of the settings room."""

_TRIGGERS = ("@", "#", ".", "(", '"', "'", " ")


class HoloServer(LanguageServer):
    """One server for one client."""

    def __init__(self, *, trust_file_only: bool = False) -> None:
        super().__init__(  # pyright: ignore[reportUnknownMemberType] - it takes more than it declares
            "holo-lsp", __version__, protocol_cls=HoloProtocol
        )
        self.connection = cast("HoloProtocol", self.protocol)
        self.client = Client()
        self._trust_file_only = trust_file_only
        self._folders: list[str] = []
        self._options: object = None
        self._configuration: Configuration | None = None
        self._session: Session | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._watched: set[str] = set()
        completion = types.CompletionOptions(
            trigger_characters=_TRIGGERS,
            resolve_provider=True,
            completion_item=types.ServerCompletionItemOptions(label_details_support=True),
        )
        actions = types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix])
        offer = self.connection.offer
        self.connection.on_initialize = self._initialize
        offer(types.INITIALIZED, self._initialized)
        offer(types.SHUTDOWN, self._shut_down)
        offer(types.TEXT_DOCUMENT_DID_OPEN, self._did_open)
        offer(types.TEXT_DOCUMENT_DID_CHANGE, self._did_change)
        offer(types.TEXT_DOCUMENT_DID_CLOSE, self._did_close)
        offer(types.TEXT_DOCUMENT_DID_SAVE, self._did_save)
        offer(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS, self._did_change_workspace_folders)
        offer(types.WORKSPACE_DID_CHANGE_CONFIGURATION, self._did_change_configuration)
        offer(types.WORKSPACE_DID_CHANGE_WATCHED_FILES, self._did_change_watched_files)
        offer(types.TEXT_DOCUMENT_COMPLETION, self._completion, completion)
        offer(types.COMPLETION_ITEM_RESOLVE, self._resolve_completion)
        offer(types.TEXT_DOCUMENT_HOVER, self._hover)
        offer(types.TEXT_DOCUMENT_CODE_ACTION, self._code_action, actions)
        self.connection.offer_command("holo.live.connect", self._connect)
        self.connection.offer_command("holo.live.status", self._status)

    # ---- life --------------------------------------------------------------------------------------------

    def _initialize(self, params: types.InitializeParams) -> None:
        """Take note of what the client is and wants."""
        self.client = Client.of(params.capabilities)
        self._options = params.initialization_options
        root = params.root_uri or (from_fs_path(params.root_path) if params.root_path else None)
        folders = [folder.uri for folder in params.workspace_folders or ()]
        self._folders = folders or ([root] if root else [])
        if params.process_id is not None:
            watch_parent(params.process_id, self.connection.end)
        self.connection.inbox.later("prepare", self._prepare)

    def _prepare(self) -> None:
        """Import and make ready, between the answer to ``initialize`` and the first document."""
        from holo_lsp.lsp import collector, features

        features.prepare()
        _ = self.session
        collector.begin()

    @property
    def session(self) -> Session:
        """The session; made when it is first needed."""
        if self._session is None:
            from holo_lsp.lsp.session import Session

            configuration = self.configuration
            self._session = Session(
                self.connection.inbox,
                self,
                self._folders,
                configuration.base,
                workspace_trusted=configuration.workspace_trusted,
            )
        return self._session

    @property
    def configuration(self) -> Configuration:
        """The settings that hold; read from the ``initializationOptions`` when they are first needed."""
        if self._configuration is None:
            from holo_lsp.lsp.configuration import Configuration

            self._configuration = Configuration(
                self._options, self.warn, trust_file_only=self._trust_file_only
            )
        return self._configuration

    def _initialized(self, params: types.InitializedParams) -> None:
        del params
        if self.client.registers_configuration:
            options = types.DidChangeConfigurationRegistrationOptions(section=SECTION)
            self._register("configuration", types.WORKSPACE_DID_CHANGE_CONFIGURATION, options)
        self._ask_configuration()
        self._watch_files()

    async def _shut_down(self, params: None) -> None:
        del params
        self.connection.refuse_more()
        await self.close()

    async def close(self) -> None:
        """End all that runs, within a second."""
        for task in self._tasks:
            task.cancel()
        if self._session is not None:
            await self._session.close()

    # ---- what the session says ---------------------------------------------------------------------------

    def publish(self, publication: Publication) -> None:
        """Show what is wrong with a file, in place of what was shown before."""
        from holo_lsp.lsp.convert import to_publication

        params = to_publication(publication, self.client)
        self.connection.tell(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS, params)

    def warn(self, message: str) -> None:
        """Show a message to the user."""
        self.window_show_message(types.ShowMessageParams(types.MessageType.Warning, message))

    # ---- documents ---------------------------------------------------------------------------------------

    def _did_open(self, params: types.DidOpenTextDocumentParams) -> None:
        document = params.text_document
        self.session.open(document.uri, document.version, document.text)

    def _did_change(self, params: types.DidChangeTextDocumentParams) -> None:
        from holo_lsp.lsp.features.did_change import did_change

        did_change(self.session, params, self.client.encoding)

    def _did_close(self, params: types.DidCloseTextDocumentParams) -> None:
        self.session.close_file(params.text_document.uri)

    def _did_save(self, params: types.DidSaveTextDocumentParams) -> None:
        del params
        if not self.client.registers_watchers:  # then this is the only sign that a file on disk has changed
            self.session.disk_changed(())

    def _did_change_watched_files(self, params: types.DidChangeWatchedFilesParams) -> None:
        from holo_lsp.lsp.uris import path_of

        paths = (path_of(change.uri) for change in params.changes)
        self.session.disk_changed([path for path in paths if path is not None])

    def _did_change_workspace_folders(self, params: types.DidChangeWorkspaceFoldersParams) -> None:
        for folder in params.event.removed:
            self.session.remove_folder(folder.uri)
        for folder in params.event.added:
            self.session.add_folder(folder.uri)
        self._ask_configuration()

    # ---- settings ----------------------------------------------------------------------------------------

    def _did_change_configuration(self, params: types.DidChangeConfigurationParams) -> None:
        if self.client.configuration:
            self._ask_configuration()
        else:
            settings = self.configuration.settings(params.settings)
            self.session.configure({folder.uri: settings for folder in self.session.workspace.folders})

    def _ask_configuration(self) -> None:
        if self.client.configuration:
            self._spawn(self._fetch_configuration())

    async def _fetch_configuration(self) -> None:
        uris = [folder.uri for folder in self.session.workspace.folders]
        items = [types.ConfigurationItem(scope_uri=uri, section=SECTION) for uri in uris]
        answers = await self.workspace_configuration_async(types.ConfigurationParams(items))
        read = self.configuration.settings
        self.session.configure({uri: read(answer) for uri, answer in zip(uris, answers, strict=False)})
        self._watch_files()

    def _watch_files(self) -> None:
        """Ask to be told when files change on disk."""
        if not self.client.registers_watchers:
            return
        names = {
            f"**/{name}" for folder in self.session.workspace.folders for name in folder.settings.traits.files
        }
        patterns = {"**/*.holo", "**/*.hsplus", *names} - self._watched
        if patterns:
            self._watched |= patterns
            watchers = [types.FileSystemWatcher(pattern) for pattern in sorted(patterns)]
            options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
            identity = f"files-{len(self._watched)}"
            self._register(identity, types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)

    def _register(self, identity: str, method: str, options: object) -> None:
        registration = types.Registration(f"holo-{identity}", method, options)
        self._spawn(self.client_register_capability_async(types.RegistrationParams([registration])))

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(_told(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # ---- features ----------------------------------------------------------------------------------------

    def _completion(self, params: types.CompletionParams) -> object:
        from holo_lsp.lsp.features.completion import completion

        return completion(self.session, params, self.client)

    def _resolve_completion(self, item: types.CompletionItem) -> types.CompletionItem:
        from holo_lsp.lsp.features.completion import resolve_completion

        return resolve_completion(self.session, item, self.client)

    def _hover(self, params: types.HoverParams) -> types.Hover | None:
        from holo_lsp.lsp.features.hover import hover

        return hover(self.session, params, self.client)

    def _code_action(self, params: types.CodeActionParams) -> list[types.CodeAction]:
        from holo_lsp.lsp.features.code_action import code_action

        return code_action(self.session, params, self.client)

    async def _connect(self, *arguments: object) -> object:
        from holo_lsp.lsp.features.live import connect

        return await connect(self.session.live, arguments, self._choose, self.warn)

    def _status(self, *arguments: object) -> object:
        from holo_lsp.lsp.features.live import status

        return status(self.session.live, arguments)

    async def _choose(self, message: str, choices: tuple[str, ...]) -> str | None:
        """Ask the user, who may also turn away."""
        actions = [types.MessageActionItem(choice) for choice in choices]
        params = types.ShowMessageRequestParams(types.MessageType.Warning, message, actions)
        answer = await self.window_show_message_request_async(params)
        return None if answer is None else answer.title


async def _told(work: Awaitable[None]) -> None:
    """Wait for an answer of the client. An error that it answers is its own affair, and is noted."""
    try:
        await work
    except JsonRpcException as error:
        logger.warning("The client refused a request: %s", error)

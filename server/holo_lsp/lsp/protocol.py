"""JSON-RPC and the life of a session (LSP 3.17, "Base Protocol" and "Lifecycle Messages"), on top of pygls.

pygls has the types, the handlers and the capabilities; what is done here otherwise than there:

- a message that cannot be read is answered, and so is a request before ``initialize`` or after ``shutdown``;
- only messages are structured, not every object in them that has a ``jsonrpc`` key;
- no text is kept: documents go to the server's own store, and nothing is logged but methods and errors;
- ``exit`` ends the loop with an exit code instead of raising SystemExit in it.
"""

from __future__ import annotations

import asyncio
import inspect
import json
import logging
from concurrent.futures import Future
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from cattrs import transform_error
from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.protocol import JsonRPCResponseMessage, LanguageServerProtocol, lsp_method

from holo_lsp.lsp.inbox import Inbox, Undecodable

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from cattrs import Converter
    from pygls.lsp.server import LanguageServer

    from holo_lsp.lsp.inbox import Message

logger = logging.getLogger(__name__)

_VERSION = "2.0"

_CHANGE = types.TextDocumentContentChangePartial | types.TextDocumentContentChangeWholeDocument


class HoloProtocol(LanguageServerProtocol):
    """The messages of one session. It begins with ``connect`` and ends when ``over`` returns."""

    def __init__(self, server: LanguageServer, converter: Converter) -> None:
        super().__init__(server, converter)
        self._features: Any = self.fm  # which has no types
        self.on_initialize: Callable[[types.InitializeParams], None] | None = None
        """Called with what the client is and wants, before it is told what the server can do."""
        self._converter.register_structure_hook(_CHANGE, self._change)
        self._send: Callable[[bytes], None] | None = None
        self._over: asyncio.Future[int] | None = None
        self._initialized = False
        self.offer(types.EXIT, self._exit)
        self.inbox = Inbox(self._receive, self._cancel)

    # ---- from the transport ------------------------------------------------------------------------------

    def connect(self, send: Callable[[bytes], None]) -> None:
        """Answer by ``send``, which takes the body of a message. Needs a running loop."""
        self._send = send
        self._over = asyncio.get_running_loop().create_future()

    async def over(self) -> int:
        """Wait for the end of the session and return the exit code: 0 after a proper shutdown, else 1."""
        if self._over is None:
            raise RuntimeError("The session has not begun.")
        return await self._over

    def end(self) -> None:
        """The client is gone, or said ``exit``."""
        if self._over is not None and not self._over.done():
            self._over.set_result(0 if self._shutdown else 1)

    def refuse_more(self) -> None:
        """Answer no request from now on, and wait for no answer."""
        self._shutdown = True
        for identity, future in list(self._request_futures.items()):
            if identity != self.msg_id:
                future.cancel()

    def _exit(self, params: None) -> None:
        del params
        self.end()

    # ---- messages ----------------------------------------------------------------------------------------

    def _receive(self, message: Message, cancelled: bool) -> None:  # noqa: FBT001 - the inbox calls it
        if isinstance(message, Undecodable):
            logger.error("A message could not be read: %s.", message.reason)
            self._refuse(
                None, types.ErrorCodes.ParseError, f"The message could not be read: {message.reason}."
            )
            return
        identity = message.get("id")
        method = message.get("method")
        if (
            message.get("jsonrpc") != _VERSION
            or not isinstance(method, str | None)
            or not isinstance(identity, int | str | None)
        ):
            identity = identity if isinstance(identity, int | str) else None
            self._refuse(identity, types.ErrorCodes.InvalidRequest, "This is not a message of JSON-RPC 2.0.")
        elif method is None:
            self._take(message)
        elif identity is None:
            if self._initialized or method in {types.INITIALIZED, types.EXIT}:
                self._take_notification(message, method)
        elif cancelled:
            self._refuse(identity, types.LSPErrorCodes.RequestCancelled, "The request was cancelled.")
        elif refusal := self._refusal(method):
            self._refuse(identity, *refusal)
        else:
            self._take(message)

    def _refusal(self, method: str) -> tuple[int, str] | None:
        if self._shutdown:
            return types.ErrorCodes.InvalidRequest, "The server was shut down."
        if method == types.INITIALIZE:
            again = types.ErrorCodes.InvalidRequest, "The server is initialized already."
            return again if self._initialized else None
        if not self._initialized:
            return types.ErrorCodes.ServerNotInitialized, "The first request must be initialize."
        if not self.knows(method):
            return types.ErrorCodes.MethodNotFound, f"The server has no method {method}."
        return None

    def _take_notification(self, message: dict[str, Any], method: str) -> None:
        known = self.knows(method)
        if known and (not self._shutdown or method == types.EXIT):
            self._take(message)
        elif not known and not method.startswith("$/"):
            logger.info("A notification of the unknown method %r was passed over.", method)

    def _take(self, message: dict[str, Any]) -> None:
        identity = message.get("id")
        method = message.get("method")
        if method is None and identity not in self._request_futures:
            logger.warning("A response to no request of ours was passed over.")
            return
        try:
            structured = self._converter.structure(message, self._type_of(message))
        except Exception as error:  # noqa: BLE001 - whatever a hook of cattrs or lsprotocol trips over
            faults = "; ".join(transform_error(error))
            logger.warning("A message (%s) does not fit its type: %s.", method or "a response", faults)
            if method is None:
                misfit = JsonRpcException(f"The answer does not fit its type: {faults}.")
                self._request_futures.pop(message["id"]).set_exception(misfit)
            elif identity is not None:
                self._refuse(
                    identity, types.ErrorCodes.InvalidParams, f"The parameters do not fit: {faults}."
                )
            return
        self.handle_message(structured)

    def _type_of(self, message: dict[str, Any]) -> Any:  # noqa: ANN401 - types have no common type
        method = message.get("method")
        if method is not None:
            return self.get_message_type(method)
        result = self._result_types.pop(message["id"], None)
        return types.ResponseErrorMessage if "error" in message else result or JsonRPCResponseMessage

    def _cancel(self, identity: int | str) -> None:
        future = self._request_futures.get(identity)
        if future is not None and future.cancel():
            self._request_futures.pop(identity, None)

    def _refuse(self, identity: int | str | None, code: int, reason: str) -> None:
        # Not by lsprotocol's type, which leaves out an id that is null.
        error = {"code": int(code), "message": reason}
        self._send_data({"jsonrpc": _VERSION, "id": identity, "error": error})

    def tell(self, method: str, params: object) -> None:
        """Send a notification whose parameters are JSON already."""
        self._send_data({"jsonrpc": _VERSION, "method": method, "params": params})

    def _send_data(self, data: object) -> None:
        if self._send is None:
            raise RuntimeError("The session has not begun.")
        body = json.dumps(data, default=self._serialize_message, separators=(",", ":"))  # ASCII alone
        self._send(body.encode("ascii"))

    # ---- answers -----------------------------------------------------------------------------------------

    def _handle_request(self, msg_id: int | str, method_name: str, params: object) -> None:
        self._ctx_msg_id.set(msg_id)
        answer = partial(self._answer, msg_id, method_name)
        self._execute_handler(msg_id, self._get_handler(method_name), answer, (params,))

    def _handle_notification(self, method_name: str, params: object) -> None:
        check = partial(self._check, method_name)
        self._execute_handler(uuid4().hex, self._get_handler(method_name), check, (params,))

    def _answer(self, identity: int | str, method: str, future: Future[Any]) -> None:
        """Send what a handler returned; what it raised is an error of the client's or of ours."""
        self._request_futures.pop(identity, None)
        if future.cancelled():
            self._refuse(identity, types.LSPErrorCodes.RequestCancelled, "The request was cancelled.")
            return
        error = future.exception()
        if error is None:
            try:
                self._send_response(identity, future.result())
            except Exception as unfit:  # noqa: BLE001 - whatever the result holds that is of no type of LSP's
                error = unfit
            else:
                return
        if isinstance(error, JsonRpcException):
            logger.info("%s was refused: %s", method, error)
            self._refuse(identity, error.code, error.message)
        else:
            logger.error("%s failed.", method, exc_info=error)
            reason = f"{type(error).__name__}: {error}"
            self._refuse(identity, types.ErrorCodes.InternalError, reason)

    def _check(self, method: str, future: Future[Any]) -> None:
        """Report what a handler of a notification raised: there is no answer that could tell it."""
        error = None if future.cancelled() else future.exception()
        if error is not None:
            logger.error("%s failed.", method, exc_info=error)

    def _change(self, event: dict[str, Any], _: type) -> types.TextDocumentContentChangeEvent:
        # Some clients write `"range": null` where the whole text is meant.
        if event.get("range") is None:
            return types.TextDocumentContentChangeWholeDocument(text=event["text"])
        return self._converter.structure(event, types.TextDocumentContentChangePartial)

    def _execute_handler(
        self,
        msg_id: int | str,
        handler: Callable[..., Any],
        callback: Callable[[Any], None],
        args: tuple[Any, ...] | None = None,
        kwargs: dict[str, Any] | None = None,
    ) -> None:
        """Run a handler, which may answer at once, or return a coroutine that will answer.

        With pygls, a handler that has to wait at times answers late always: behind what the loop does next.
        """
        if inspect.isgeneratorfunction(handler):
            super()._execute_handler(msg_id, handler, callback, args, kwargs)
            return
        future: Future[Any] = Future()
        try:
            result = handler(*(args or ()), **(kwargs or {}))
        except Exception as error:  # noqa: BLE001 - it becomes the answer, and a log entry
            future.set_exception(error)
        else:
            if inspect.iscoroutine(result):
                task: Any = asyncio.ensure_future(result)
                self._request_futures[msg_id] = task
                task.add_done_callback(callback)
                return
            future.set_result(result)
        callback(future)

    # ---- handlers ----------------------------------------------------------------------------------------

    def offer(self, method: str, handler: Callable[..., Any], options: object = None) -> None:
        """Let ``handler`` take the messages of ``method``, in the place of what pygls has for it."""
        # Not by pygls' decorator, which takes no methods and spends milliseconds on each.
        self._features.add_builtin_feature(method, handler)
        if options is not None:
            self._features.feature_options[method] = options

    def offer_command(self, name: str, handler: Callable[..., Any]) -> None:
        """Let ``handler`` run the command ``name``; it takes the command's arguments."""
        self._features.commands[name] = handler

    def knows(self, method: str) -> bool:
        """Is there a handler for the method?"""
        return method in self._features.builtin_features

    @lsp_method(types.INITIALIZE)
    def lsp_initialize(self, params: types.InitializeParams) -> Generator[Any, Any, types.InitializeResult]:
        """Tell what the server can do."""
        if self.on_initialize is not None:
            self.on_initialize(params)
        result = yield from super().lsp_initialize(params)
        self._initialized = True
        return result

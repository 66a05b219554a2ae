"""``holo``: its verbs and their options. What a verb needs is imported when it runs."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, NoReturn

from holo_lsp import __version__
from holo_lsp.cli.outcome import EXIT_CLEAN, EXIT_TROUBLE, UserError

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit: 0 when all is well, 1 with findings, 2 when it could not do its work."""
    options = _parser().parse_args(arguments)
    try:
        code = _run(options)
    except UserError as error:
        print(f"holo: {error}", file=sys.stderr)
        code = EXIT_TROUBLE
    except KeyboardInterrupt:
        code = 130  # 128 + SIGINT, as shells have it
    except BrokenPipeError:  # the reader, such as `head`, has had enough
        sys.stderr.close()
        code = EXIT_CLEAN
    sys.exit(code)


def _run(options: argparse.Namespace) -> int:
    match options.verb:
        case "check":
            from holo_lsp.cli.check import check

            return check(options)
        case "trust":
            from holo_lsp.cli.trust import trust

            return trust(options)
        case "traits":
            from holo_lsp.cli.traits import traits

            return traits(options)
        case "explain":
            from holo_lsp.cli.explain import explain

            return explain(options)
        case _:
            from holo_lsp.cli.demo import demo

            return demo(options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="holo", description="Check, explain and run HoloScript digital twins.", allow_abbrev=False
    )
    parser.add_argument("--version", action="version", version=f"holo {__version__}")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    _check(verbs.add_parser("check", help="check files and print what is found", allow_abbrev=False))
    _trust(verbs.add_parser("trust", help="say which plants may be contacted", allow_abbrev=False))
    traits = verbs.add_parser("traits", help="print the trait catalogue", allow_abbrev=False)
    traits.add_argument("name", nargs="?", help="one trait, in words")
    form = traits.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="the whole catalogue as JSON")
    form.add_argument("--schema", action="store_true", help="the JSON Schema of holo.traits.json")
    explain = verbs.add_parser("explain", help="explain a diagnostic code", allow_abbrev=False)
    explain.add_argument("code", nargs="?", help="such as HS203; all codes when left out")
    demo = verbs.add_parser(
        "demo", help="start a demo plant and check an example project against it", allow_abbrev=False
    )
    demo.add_argument("--once", action="store_true", help="one pass, then stop")
    demo.add_argument("--port", type=int, help="the port of the plant (default: the example's own)")
    return parser


def _check(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="*", default=["."], help="files and folders (default: this folder)")
    parser.add_argument(
        "--format", choices=("human", "json", "sarif"), default="human", help="how findings are printed"
    )
    parser.add_argument("--strict", action="store_true", help="warnings give exit code 1 too")
    parser.add_argument(
        "--off", action="append", default=[], metavar="CODE", help="leave a diagnostic code out (repeatable)"
    )
    parser.add_argument(
        "--live", action="store_true", help="ask the plants that the files name, where allowed"
    )
    parser.add_argument(
        "--allow",
        action="append",
        default=[],
        metavar="PATTERN",
        help='a plant that may be contacted, such as "opc.tcp://10.0.1.*:4840"; means --live (repeatable)',
    )
    parser.add_argument(
        "--timeout", type=float, default=20.0, metavar="SECONDS", help="with --live: how long to wait (20)"
    )


def _trust(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    add = actions.add_parser("add", help="allow a plant", allow_abbrev=False)
    add.add_argument("pattern", help='an address or pattern, such as "opc.tcp://10.0.1.*:4840"')
    add.add_argument(
        "--env",
        action="append",
        default=[],
        metavar="NAME",
        help="an environment variable that may be sent to it, by env() (repeatable)",
    )
    add.add_argument("--note", default="", help="a reminder for yourself")
    remove = actions.add_parser("remove", help="no longer allow a plant", allow_abbrev=False)
    remove.add_argument("pattern")
    actions.add_parser("list", help="print what is allowed", allow_abbrev=False)


if __name__ == "__main__":
    main()

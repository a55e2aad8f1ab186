"""Entry point: run the command; turn every error into one clear line and the contract's exit code."""

import gc
import os
import sys
from contextlib import suppress

from debcli.errors import DebcliError
from debcli.language import LANGUAGES, mark, say, system_says, use

_STOPPED = mark("Stopped; nothing was changed.")


def main(args: list[str] | None = None) -> int:
    """Run debcli and give the exit code. Never shows a traceback (DEBCLI_DEBUG=1 does, for bug reports)."""
    argv = sys.argv[1:] if args is None else args
    # Started without one: nobody to ask or to tell, and nothing meant for one stream may end up on another.
    sys.stdin = sys.stdin or open(os.devnull, encoding="utf-8")  # noqa: SIM115, PTH123
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(
                errors="backslashreplace"
            )  # a terminal that lacks a character still gets the line
    try:
        _speak(argv)
        from debcli.cli.quick import quick  # noqa: PLC0415  (the streams first)

        code = quick(argv)
        if code is None:
            from debcli.cli.app import run  # noqa: PLC0415  (the morning does without)

            code = run(argv)
        sys.stdout.flush()
    except DebcliError as error:
        return _say(
            argv, error.message, error.hint, error.exit_code, refused=error.exit_code == 3, meant=error.meant
        )
    except KeyboardInterrupt:
        return _say(argv, say(_STOPPED), "", 130)
    except (
        BrokenPipeError,
        SystemExit,
    ):  # typer leaves so when the reader of a pipe went away: nobody to tell
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except UnicodeEncodeError:  # bytes from the command line that are no text
        return _say(
            argv,
            say("Something that was typed is not text in UTF-8."),
            say("Type it anew; nothing was changed."),
            1,
        )
    except OverflowError:  # more than SQLite, or a date, can hold
        return _say(
            argv,
            say("A number that was typed is too large."),
            say("Check it; nothing was changed."),
            1,
        )
    except OSError as error:  # a name that no file can have, a place that cannot be looked into
        where = f"{error.filename}: " if error.filename else ""
        return _say(
            argv,
            f"{where}{system_says(error)}.",
            say("Check the name and the place; nothing was changed."),
            1,
        )
    except Exception as error:
        if (told := _parser_says(argv, error)) is not None:
            return told
        # The last resort: a bug of ours, said in one line.
        if os.environ.get("DEBCLI_DEBUG"):
            raise
        return _say(argv, say("Something went wrong inside debcli ({kind}).", kind=type(error).__name__),
                    say("See what was recorded: debcli journal. With DEBCLI_DEBUG=1 it prints what to report."), 1)  # fmt: skip
    return _stopped(argv) if code == 130 else code  # typer turns Ctrl-C into an exit code


def _speak(argv: list[str]) -> None:
    """Choose the language of the screens: what was asked, else the ledger's setting, else the system's."""
    from debcli.settings import asked_language, given, ledger_path, system_language  # noqa: PLC0415

    wanted = (asked_language(argv) or "").strip().lower()
    if not wanted:
        from debcli.ledger.peek import setting  # noqa: PLC0415  (needs no ledger that can be used)

        wanted = setting(ledger_path(given(argv, "--ledger")), "language") or "auto"
        if wanted == "auto":
            wanted = system_language()
    use(wanted if wanted in LANGUAGES else "en")


def _parser_says(argv: list[str], error: Exception) -> int | None:
    """What typer did not understand, or that somebody left; None for any other error."""
    from typer import Abort  # noqa: PLC0415  (only when something is wrong)
    from typer._click.exceptions import ClickException, NoArgsIsHelpError, NoSuchOption  # noqa: PLC0415

    from debcli.cli.complaint import misread  # noqa: PLC0415
    from debcli.cli.usage import usage_says  # noqa: PLC0415

    if isinstance(error, NoArgsIsHelpError):
        print(error.format_message())
        return 2
    if isinstance(error, ClickException):
        said = error.message if isinstance(error, NoSuchOption) else error.format_message()
        return _say(argv, usage_says(said), _usage_hint(error), 2, meant=misread(error))
    return _stopped(argv) if isinstance(error, Abort) else None


def _stopped(argv: list[str]) -> int:
    if sys.stderr.isatty():
        print(file=sys.stderr)  # the terminal left the cursor behind ^C
    return _say(argv, say(_STOPPED), "", 130)


def _usage_hint(error: Exception) -> str:
    ctx = getattr(error, "ctx", None)
    return (
        say("See: {command} --help", command=ctx.command_path)
        if ctx is not None
        else say("See: debcli --help")
    )


def _say(
    argv: list[str],
    message: str,
    hint: str,
    code: int,
    *,
    refused: bool = False,
    meant: tuple[str, str] | None = None,
) -> int:
    from debcli.cli.app import COMMANDS  # noqa: PLC0415  (loaded by now)
    from debcli.cli.complaint import advice, lines  # noqa: PLC0415  (only when something is wrong)

    if code != 130:
        hint = advice(argv, hint, meant, COMMANDS)
    if "--json" in argv:
        import json  # noqa: PLC0415  (only when something is wrong)

        print(
            json.dumps({"error": {"message": message, "hint": hint, "code": code}}, ensure_ascii=False),
            file=sys.stderr,
        )
        return code
    from debcli.values.text import for_terminal  # noqa: PLC0415  (only when something is wrong)

    shown = for_terminal(message)
    told = f"debcli: {say('refused: {message}', message=shown) if refused else shown}"
    print("\n".join(lines(told, for_terminal(hint))), file=sys.stderr)
    return code


def entry() -> None:
    """The console script."""
    gc.disable()  # a run is over before its few rings would matter; looking for them costs a tenth of a large morning
    code = main()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # closed by who read it: nobody to tell
            stream.flush()
    os._exit(code)  # all is written and closed; taking the process apart would cost a tenth of the morning


if __name__ == "__main__":
    entry()

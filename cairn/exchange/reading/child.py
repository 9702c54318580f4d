"""The child's side of `confined`: caps itself, reads one file, answers, ends. Knows no Django."""

import os
import resource
import sys
from pathlib import Path
from typing import Any

import orjson

from cairn.exchange.reading import limits
from cairn.exchange.reading.confined import OUT_OF_MEMORY
from cairn.exchange.reading.refusals import Unreadable
from cairn.exchange.spelling import spell

_BARRED = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.system", "ctypes.")
_WRITES = ("os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.truncate", "os.link", "os.symlink")


def main() -> None:
    cap()
    question = orjson.loads(sys.stdin.buffer.read())
    sys.addaudithook(refuse_reach)
    try:
        answer = {"found": answer_to(question)}
    except Unreadable as refused:
        answer = {"refused": refused.fault}
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    try:
        sys.stdout.buffer.write(spell(answer))
        sys.stdout.buffer.flush()
    except (MemoryError, OSError):
        os._exit(OUT_OF_MEMORY)


def cap() -> None:
    """Limits for all that follows; pages go before it."""
    caps = {
        resource.RLIMIT_AS: limits.MEMORY,
        resource.RLIMIT_CPU: limits.CPU,
        resource.RLIMIT_FSIZE: limits.ANSWER,
        resource.RLIMIT_NOFILE: limits.OPEN_FILES,
        resource.RLIMIT_CORE: 0,
    }
    for name, most in caps.items():
        _, hard = resource.getrlimit(name)
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(name, (allowed, allowed if name != resource.RLIMIT_CPU else hard))
    os.nice(5)


def refuse_reach(event: str, arguments: tuple[Any, ...]) -> None:
    """An audit hook: nothing is started, sent, written or removed from here."""
    if event.startswith(_BARRED + _WRITES):
        raise PermissionError(event)
    if event == "open" and len(arguments) > 2 and _is_writing(arguments[2]):
        raise PermissionError(event)


def _is_writing(flags: Any) -> bool:
    return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))


def answer_to(question: dict[str, Any]) -> Any:
    from cairn.exchange.reading import formats

    path, name = Path(question["path"]), str(question["name"])
    if path.stat().st_size > limits.FILE:
        raise Unreadable("file_too_large", most=limits.FILE // limits.MEGABYTE)
    match question["do"]:
        case "recognise":
            return formats.recognise(path)
        case "preview":
            return formats.preview(path, name, question["options"])
        case _:
            return formats.read(path, name, question["format"], question["options"])


if __name__ == "__main__":
    main()

"""The server: ``python -m tests.preloaded.server SOCKET`` runs scripts for clients until its standard input ends."""

from __future__ import annotations

import gc
import json
import os
import pkgutil
import runpy
import select
import socket
import sys
import time
from importlib import import_module
from typing import NoReturn

import generator

_FILES = 3


def main() -> None:
    """Import Digestif, and fork for each connection."""
    _preload()
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(sys.argv[1])
    listener.listen(16)
    print("ready", flush=True)
    while listener in select.select([listener, sys.stdin], [], [])[0]:
        connection, _ = listener.accept()
        if os.fork() == 0:
            listener.close()
            _answer(connection)
        connection.close()
        _reap()


def _preload() -> None:
    for module in pkgutil.walk_packages(generator.__path__, f"{generator.__name__}."):
        import_module(module.name)
    gc.collect()
    gc.freeze()  # a fork's collector leaves these objects alone, so that their memory stays shared


def _reap() -> None:
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass


def _answer(connection: socket.socket) -> NoReturn:
    """Run what a client asks for in a child, and send its exit code."""
    _, files, _, _ = socket.recv_fds(connection, 1, _FILES)
    with connection.makefile("rb") as sent:
        request = json.load(sent)
    child = os.fork()
    if child == 0:
        connection.close()
        _run(files, **request)
    for file in files:
        os.close(file)
    _, status = os.waitpid(child, 0)
    connection.sendall(str(os.waitstatus_to_exitcode(status)).encode())
    os._exit(0)


def _run(files: list[int], *, command: list[str], folder: str, environment: dict[str, str]) -> NoReturn:
    """Become the process that runs the script of ``command``: it ends as the script ends."""
    for number, file in enumerate(files):
        os.dup2(file, number)
        os.close(file)
    sys.stdin, sys.stdout = open(0, closefd=False), open(1, "w", closefd=False)  # noqa: SIM115  # ends with the process
    sys.stderr = open(2, "w", closefd=False, errors="backslashreplace")  # noqa: SIM115
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    sys.argv = command
    runpy.run_path(command[0], run_name="__main__")
    sys.exit()


if __name__ == "__main__":
    main()

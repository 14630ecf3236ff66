"""The client: ``python client.py SOCKET SCRIPT …`` runs a script in a fork of the server, and ends as it ends.

It runs without the standard search path and imports little, so that it starts at once.
"""

import json
import os
import socket
import sys
from collections.abc import Mapping
from pathlib import Path


def run(
    server: str, command: list[str], *, folder: str, environment: Mapping[str, str], files: tuple[int, int, int]
) -> int:
    """Run a script with arguments; ``files`` are its standard input, output and error. Returns the exit code."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(server)
        socket.send_fds(connection, [b"\n"], files)
        request = {"command": command, "folder": folder, "environment": dict(environment)}
        connection.sendall(json.dumps(request).encode())
        connection.shutdown(socket.SHUT_WR)
        with connection.makefile() as answer:
            return int(answer.read())


if __name__ == "__main__":
    sys.exit(run(sys.argv[1], sys.argv[2:], folder=str(Path.cwd()), environment=os.environ, files=(0, 1, 2)))

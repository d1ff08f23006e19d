"""Where clients connect: a port on loopback."""

from __future__ import annotations

__all__ = ["HOST", "open_listener"]

import socket

from pedschema.errors import Mistake, PlatformError

HOST = "127.0.0.1"
BACKLOG = 2048


def open_listener(port: int = 0) -> socket.socket:
    """Return a socket that listens on loopback, on a free port for 0.

    Raises:
        PlatformError: something listens on the port.
    """
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
    except OSError as error:
        listener.close()
        what = "something listens on this port" if port else "no port is free"
        mistake = Mistake(f"{HOST}:{port}", what, "choose another one with --port", "endpoint-port-taken")
        raise PlatformError(mistake) from error
    listener.listen(BACKLOG)
    return listener

"""A thin bad line on loopback: it passes bytes on and breaks at bytes its seed has drawn."""

import contextlib
import random
import socket
import struct
import threading
from types import TracebackType
from typing import Self

STEP = 4096


class BreakingLine:
    """Listens on a port of its own and passes everything to `target`, until a connection has sent
    its share of bytes: then both ends are reset. After `breaks` of them it is a good line."""

    def __init__(self, target: int, seed: int, breaks: int, share: tuple[int, int]) -> None:
        self.target, self.breaks, self.share = target, breaks, share
        self.random = random.Random(seed)
        self.broken = 0
        self.carried = 0
        """Bytes from the client, those sent again included."""
        self._lock = threading.Lock()
        self._ear = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._ear.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._listen, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._ear.close()

    def _listen(self) -> None:
        with contextlib.suppress(OSError):  # closed
            while True:
                client, _ = self._ear.accept()
                threading.Thread(target=self._carry, args=(client,), daemon=True).start()

    def _carry(self, client: socket.socket) -> None:
        server = socket.create_connection(("127.0.0.1", self.target))
        with self._lock:
            left = self.random.randint(*self.share) if self.broken < self.breaks else None
        threading.Thread(target=self._back, args=(server, client), daemon=True).start()
        with contextlib.suppress(OSError):
            while data := client.recv(STEP if left is None else min(STEP, left)):
                server.sendall(data)
                with self._lock:
                    self.carried += len(data)
                if left is None:
                    continue
                left -= len(data)
                if left <= 0:
                    with self._lock:
                        self.broken += 1
                    break
        for end in (client, server):
            with contextlib.suppress(OSError):  # a reset, not a goodbye
                end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                end.close()

    @staticmethod
    def _back(server: socket.socket, client: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := server.recv(STEP):
                client.sendall(data)
        with contextlib.suppress(OSError):
            client.shutdown(socket.SHUT_WR)

"""Problems of a whole request, as the protocol names them."""

from typing import Any


class SyncProblem(Exception):
    """Answered as RFC 9457. The device knows by the code what to do; its log is never touched."""

    def __init__(self, code: str, status: int, detail: str, **extra: Any) -> None:
        super().__init__(detail)
        self.code, self.status, self.detail, self.extra = code, status, detail, extra

"""The way between phone and server on which pages come through, and work only when it is let."""

from http.server import BaseHTTPRequestHandler

from tests.journeys.road import Road

WORK = ("/sync/", "/auth/")


class Way(Road):
    """Every push goes to the server twice, as on every road of ours."""

    pages_only = False

    def carry(self, request: BaseHTTPRequestHandler, body: bytes) -> None:
        if self.pages_only and request.path.startswith(WORK):
            request.close_connection = True
            return
        super().carry(request, body)

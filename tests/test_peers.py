"""The comparison's arithmetic and its fairness. How long anything takes is not promised here."""

import json
import os
import subprocess
import sys
import threading
from contextlib import closing
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import httpx
import pytest

from bench import peers, pouch
from bench.__main__ import beside_peers
from bench.ours import Wire
from bench.same_work import BYTES, Sending, family, json_bytes, visit, visits
from sync_protocol.client import Device

OURS = [{"wall s": wall, "failed": 0.0} for wall in (1.0, 9.0, 2.0)]
PEER = [{"wall s": wall, "failed": 0.0} for wall in (4.0, 4.0, 5.0)]


def test_a_ratio_is_our_median_over_the_peers() -> None:
    compared = peers.ratios(peers.medians(OURS), peers.medians(PEER))
    assert compared == {"wall s": 0.5}, "and there is none over nothing"


def test_the_table_and_the_json_say_the_same() -> None:
    found: peers.Found = {"ours": OURS, "peer": PEER}
    rows = {row[:26].strip(): row[26:].split() for row in peers.table(found).splitlines()}
    assert rows["wall s"] == ["2.000", "4.000", "0.50"]
    assert rows["failed"] == ["0.000", "0.000", "-"]
    kept = peers.as_json(found)
    assert kept["ours/peer"] == {"wall s": 0.5}
    assert kept["ours"]["wall s"] == [1.0, 9.0, 2.0]


@pytest.mark.parametrize("number", [0, 9, 10, 99, 9_999, 10_199])
@pytest.mark.parametrize("store", ["S1", "S-0000001"])
def test_every_visit_has_the_same_size(number: int, store: str) -> None:
    assert len(json_bytes(visit(store, "rep.cc03", number))) == BYTES


def test_both_sides_are_given_the_same_documents() -> None:
    sending = Sending("writer", "rep.cc03", visits(["S1", "S2"], "rep.cc03", 5))
    device = Device("rep.cc03")
    for name, args in sending.documents:
        device.say("visit.record", "visit", name, args)
    for op, document in zip(device.log, sending.documents, strict=True):
        theirs = json.loads(pouch.line(document))
        assert theirs.pop("_id") == op["id"]
        assert json_bytes(theirs) == json_bytes(op["args"])


def test_without_npm_it_says_so_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(pouch, "READY", tmp_path / ".ready")
    monkeypatch.setenv("PATH", str(tmp_path))
    beside_peers(1)
    assert capsys.readouterr().out.strip() == "peers left out: there is no npm"


def test_npms_own_reason_is_the_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    npm = tmp_path / "npm"
    npm.write_text("#!/bin/sh\necho 'npm error code ENOTFOUND' >&2; exit 1\n")
    npm.chmod(0o755)
    monkeypatch.setattr(pouch, "READY", tmp_path / ".ready")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(pouch.Absent, match="npm ci: npm error code ENOTFOUND"):
        pouch.install()


def test_the_lock_names_no_registry() -> None:
    assert '"resolved"' not in (pouch.FOLDER / "package-lock.json").read_text()


class Echo(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        return None


def test_the_wire_counts_both_ways_over_all_connections() -> None:
    with HTTPServer(("127.0.0.1", 0), Echo) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}"
        with httpx.Client(base_url=url) as http, closing(Wire(http)) as wire:
            for headers in ({}, {}, {"Connection": "close"}):
                http.post("/", content=b"x" * 100_000, headers=headers)
            held = wire.bytes
            assert 600_000 < held < 603_000
        server.shutdown()


def test_children_belong_to_the_family() -> None:
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    assert child.pid in family(os.getpid())
    child.communicate(b"\n")

"""How a run of killed browsers ends: what she entered in each visit is with the company, once."""

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from backend.outside.blobs import sha256_of
from backend.outside.folder import Folder
from tests.crash.mortal import Mortal, Report
from tests.crash.steps import Call
from tests.journeys.company import Company, quoted

WHOLE = Counter({
    "visit.check_in": 1, "photo.attach": 5, "visit.outside": 1, "visit.greet": 1, "visit.check": 1,
    "visit.merchandise": 1, "visit.promotion": 1, "visit.competitor": 1, "task.complete": 1,
    "order.submit": 1, "visit.skip": 1, "visit.check_out": 1,
})  # fmt: skip
"""What one visit says: three pictures, the task's and the signature."""


def look_at_everything(
    company: Company, phone: Mortal, calls: Sequence[Call], report: Report
) -> None:
    """Each line of the log heard once and applied; each visit as she entered it."""
    log = phone.lines()
    (replica,) = {line["replica_id"] for line in log}
    heard = company.rows(
        "SELECT op_id, local_seq, kind, status FROM sync_op"
        f" WHERE replica_id = '{replica}' ORDER BY local_seq"
    )
    said = {line["op_id"] for line in log}
    report.operations = len(heard)
    report.lost += len(said - {op_id for op_id, *_ in heard})
    report.doubled += len(heard) - len(said)
    refused = [(kind, status) for _, _, kind, status in heard if status != "applied"]
    if refused or [seq for _, seq, *_ in heard] != list(range(1, len(said) + 1)):
        report.faults.append(f"heard otherwise than said: {refused}")
    for call in calls:
        report.visits += 1
        _look_at(company, call, phone.said(call), report)
    if report.lost or report.doubled:
        report.faults.append("phone and tables differ")


def _look_at(company: Company, call: Call, lines: list[dict[str, Any]], report: Report) -> None:
    args = {line["kind"]: line["args"] for line in lines}
    told = Counter(line["kind"] for line in lines)
    report.lost += (WHOLE - told).total()
    report.doubled += (told - WHOLE).total()
    rows = company.rows(
        "SELECT v.id, v.state, v.next_promise, v.note, v.observations, v.categories, v.outside,"
        " v.greet, v.merchandise, v.rivals FROM visit v"
        f" JOIN planned_visit p ON p.id = v.planned_visit_id WHERE p.store_id = '{call.store}'"
        " AND p.day = v.day AND v.rep_id = p.rep_id AND v.day ="
        f" (SELECT day FROM visit WHERE id = '{call.visit}')"
    )
    promise, summary = call.entered["check-out"]
    note = "\n".join(one for one in (args["visit.check_in"]["note"], summary) if one)
    seen = args["visit.check"]["observations"]
    _same(report, "visit", [row[:4] for row in rows], [(call.visit, "completed", promise, note)])
    _same(report, "shelf", [_json(row[4]) for row in rows], [seen])
    _same(report, "a shelf as tapped", len(seen), len(call.entered["shelf check"]) - 1)
    steps = [[_json(part) for part in row[5:]] for row in rows]
    _same(report, "steps", steps, [[
        args["visit.check"]["categories"], args["visit.outside"], args["visit.greet"],
        args["visit.merchandise"], args["visit.competitor"]["seen"],
    ]])  # fmt: skip
    _order(company, call, args["order.submit"], report)
    answer, _ = call.entered["task"]
    asked = company.rows(f"SELECT state, answer FROM task WHERE id = '{call.task}'")
    _same(report, "task", asked, [("done", answer)])
    _pictures(company, call, lines, report)


def _order(company: Company, call: Call, said: dict[str, Any], report: Report) -> None:
    rows = company.rows(
        "SELECT no, note, signer_name, signature_photo_id, total_fen, lines FROM sales_order"
        f" WHERE visit_id = '{call.visit}'"
    )
    entered = call.entered["order signed"]
    signed = (said["no"], entered["note"], entered["signer"], said["signature_photo_id"])
    _same(report, "order", [row[:4] for row in rows], [signed])
    kept = [(line["sku_id"], line["qty"]) for row in rows for line in _json(row[5])]
    _same(report, "lines", kept, [(line["sku_id"], line["qty"]) for line in said["lines"]])
    wanted = sorted(int(one.rsplit(" ", 1)[1]) for one in call.entered["order"])
    _same(report, "quantities", sorted(qty for _, qty in kept), wanted)


def _pictures(company: Company, call: Call, lines: list[dict[str, Any]], report: Report) -> None:
    said = {one["id"]: one["args"]["sha256"] for one in lines if one["kind"] == "photo.attach"}
    kept = dict(company.rows(
        f"SELECT id, sha256 FROM photo WHERE present AND visit_id = '{call.visit}'"
        f" OR present AND id IN ({quoted(list(said))})"
    ))  # fmt: skip
    _same(report, "pictures", kept, said)
    blobs = Folder(company.database.path.parent)
    for sha256 in kept.values():
        _same(report, "a picture's bytes", sha256_of(blobs.path(sha256)), sha256)
    report.pictures += len(kept)


def _same(report: Report, what: str, there: Any, said: Any) -> None:
    if there != said:
        report.faults.append(f"{what}: the company has {there}, she entered {said}")


def _json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str | bytes) else value

"""How every crash run ends: phones, server and its tables say the same, each thing once."""

from tests.crash.load import PASSWORD, Load, Report
from tests.journeys.company import Company, quoted
from tests.phone import Phone


def look_at_everything(company: Company, load: Load, report: Report) -> None:
    """The log of each phone is in the tables as it was said, each visit is one visit, and a new
    phone of the same person ends with the same rows. Digests are compared at every mark."""
    for one in load.phones:
        phone = one.phone
        said = [(op["local_seq"], op["op_id"], op["id"]) for op in phone.log]
        kept = company.rows(
            "SELECT local_seq, op_id, row_id FROM sync_op"
            f" WHERE replica_id = '{phone.replica_id}' ORDER BY local_seq"
        )
        report.lost += len(set(said) - set(kept))
        report.doubled += len(kept) - len(set(kept)) + len(set(kept) - set(said))
        visits = f"SELECT count(*) FROM visit WHERE id IN ({quoted([row for _, _, row in said])})"
        report.doubled += max(company.one(visits)[0] - len(said), 0)
        report.lost += max(len(said) - company.one(visits)[0], 0)
        phone.catch_up()
        with Phone(str(phone.http.base_url), one.name, PASSWORD) as second:
            second.catch_up()
            if {n: s.rows for n, s in second.scopes.items()} != {
                n: s.rows for n, s in phone.scopes.items()
            }:
                report.faults.append(f"{one.name}: two phones of one person differ")
    if report.lost or report.doubled:
        report.faults.append("phones and tables differ")

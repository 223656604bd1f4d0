"""Every environment variable we read, in one place. All have a default that works."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

ROOT = Path(__file__).parent.parent
PARTNER_DAYS = 90
LEAST_PARTNER_DAYS = 60
"""His service and what leaves a day are worked out on the phone from the last weeks."""
BUCKET = re.compile(r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/\w[\w.-]*)*", re.A)


@dataclass(frozen=True)
class Settings:
    """How this installation is run. Nothing here is a secret but `database_url`."""

    database_url: str = ""
    """DATABASE_URL: empty is SQLite in the data folder; postgresql://... is PostgreSQL."""
    data: Path = Path(".data")
    """XUNDIAN_DATA: where the database, photos and unfinished uploads lie."""
    photos: str = ""
    """XUNDIAN_PHOTOS: empty is the data folder; s3://bucket/prefix is S3, reached by the variables
    that every S3 client knows and obstore reads: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY,
    AWS_REGION, AWS_ENDPOINT_URL and their like."""
    zone: str = "Asia/Shanghai"
    """XUNDIAN_ZONE: where business days begin and end."""
    demo: bool = False
    """XUNDIAN_DEMO=1: the login page shows the demo people and their password."""
    demo_password: str = "demo-2026"  # noqa: S105  shown on the login page, in demo mode only
    """XUNDIAN_DEMO_PASSWORD"""
    worker: bool = True
    """XUNDIAN_WORKER=0: this web process does no background work; a worker process does."""
    pages: Path = ROOT / "pwa" / "dist"
    """XUNDIAN_PAGES: the built PWA."""
    hook_hosts: frozenset[str] = frozenset()
    """XUNDIAN_HOOK_HOSTS: hosts of other systems that this server may call (decision 53), with a
    comma between, host or host:port. Empty: none."""
    files: Path | None = None
    """XUNDIAN_FILES: a folder below which other systems exchange files (decision 59), one folder
    for each. Empty: none does."""
    partner_days: int = PARTNER_DAYS
    """XUNDIAN_PARTNER_DAYS: so many days an order that is over stays on the devices of its partner
    (decision 64); 60 at the least."""

    @property
    def database(self) -> Path:
        return self.data / "xundian.db"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> "Settings":
        """ValueError when a value cannot be meant."""
        given = os.environ if environment is None else environment
        url = given.get("DATABASE_URL", "")
        if url and not url.startswith(("postgresql://", "postgres://")):
            raise ValueError("DATABASE_URL must be empty or begin with postgresql://")
        photos = given.get("XUNDIAN_PHOTOS", "")
        if photos and not BUCKET.fullmatch(photos):
            raise ValueError("XUNDIAN_PHOTOS must be empty, s3://bucket or s3://bucket/prefix")
        zone = given.get("XUNDIAN_ZONE", cls.zone)
        ZoneInfo(zone)
        partner_days = int(given.get("XUNDIAN_PARTNER_DAYS") or PARTNER_DAYS)
        if partner_days < LEAST_PARTNER_DAYS:
            raise ValueError(f"XUNDIAN_PARTNER_DAYS must be {LEAST_PARTNER_DAYS} at the least")
        return cls(
            database_url=url,
            data=Path(given.get("XUNDIAN_DATA", ".data")),
            photos=photos,
            zone=zone,
            demo=given.get("XUNDIAN_DEMO", "") == "1",
            demo_password=given.get("XUNDIAN_DEMO_PASSWORD", cls.demo_password),
            worker=given.get("XUNDIAN_WORKER", "1" if not url else "0") == "1",
            pages=Path(given.get("XUNDIAN_PAGES", str(ROOT / "pwa" / "dist"))),
            hook_hosts=frozenset(
                host.strip().lower()
                for host in given.get("XUNDIAN_HOOK_HOSTS", "").split(",")
                if host.strip()
            ),
            files=Path(given["XUNDIAN_FILES"]) if given.get("XUNDIAN_FILES") else None,
            partner_days=partner_days,
        )

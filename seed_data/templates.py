"""What a visit is, by class of customer (domain.md 4.1): written by the specialist, decided by the
manager. What is not named here is off."""

from typing import Any

from seed_data.script import Script

STEPS = (
    "check_in", "outside", "greet", "store_check", "merchandise", "promotion", "competitor",
    "sell_in", "order", "wrap_up",
)  # fmt: skip
NEEDED: dict[str, dict[str, str]] = {
    "check_in": {"C1": "required", "C2": "required", "D": "required"},
    "outside": {"C1": "required"},
    "greet": {"C1": "required", "C2": "required", "D": "required"},
    "store_check": {"C1": "required", "C2": "required", "D": "required"},
    "merchandise": {"C1": "required", "C2": "required"},
    "promotion": {"C1": "if_due", "C2": "if_due", "D": "if_due"},
    "competitor": {"C1": "required"},
    "sell_in": {"C1": "if_task", "C2": "if_task", "D": "if_task"},
    "order": {"C1": "required", "C2": "required", "D": "required"},
    "wrap_up": {"C1": "required", "C2": "required", "D": "required"},
}
PHOTOS: dict[str, dict[str, tuple[str, ...]]] = {
    "check_in": {"C1": ("storefront",), "C2": ("storefront",), "D": ("storefront",)},
    "store_check": {"C1": ("main_shelf_before",), "C2": ("main_shelf_before",)},
}
NAMES = {"C1": "演示标准拜访 C1", "C2": "演示标准拜访 C2", "D": "演示标准拜访 D"}


def tell(script: Script, at: str, first_day: str, specialist: str, manager: str) -> None:
    """One template a class, for the offices of this manager's branch."""
    branch = manager.removeprefix("mgr.").replace(".", "-")
    author, decider = script.voice(specialist, at), script.voice(manager, at)
    ids = []
    for kind, name in NAMES.items():
        code = kind.lower() if branch == "fs" else f"{kind.lower()}-{branch}"
        ids.append(f"{code}.1")
        args = {
            "code": code, "template_version": 1, "name": name, "classes": [kind], "channels": [],
            "tiers": [], "valid_from": first_day, "strict_order": False, "steps": steps_of(kind),
        }  # fmt: skip
        author.tell(at, "visit_template.save", ids[-1], args)
        author.tell(at, "visit_template.submit", ids[-1], {})
    for id in ids:
        decider.tell(at, "visit_template.publish", id, {})


def steps_of(kind: str) -> list[dict[str, Any]]:
    return [
        {
            "step": step,
            "need": NEEDED.get(step, {}).get(kind, "off"),
            "photos": [{"type": one, "count": 1} for one in PHOTOS.get(step, {}).get(kind, ())],
        }
        for step in STEPS
    ]

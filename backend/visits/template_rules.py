"""What a visit consists of. Pure: templates and facts in, steps out.

Twin: pwa/src/visits/template-rules.ts. Both must pass sync_protocol/vectors/rules/visits.plan.json
and visits.template_for.json.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

Template = Mapping[str, Any]
Step = Mapping[str, Any]

BUILT_IN: tuple[Step, ...] = (
    {"step": "check_in", "need": "required", "photos": [{"type": "storefront", "count": 1}]},
    {
        "step": "store_check",
        "need": "required",
        "photos": [{"type": "main_shelf_before", "count": 1}],
    },
    {"step": "sell_in", "need": "optional", "photos": []},
    {"step": "order", "need": "required", "photos": []},
)
"""Where no template holds, and for visits begun before there were any."""

WITHOUT_FIELDS = ("check_in", "wrap_up")
"""Being there is the whole of it."""

FILTERS = (("classes", "customer_class"), ("channels", "channel_type"), ("tiers", "tier"))
"""What a template may name, and where the store says it."""


def template_for(templates: Sequence[Template], store: Mapping[str, str], day: str) -> str | None:
    """The id of the template a visit to this store begins under on that day.

    Of each code its highest version in force speaks alone: once that is retired, none of the code
    does. Of several codes the one that names most about the store, then the newest.
    """
    speaking: dict[str, Template] = {}
    for one in templates:
        if one["state"] not in ("published", "retired") or one["valid_from"] > day:
            continue
        before = speaking.get(one["code"])
        if before is None or before["template_version"] < one["template_version"]:
            speaking[one["code"]] = one
    fitting = [
        one for one in speaking.values() if one["state"] == "published" and _fits(one, store)
    ]
    best = max(fitting, key=_rank, default=None)
    return None if best is None else str(best["id"])


def _fits(template: Template, store: Mapping[str, str]) -> bool:
    return store["org_unit_id"] in template["org_unit_ids"] and all(
        not template[filters] or store[column] in template[filters] for filters, column in FILTERS
    )


def _rank(template: Template) -> tuple[int, str, int, str]:
    named = sum(bool(template[filters]) for filters, _ in FILTERS)
    return named, template["valid_from"], template["template_version"], template["code"]


def plan(
    steps: Sequence[Step],
    strict_order: bool,
    work: Mapping[str, bool],
    photos: Mapping[str, int],
    conditions: Mapping[str, Collection[str]],
    skipped: Collection[str],
) -> dict[str, Any]:
    """The steps that apply, and the counter of what is required: of each such step its own fields
    and each kind of picture, as they are listed.

    ``work``: of each step the app has fields for, whether they are filled in; a step without
    fields and pictures is no step here. ``conditions``: the steps for which something is `due`,
    and those there are `tasks` for. Each step says of its own fields whether they are filled in
    (``work``; None: there are none). A skipped step is settled, and done if it is done all the
    same.
    """
    here = [step for step in steps if applies(step["step"], step["need"], conditions)]
    asked = {photo["type"] for step in here for photo in step["photos"]}
    found: list[dict[str, Any]] = []
    blocked = False
    for step in here:
        name = step["step"]
        pictures = [
            {**photo, "taken": taken(photo["type"], photos, asked)} for photo in step["photos"]
        ]
        if name not in work and not pictures:
            continue
        done = work.get(name, True) and all(one["taken"] >= one["count"] for one in pictures)
        settled = done or name in skipped
        required = step["need"] != "optional"
        found.append(
            {
                "step": name,
                "required": required,
                "work": None if name in WITHOUT_FIELDS else work.get(name),
                "done": done,
                "skipped": settled and not done,
                "locked": blocked,
                "photos": pictures,
            }
        )
        blocked = blocked or (strict_order and required and not settled)
    must = [part for one in found if one["required"] for part in parts(one)]
    return {"steps": found, "required": len(must), "settled": sum(must)}


def parts(step: Mapping[str, Any]) -> list[bool]:
    """Of each thing to do in a step, its own fields first: is it settled?"""
    each = [one["taken"] >= one["count"] for one in step["photos"]]
    own = [] if step["work"] is None else [step["work"]]
    return [done or step["skipped"] for done in own + each]


def applies(step: str, need: str, conditions: Mapping[str, Collection[str]]) -> bool:
    """A need of a later version is as good as off."""
    if need == "if_due":
        return step in conditions.get("due", ())
    if need == "if_task":
        return step in conditions.get("tasks", ())
    return need in ("required", "optional")


def taken(kind: str, photos: Mapping[str, int], asked: Collection[str]) -> int:
    """Pictures of this kind. Where only the shelf before is asked for, one after it will do."""
    count = photos.get(kind, 0)
    if kind == "main_shelf_before" and "main_shelf_after" not in asked:
        count += photos.get("main_shelf_after", 0)
    return count


def merchandised(said: Mapping[str, Any] | None, photos: Mapping[str, int]) -> bool:
    """S5 is done once it was said, and pictured where anything was changed (domain.md 4.4)."""
    return said is not None and (not said["actions"] or photos.get("main_shelf_after", 0) > 0)


def wrong_with(steps: Sequence[Step]) -> str | None:
    """Why these cannot be the steps of a template, for the log; None: they can."""
    names = [step["step"] for step in steps]
    if len(set(names)) < len(names):
        return "a step twice"
    if names[0] != "check_in" or names[-1] != "wrap_up":
        return "not from check_in to wrap_up"
    if any(steps[i]["need"] != "required" for i in (0, -1)):
        return "check_in and wrap_up are required"
    for step in steps:
        kinds = [photo["type"] for photo in step["photos"]]
        if len(set(kinds)) < len(kinds):
            return f"a kind of picture twice in {step['step']}"
    return None

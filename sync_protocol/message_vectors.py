"""Writes what follows from the schema into vectors/messages: a whole line of every operation, its
shortest, and one case for each way in which one field of it can be wrong.

Cases somebody wrote stand first and stay. Whether a derived one can be read is asked of the schema
itself (JSON Schema); the vectors then ask the generated types, which are made another way.
`python -m sync_protocol.generate` calls this.
"""

import copy
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema

HERE = Path(__file__).parent
VECTORS = HERE / "vectors" / "messages"
DERIVED = ("derived: ", "whole", "shortest")
Place = tuple[str | int, ...]
Wrong = tuple[Place, str, Any]
TEXTS = (
    "SKU-01", "2026-11-25", "2026-11-25T10:09:14.123+08:00", "ab" * 32, "rep.cc01",
    "CC01-1125-001", "13800000001", "c1-full", "08:00-22:00", "6901234567892", "110000",
    "/9j/" + "Ab12" * 30,
)  # fmt: skip
"""Of these the first that fits a pattern is an example of it."""
NAMED = {"name": "演示门店", "note": "店主周五再来", "reason": "owner_absent"}


class Shapes:
    """The schema's shapes, and examples of them."""

    def __init__(self, defs: dict[str, Any]) -> None:
        self.defs = defs

    def of(self, shape: dict[str, Any]) -> dict[str, Any]:
        """What it is when it is not null, every reference followed."""
        if "oneOf" in shape:
            (shape,) = [one for one in shape["oneOf"] if one.get("type") != "null"]
        while "$ref" in shape:
            shape = self.defs[shape["$ref"].rpartition("/")[2]]
        return shape

    def nullable(self, shape: dict[str, Any]) -> bool:
        return any(one.get("type") == "null" for one in shape.get("oneOf", ()))

    def whole(self, shape: dict[str, Any], name: str = "") -> Any:
        """Every field is there."""
        shape = self.of(shape)
        if "enum" in shape:
            return shape["enum"][0]
        match shape["type"]:
            case "object":
                fields = shape.get("properties", {})
                return {key: self.whole(one, key) for key, one in fields.items()}
            case "array":
                return [self.whole(shape["items"], name)]
            case "string":
                return self._text(shape, name)
            case "integer":
                return max(shape.get("minimum", 0), min(shape.get("maximum", 12), 12))
            case "number":
                return 1.5
            case _:
                return True

    def _text(self, shape: dict[str, Any], name: str) -> str:
        named = NAMED.get(name, "SKU-01")
        for text in (named, *TEXTS):
            long = shape.get("minLength", 0) <= len(text) <= shape.get("maxLength", 999)
            if long and re.search(shape.get("pattern", ""), text):
                return text
        raise SystemExit(f"message_vectors.py has no example of {name}: {shape}")

    def shortest(self, shape: dict[str, Any], name: str = "") -> Any:
        """Only what must be there, null where it may be."""
        if self.nullable(shape):
            return None
        shape = self.of(shape)
        match shape.get("type"):
            case "object":
                fields = shape.get("properties", {})
                return {key: self.shortest(fields[key], key) for key in shape.get("required", ())}
            case "array":
                return [self.shortest(shape["items"], name)] * shape.get("minItems", 0)
        return self.whole(shape, name)

    def wrongs(self, shape: dict[str, Any], name: str = "") -> Iterator[Wrong]:
        """Where, what is wrong there, and what stands there instead; `...` for nothing."""
        if not self.nullable(shape) and name:
            yield (), "nothing", None
        shape = self.of(shape)
        if "enum" in shape:
            yield (), "a word nobody knows", "nobody-knows"
            return
        match shape["type"]:
            case "object":
                yield from self._wrong_fields(shape)
            case "array":
                yield from self._wrong_lists(shape, name)
            case "string":
                yield from self._wrong_texts(shape)
            case "integer":
                yield (), "half", 0.5
                for bound, step in (("minimum", -1), ("maximum", 1)):
                    if bound in shape:
                        yield (), f"beyond its {bound}", shape[bound] + step
            case _:
                yield (), "a text", "yes"

    def _wrong_fields(self, shape: dict[str, Any]) -> Iterator[Wrong]:
        for key, one in shape.get("properties", {}).items():
            if key in shape.get("required", ()):
                yield (key,), "missing", ...
            for path, what, instead in self.wrongs(one, key):
                yield (key, *path), what, instead

    def _wrong_lists(self, shape: dict[str, Any], name: str) -> Iterator[Wrong]:
        if shape.get("minItems"):
            yield (), "too few", []
        one = self.shortest(shape["items"], name)
        if "maxItems" in shape and shape["maxItems"] <= LONG_LIST:
            yield (), "too many", [one] * (shape["maxItems"] + 1)
        for path, what, instead in self.wrongs(shape["items"], name):
            if path or what != "nothing":
                yield (0, *path), what, instead

    def _wrong_texts(self, shape: dict[str, Any]) -> Iterator[Wrong]:
        yield (), "a number", 7
        if "pattern" in shape:
            yield (), "not of its form", "~ ~"
        elif shape.get("minLength"):
            yield (), "empty", ""
        if shape.get("maxLength", LONG_TEXT + 1) <= LONG_TEXT:
            yield (), "too long", "1" * (shape["maxLength"] + 1)


LONG_LIST, LONG_TEXT = 12, 120
"""Longer ones are wrong in the same way; the files need not show them."""


def cases(args: str, defs: dict[str, Any]) -> Iterator[dict[str, Any]]:
    shapes, shape = Shapes(defs), defs[args]
    judge = jsonschema.Draft202012Validator({**shape, "$defs": defs})
    whole = shapes.whole(shape)

    def case(name: str, given: Any) -> dict[str, Any]:
        return {"name": name, "given": given, "then": {"readable": judge.is_valid(given)}}

    yield case("whole", whole)
    if shapes.shortest(shape) != whole:
        yield case("shortest", shapes.shortest(shape))
    yield case("derived: a field nobody knows yet", {**whole, "later": 1})
    for path, what, instead in shapes.wrongs(shape):
        yield case(f"derived: {'.'.join(map(str, path))}: {what}", _with(whole, path, instead))


def _with(whole: Any, path: Place, instead: Any) -> Any:
    spoilt = copy.deepcopy(whole)
    at = spoilt
    for key in path[:-1]:
        at = at[key]
    if instead is ...:
        del at[path[-1]]
    else:
        at[path[-1]] = instead
    return spoilt


def text_of(source: str, kind: str, made: list[dict[str, Any]]) -> str:
    """A case a line: what differs between two is seen at once."""
    lines = ",\n".join(
        "    " + json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in made
    )
    head = f'{{\n  "kind": "{kind}",\n  "source": "{source}",\n  "cases": [\n'
    return f"{head}{lines}\n  ]\n}}\n"


def files(operations: list[dict[str, Any]], defs: dict[str, Any]) -> dict[Path, str]:
    """What each file must hold."""
    found: dict[Path, str] = {}
    sources = {
        name: f"schema/{path.name}"
        for path in sorted((HERE / "schema").glob("*.json"))
        for name in json.loads(path.read_text()).get("$defs", {})
    }
    for operation in operations:
        kind, args = operation["kind"], operation["args"]
        path = VECTORS / f"{kind}.json"
        written = json.loads(path.read_text())["cases"] if path.exists() else []
        own = [one for one in written if not one["name"].startswith(DERIVED)]
        found[path] = text_of(sources[args], kind, [*own, *cases(args, defs)])
    return found

"""Write the types of both languages, and the vectors of messages, from schema/:
`python -m sync_protocol.generate [--check]`.

schema/ is the single source. generated/protocol.py holds frozen msgspec structs,
generated/protocol.ts interfaces; both carry the list of operations and records.
"""

import hashlib
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from sync_protocol import message_vectors

HERE = Path(__file__).parent
SCHEMA = HERE / "schema"
GENERATED = HERE / "generated"
TSC_MODULE = HERE.parent / "pwa" / "node_modules" / "json-schema-to-typescript"
HEAD = "Written by sync_protocol/generate.py from schema/. Never edited by hand."


def fingerprint() -> str:
    """SHA-256 over the schema files' names and contents, whitespace aside."""
    digest = hashlib.sha256()
    for path in sorted(SCHEMA.glob("*.json")):
        digest.update(path.name.encode())
        digest.update(json.dumps(json.loads(path.read_text()), sort_keys=True).encode())
    return digest.hexdigest()


def bundle() -> dict[str, Any]:
    """All $defs in one schema; names are unique across files."""
    defs: dict[str, Any] = {}
    for path in sorted(SCHEMA.glob("*.json")):
        for name, shape in json.loads(path.read_text()).get("$defs", {}).items():
            if name in defs:
                raise SystemExit(f"{name} is defined twice, again in {path.name}")
            defs[name] = shape
    text = re.sub(r'"\$ref": "[a-z_]+\.json#', '"$ref": "#', json.dumps(defs, ensure_ascii=False))
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": json.loads(text)}


def operations() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((SCHEMA / "operations.json").read_text())
    return loaded


def python(schema: dict[str, Any]) -> str:
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "schema.json"), Path(folder, "protocol.py")
        source.write_text(json.dumps(schema, ensure_ascii=False))
        subprocess.run(
            [
                sys.executable, "-m", "datamodel_code_generator",
                "--input", str(source), "--input-file-type", "jsonschema",
                "--output", str(target), "--output-model-type", "msgspec.Struct",
                "--base-class", "sync_protocol.message.Message",
                "--target-python-version", "3.11", "--use-union-operator",
                "--use-standard-collections", "--disable-timestamp", "--use-annotated",
                "--field-constraints", "--use-schema-description", "--use-field-description",
                "--use-title-as-name", "--enum-field-as-literal", "all",
                "--formatters", "builtin",
                "--custom-file-header", f'"""{HEAD}"""',
            ],
            check=True,
        )  # fmt: skip
        text = target.read_text()
    # mypy wants frozen and kw_only said again on each subclass; at run time they are inherited.
    text = re.sub(
        r"^(class \w+)\(Message\):", r"\1(Message, frozen=True, kw_only=True):", text, flags=re.M
    )
    listed = operations()
    codes = schema["$defs"]["ProblemCode"]["enum"]
    lines = [text.rstrip(), "", "", "OPERATION_ARGS: dict[str, type[Message]] = {"]
    lines += [f'    "{o["kind"]}": {o["args"]},' for o in listed["operations"]]
    lines += ["}", "OPERATION_ENTITY: dict[str, str] = {"]
    lines += [f'    "{o["kind"]}": "{o["entity"]}",' for o in listed["operations"]]
    lines += ["}", "OPERATION_ROLES: dict[str, frozenset[str]] = {"]
    lines += [
        f'    "{o["kind"]}": frozenset({json.dumps(o["roles"])}),' for o in listed["operations"]
    ]
    lines += ["}", "OPERATION_CLASS: dict[str, str] = {"]
    lines += [f'    "{o["kind"]}": "{o["class"]}",' for o in listed["operations"]]
    lines += ["}", "RECORD_SHAPE: dict[str, type[Message]] = {"]
    lines += [f'    "{r["entity"]}": {r["shape"]},' for r in listed["records"]]
    lines += ["}", "RECORD_SCOPES: dict[str, tuple[str, ...]] = {"]
    lines += [f'    "{r["entity"]}": {tuple(r["scopes"])!r},' for r in listed["records"]]
    lines += ["}", "PROBLEM_CODES: tuple[str, ...] = ("]
    lines += [f'    "{code}",' for code in codes] + [")", f'FINGERPRINT = "{fingerprint()}"', ""]
    return formatted("\n".join(lines))


def formatted(text: str) -> str:
    ruff = [sys.executable, "-m", "ruff"]
    done = subprocess.run(
        [*ruff, "format", "--stdin-filename", "protocol.py", "-"],
        input=text, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout


def pretty(text: str) -> str:
    prettier = HERE.parent / "pwa" / "node_modules" / "prettier" / "bin" / "prettier.cjs"
    config = HERE.parent / "pwa" / ".prettierrc"
    done = subprocess.run(
        ["node", str(prettier), "--config", str(config), "--stdin-filepath", "protocol.ts"],
        input=text, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout


COMPILE = """
import { compile } from "MODULE/dist/src/index.js";
let input = ""; for await (const chunk of process.stdin) input += chunk;
process.stdout.write(await compile(JSON.parse(input), "Protocol", {
  additionalProperties: false, bannerComment: "", declareExternallyReferenced: true,
  unreachableDefinitions: true, format: false, ignoreMinAndMaxItems: true }));
"""


def typescript(schema: dict[str, Any]) -> str:
    script = COMPILE.replace("MODULE", TSC_MODULE.resolve().as_uri())
    done = subprocess.run(
        ["node", "--input-type=module", "-e", script],
        input=json.dumps({**schema, "title": "Protocol", "type": "object"}),
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    text = re.sub(
        r"\n \* *\n \* This interface was referenced[^\n]*\n \* via[^\n]*", "", done.stdout
    )
    text = re.sub(
        r"/\*\*\n \* This interface was referenced[^\n]*\n \* via[^\n]*\n \*/\n", "", text
    )
    text = re.sub(r"export interface Protocol \{[^}]*\}\n", "", text)
    listed = operations()
    kinds = "\n".join(f'  "{o["kind"]}": {o["args"]};' for o in listed["operations"])
    shapes = "\n".join(f'  "{r["entity"]}": {r["shape"]};' for r in listed["records"])
    entities = ",\n".join(f'  "{of}": "{entity}"' for of, entity in named(listed["operations"]))
    return pretty(
        f"// {HEAD}\n{text}\n"
        f"/** The args of each kind of operation. */\n"
        f"export interface OperationArgs {{\n{kinds}\n}}\n"
        f"export type OperationKind = keyof OperationArgs;\n"
        f"/** The body of each kind of record. */\nexport interface RecordShape {{\n{shapes}\n}}\n"
        f"export type Entity = keyof RecordShape;\n"
        f"/** Where the record is not called as its operations begin: by operation, or start. */\n"
        f"const ENTITIES: Readonly<Record<string, string>> = {{\n{entities},\n}};\n"
        f"/** Which record an operation is about. */\n"
        f"export function entityOf(kind: OperationKind): string {{\n"
        f'  const start = kind.slice(0, kind.indexOf("."));\n'
        f"  return ENTITIES[kind] ?? ENTITIES[start] ?? start;\n}}\n"
    )


def named(listed: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Every phone loads this first of all: what follows from an operation's name is left out."""
    of_start: dict[str, list[str]] = {}
    for one in listed:
        of_start.setdefault(one["kind"].partition(".")[0], []).append(one["entity"])
    usual = {start: max(found, key=found.count) for start, found in of_start.items()}
    return [(start, entity) for start, entity in usual.items() if start != entity] + [
        (one["kind"], one["entity"])
        for one in listed
        if one["entity"] != usual[one["kind"].partition(".")[0]]
    ]


def main(arguments: list[str]) -> int:
    schema = bundle()
    stale = []
    wanted = {
        GENERATED / "protocol.py": python(schema),
        GENERATED / "protocol.ts": typescript(schema),
        **message_vectors.files(operations()["operations"], schema["$defs"]),
    }
    for path, text in wanted.items():
        if not path.exists() or path.read_text() != text:
            stale.append(path.name)
            if "--check" not in arguments:
                path.write_text(text)
    if stale and "--check" in arguments:
        print(f"stale: {', '.join(stale)}; run `make generate`")
        return 1
    print("written: " + ", ".join(stale) if stale else "generated files are fresh")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

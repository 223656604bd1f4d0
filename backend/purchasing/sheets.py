"""From a partner's file to rows of text: CSV in any encoding his software writes."""

import csv
import io

MAX_BYTES = 2 * 1024 * 1024
MAX_COLUMNS = 60
ENCODINGS = ("utf-8-sig", "gbk", "gb18030")
"""In this order: what is valid UTF-8 with Chinese in it is hardly ever anything else, and GB18030
takes nearly every byte."""
SEPARATORS = ",;\t，"


class NotRead(Exception):
    """The file as a whole cannot be read; ``code`` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def rows_of(data: bytes) -> tuple[str, list[list[str]]]:
    """The file's encoding as people call it, and its rows. Raises NotRead: empty, too_large,
    encoding, broken."""
    if not data.strip():
        raise NotRead("empty")
    if len(data) > MAX_BYTES:
        raise NotRead("too_large")
    name, text = decoded(data)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator_of(text)))
    except csv.Error as error:
        raise NotRead("broken") from error
    return name, [row[:MAX_COLUMNS] for row in rows]


def decoded(data: bytes) -> tuple[str, str]:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        names: tuple[str, ...] = ("utf-16",)
    else:
        names = ENCODINGS
    for name in names:
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break  # a picture, a program, an old .xls
        bom = data.startswith(b"\xef\xbb\xbf")
        return {"utf-8-sig": "UTF-8 BOM" if bom else "UTF-8"}.get(name, name.upper()), text
    raise NotRead("encoding")


def separator_of(text: str) -> str:
    """Whichever stands most often in the first lines."""
    head = text[:4000]
    return max(SEPARATORS, key=head.count)

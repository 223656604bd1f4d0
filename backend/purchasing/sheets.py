"""From a partner's file to rows of text: CSV in any encoding his software writes, or XLSX."""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

MAX_BYTES = 2 * 1024 * 1024
MAX_COLUMNS = 60
ENCODINGS = ("utf-8-sig", "gbk", "gb18030")
"""In this order: what is valid UTF-8 with Chinese in it is hardly ever anything else, and GB18030
takes nearly every byte."""
SEPARATORS = ",;\t，"
BOOK_BYTES = 30 * 1024 * 1024
BOOK_PARTS = 200
"""A workbook within two megabytes that unpacks to more is not one that anybody counted."""
BOOK_ROWS = 5000


class NotRead(Exception):
    """The file as a whole cannot be read; ``code`` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def rows_of(data: bytes) -> tuple[str, list[list[str]]]:
    """The file's encoding as people call it, and its rows; of a workbook the first sheet. Raises
    NotRead: empty, too_large, encoding, broken."""
    if not data.strip():
        raise NotRead("empty")
    if len(data) > MAX_BYTES:
        raise NotRead("too_large")
    if data.startswith(b"PK\x03\x04"):
        return "XLSX", of_workbook(data)
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


def of_workbook(data: bytes) -> list[list[str]]:
    """The cells of the first sheet as text; of a formula what it came to when it was saved, and
    where the program that wrote it never reckoned it, the formula itself: not an empty cell."""
    harmless(data)
    try:
        if not formulas_in(data):
            return [texts(cell.value for cell in row) for row in cells_of(data, results=True)]
        both = zip(cells_of(data, results=True), cells_of(data, results=False), strict=False)
        return [texts(map(result_or_formula, *rows)) for rows in both]
    except Exception as error:  # whatever a damaged book makes of its library
        raise NotRead("broken") from error


def cells_of(data: bytes, *, results: bool) -> Iterator[tuple[Any, ...]]:
    """The first sheet's rows of cells: what formulas came to, or the formulas."""
    from openpyxl import load_workbook  # takes a while; few send one

    book = load_workbook(io.BytesIO(data), read_only=True, data_only=results, keep_links=False)
    try:
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # some programs write wrong ones
        yield from sheet.iter_rows(max_row=BOOK_ROWS, max_col=MAX_COLUMNS)
    finally:
        book.close()


FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")


def formulas_in(data: bytes) -> bool:
    """Most books have none, and need not be read twice."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        sheets = [name for name in book.namelist() if name.startswith("xl/worksheets/")]
        return any(FORMULA.search(book.read(name)) for name in sheets)


def result_or_formula(result: Any, written: Any) -> Any:
    """A formula that came to an empty text has a result too, of type str."""
    if result.value is not None or written.data_type != "f" or result.data_type == "str":
        return result.value
    text = getattr(written.value, "text", written.value)  # of an array's, inside
    return text if str(text).startswith("=") else f"={text or ''}"


DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,  # what zipfile calls a packing it does not know: no part of ours is off
    RuntimeError,  # its word for a password
)


def harmless(data: bytes) -> None:
    """Before anything of it is unpacked: no bomb, and no XML that defines entities of its own."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            parts = book.infolist()
            if len(parts) > BOOK_PARTS or sum(one.file_size for one in parts) > BOOK_BYTES:
                raise NotRead("too_large")
            for one in parts:
                with book.open(one) as part:
                    if b"<!DOCTYPE" in part.read():
                        raise NotRead("broken")
    except DAMAGED as error:
        raise NotRead("broken") from error


def texts(row: Iterable[Any]) -> list[str]:
    """Without the empty cells behind the last one."""
    cells = [cell_text(cell) for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def cell_text(cell: Any) -> str:
    """A day without its midnight, a whole number without its point."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)

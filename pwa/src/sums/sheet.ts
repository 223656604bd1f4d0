/** A table as a file: CSV, or the smallest workbook a spreadsheet opens. Pure. */

/** Text, or a number written out: money never meets a float. */
export type Cell = string | { n: string };

/** Marked as UTF-8 for spreadsheets. Text they would take for a formula stays text. */
export function csv(rows: readonly (readonly Cell[])[]): string {
  const written = (cell: Cell): string => {
    if (typeof cell !== "string") return cell.n;
    const text = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return `\uFEFF${rows.map((row) => row.map(written).join(",")).join("\r\n")}\r\n`;
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/** What XML cannot hold is left out. */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}

function cellXml(cell: Cell): string {
  if (typeof cell !== "string") return `<c><v>${cell.n}</v></c>`;
  return `<c t="inlineStr"><is><t xml:space="preserve">${escaped(cell)}</t></is></c>`;
}

/** A workbook of one sheet. */
export function xlsx(rows: readonly (readonly Cell[])[]): Uint8Array<ArrayBuffer> {
  const sheet = rows.map((row) => `<row>${row.map(cellXml).join("")}</row>`).join("");
  const relation = (type: string, target: string): string =>
    `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/${type}" Target="${target}"/></Relationships>`;
  const override = (name: string, type: string): string =>
    `<Override PartName="/xl/${name}.xml" ContentType="${TYPES}.${type}+xml"/>`;
  return zipped({
    "[Content_Types].xml": `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>${override("workbook", "sheet.main")}${override("worksheets/sheet1", "worksheet")}</Types>`,
    "_rels/.rels": relation("officeDocument", "xl/workbook.xml"),
    "xl/workbook.xml": `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": relation("worksheet", "worksheets/sheet1.xml"),
    "xl/worksheets/sheet1.xml": `${XML}<worksheet xmlns="${MAIN}"><sheetData>${sheet}</sheetData></worksheet>`,
  });
}

/** The CRC-32 of zip files. */
export function crc32(bytes: Uint8Array): number {
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

/** Files stored as they are: a browser unpacks nothing, so nothing need be packed. */
function zipped(files: Record<string, string>): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let at = 0;
  const text = new TextEncoder();
  for (const [path, content] of Object.entries(files)) {
    const name = text.encode(path);
    const data = text.encode(content);
    // Version 2.0, names in UTF-8, stored, the first day that a zip can name; CRC and both sizes.
    const facts = [
      20,
      0,
      0,
      8,
      ...four(0),
      0x21,
      0,
      ...four(crc32(data)),
      ...four(data.length),
      ...four(data.length),
      ...two(name.length),
      ...two(0),
    ];
    const head = Uint8Array.of(0x50, 0x4b, 3, 4, ...facts);
    directory.push(
      Uint8Array.of(0x50, 0x4b, 1, 2, 20, 0, ...facts, ...Array(10).fill(0), ...four(at)),
      name,
    );
    parts.push(head, name, data);
    at += head.length + name.length + data.length;
  }
  const size = directory.reduce((sum, one) => sum + one.length, 0);
  const n = Object.keys(files).length;
  const end = Uint8Array.of(
    0x50,
    0x4b,
    5,
    6,
    ...four(0),
    ...two(n),
    ...two(n),
    ...four(size),
    ...four(at),
    ...two(0),
  );
  return joinedBytes([...parts, ...directory, end]);
}

function two(value: number): number[] {
  return [value & 255, (value >>> 8) & 255];
}

function four(value: number): number[] {
  return [...two(value), ...two(value >>> 16)];
}

function joinedBytes(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, one) => sum + one.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

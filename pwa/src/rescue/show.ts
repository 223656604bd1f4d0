/** One person's remains on the page: numbers, records newest first, photos, what cannot be read. */

import { el, fileSize } from "./elements";
import { counts, type KeptLine, type KeptPhoto, type Remains } from "./remains";
import { fill, type Words } from "./words";

const LINES_SHOWN = 100;
const PHOTOS_SHOWN = 30;

export function showPerson(words: Words, one: Remains, moment: (text: string) => string): Node {
  const { unsent, refused, heard } = counts(one);
  const size = one.photos.reduce((sum, photo) => sum + photo.bytes, 0);
  const said = [
    el("li", { class: "strong" }, fill(words.unsent, { n: unsent })),
    ...(refused ? [el("li", {}, fill(words.refused, { n: refused }))] : []),
    ...(heard ? [el("li", {}, fill(words.heard, { n: heard }))] : []),
    el("li", {}, fill(words.photos, { n: one.photos.length, size: fileSize(size) })),
    el(
      "li",
      {},
      one.last_contact_at
        ? fill(words.contact, { at: moment(one.last_contact_at) })
        : words.contact_never,
    ),
  ];
  const parts: Node[] = [
    el("h2", {}, one.name || one.user_id),
    el("ul", { class: "small" }, ...said),
  ];
  if (one.unreadable.length) parts.push(unreadable(words, one));
  if (one.lines.length) parts.push(lines(words, one, moment));
  if (one.photos.length + one.damaged.length) parts.push(photos(words, one));
  return el("section", { class: "card person" }, ...parts);
}

function unreadable(words: Words, one: Remains): Node {
  const named = one.unreadable.map(({ store, key, why }) =>
    el("li", {}, `${store} ${key}: ${why}`),
  );
  const about = el("summary", { class: "banner bad" }, fill(words.bad, { n: named.length }));
  return el(
    "details",
    {},
    about,
    el("ul", { class: "tiny soft named" }, ...named.slice(0, LINES_SHOWN)),
  );
}

/** What waits first: that is what she fears for. */
function lines(words: Words, one: Remains, moment: (text: string) => string): Node {
  const first = (line: KeptLine): number => (done(line) ? 1 : 0);
  const order = [...one.lines].sort((a, b) => first(a) - first(b) || b.n - a.n);
  const rows = order.slice(0, LINES_SHOWN).map((line) => {
    const where = one.stores.get(line.store_id) ?? line.store_id;
    const [state, look] = stateOf(words, line);
    return el(
      "li",
      {},
      el("span", { class: "grow" },
        el("span", { class: "strong" }, nameOf(words.kinds, line.kind)),
        el("span", { class: "tiny soft" }, [moment(line.made_at), where].filter(Boolean).join(" · ")),
      ),
      el("span", { class: `chip ${look}` }, state),
    ); // prettier-ignore
  });
  const rest = order.length - rows.length;
  if (rest > 0) rows.push(el("li", { class: "small soft" }, fill(words.more, { n: rest })));
  return list(words.list, rows, "rows");
}

function photos(words: Words, one: Remains): Node {
  const all = [
    ...one.damaged.map((photo) => ({ photo, whole: false })),
    ...[...one.photos].reverse().map((photo) => ({ photo, whole: true })),
  ];
  const shown = all.slice(0, PHOTOS_SHOWN).map(({ photo, whole }) => {
    const name = nameOf(words.types, photo.type);
    const where = one.stores.get(photo.store_id) ?? photo.store_id;
    const text = whole ? name : `${name} · ${words.damaged}`;
    const picture = el("img", { alt: `${text} ${where}`.trim(), loading: "lazy" });
    void fillIn(picture, one, photo, whole);
    return el("li", whole ? {} : { class: "hurt" }, picture, el("span", { class: "tiny" }, text));
  });
  const rest = all.length - shown.length;
  if (rest > 0) shown.push(el("li", { class: "small soft" }, fill(words.more, { n: rest })));
  return list(words.pictures, shown, "pictures");
}

/** The thumbnail, which is small; the picture itself only where there is none. */
async function fillIn(
  picture: HTMLImageElement,
  one: Remains,
  photo: KeptPhoto,
  whole: boolean,
): Promise<void> {
  try {
    const bytes = photo.thumb ?? (whole ? await one.bytesOf(photo.photo_id) : null);
    if (!bytes) return;
    picture.src = URL.createObjectURL(new Blob([bytes], { type: photo.mime }));
    picture.onload = () => URL.revokeObjectURL(picture.src);
  } catch {
    // it went bad since: the frame stays empty
  }
}

function list(title: string, rows: Node[], look: string): Node {
  return el("div", {}, el("h3", {}, title), el("ul", { class: look }, ...rows));
}

function done(line: KeptLine): boolean {
  return line.state === "archived" || line.state === "received";
}

function stateOf(words: Words, line: KeptLine): [string, string] {
  if (done(line)) return [words.kept, "good"];
  return line.state === "attention" ? [words.no, "bad"] : [words.waiting, "warn"];
}

function nameOf(names: Record<string, string>, name: string): string {
  return names[name] ?? (name || "?");
}

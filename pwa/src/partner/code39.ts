/** Code 39: the note's number as bars that any scanner reads. Capitals, digits and "-" are enough. */

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%*";
/** Nine elements a sign, bar first; a 1 is a wide one. In the order of ALPHABET, as octal. */
const PATTERNS = [
  0o064, 0o441, 0o141, 0o540, 0o061, 0o460, 0o160, 0o045, 0o444, 0o144, 0o411, 0o111, 0o510, 0o031,
  0o430, 0o130, 0o015, 0o414, 0o114, 0o034, 0o403, 0o103, 0o502, 0o023, 0o422, 0o122, 0o007, 0o406,
  0o106, 0o026, 0o601, 0o301, 0o700, 0o221, 0o620, 0o320, 0o205, 0o604, 0o304, 0o250, 0o242, 0o212,
  0o052, 0o224,
];
const WIDE = 2.5;

export interface Bars {
  width: number;
  bars: { x: number; width: number }[];
}

/** The bars from left to right in modules; null when the text has a sign the code does not know. */
export function code39(text: string): Bars | null {
  const bars: Bars["bars"] = [];
  let x = 0;
  for (const sign of `*${text.toUpperCase()}*`) {
    const at = ALPHABET.indexOf(sign);
    const pattern = PATTERNS[at];
    if (pattern === undefined || (sign === "*" && text.includes("*"))) return null;
    for (let i = 0; i < 9; i += 1) {
      const width = pattern & (0o400 >> i) ? WIDE : 1;
      if (i % 2 === 0) bars.push({ x, width });
      x += width;
    }
    x += 1;
  }
  return { width: x - 1, bars };
}

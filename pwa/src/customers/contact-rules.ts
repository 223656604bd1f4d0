/**
 * Whether a telephone number and receiving hours can be used as they are written. Pure.
 *
 * Twin: backend/customers/contact_rules.py. Both must pass
 * sync_protocol/vectors/rules/customers.phone_ok.json and customers.hours_ok.json.
 */

/** A mobile; a line with its area, or without; a service number; Hong Kong and Macau, next door. */
const PHONES =
  /^(?:(?:\+?86|0086)?(?:1[3-9][0-9]{9}|0[1-9][0-9]{8,10}(?:[转x][0-9]{1,6})?)|[2-9][0-9]{6,7}(?:[转x][0-9]{1,6})?|[48]00[0-9]{7}|(?:\+|00)85[23][0-9]{8})$/;
/** The hyphen behind a whole number; those within it are for the eye only. */
const EXTENSION = /(?<=[0-9]{7})-(?=[0-9]{1,6}$)/;
const WINDOW = /^([0-9]{1,2}):([0-9]{2})\s*[-–~至]\s*([0-9]{1,2}):([0-9]{2})$/;

/** One number or several; nothing is no number, and allowed. */
export function phoneOk(text: string): boolean {
  return each(text, isPhone);
}

/** 09:00-12:00, or several such; nothing is allowed. */
export function hoursOk(text: string): boolean {
  return each(text, isWindow);
}

function each(text: string, fits: (part: string) => boolean): boolean {
  const plain = text.normalize("NFKC").trim();
  return plain === "" || plain.split(/[,;、/]/).every((part) => fits(part.trim()));
}

function isPhone(text: string): boolean {
  const close = text.replace(/[\s()]/g, "");
  const ways = [close, close.replace(EXTENSION, "转")];
  return ways.some((way) => PHONES.test(way.replaceAll("-", "")));
}

function isWindow(text: string): boolean {
  const found = WINDOW.exec(text);
  if (!found) return false;
  const [fromH = 0, fromM = 0, toH = 0, toM = 0] = found.slice(1).map(Number);
  const [from, to] = [fromH * 60 + fromM, toH * 60 + toM];
  return fromM < 60 && toM < 60 && from < to && to <= 1440;
}

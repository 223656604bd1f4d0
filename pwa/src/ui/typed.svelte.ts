/** A whole number under somebody's fingers: what the field reads, which number that is, what is said of
 *  what is none. A word that is refused leaves field and number as they were; a number beyond the limits stays in the
 *  field until it is corrected or left, for it may be on its way: 2 of 25. It is not taken, and that is said. */

import { begun, wholeOf, type Limits } from "./whole";
import { t } from "./words/index.svelte";

export interface Typed {
  /** Why the last word was refused; "": it was not. */
  readonly odd: string;
  /** The field has changed: the number meant, null for an empty field, undefined for no change. */
  read(field: HTMLInputElement, held: number | null): number | null | undefined;
  /** She is done with it: the field reads the number that is kept, and what was refused stays said. */
  leave(field: HTMLInputElement, held: number | null): void;
  /** Another number was set beside the field. */
  forget(): void;
}

export function typed(limits: () => Limits): Typed {
  let odd = $state("");
  const say = (field: HTMLInputElement): void => {
    const text = field.value.trim().slice(0, 24);
    const { min, max } = limits();
    odd = t("ui.not_whole", { text, min, max });
  };
  const refuse = (field: HTMLInputElement, held: number | null): void => {
    say(field);
    field.value = held === null ? "" : String(held);
  };
  return {
    get odd() {
      return odd;
    },
    read(field, held) {
      const text = field.value;
      if (text.trim() === "") {
        odd = "";
        return null;
      }
      if (begun(text)) return undefined;
      const n = wholeOf(text);
      if (n === null) {
        refuse(field, held);
        return undefined;
      }
      if (n < limits().min || n > limits().max) {
        say(field);
        return undefined;
      }
      odd = "";
      return n;
    },
    leave(field, held) {
      if (begun(field.value)) refuse(field, held);
      else field.value = held === null ? "" : String(held);
    },
    forget() {
      odd = "";
    },
  };
}

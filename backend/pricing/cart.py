"""A cart while rules are applied to it, one after the other. Pure; rules.py says what a rule is.

Twin: pwa/src/pricing/cart.ts.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]
WHOLE_ORDER = "*"
"""Stands for the SKU of a rule that is about the order: it meets only others of its kind."""


def half_up(numerator: int, denominator: int) -> int:
    """A share of whole fen, halves up; nothing is negative here."""
    return (2 * numerator + denominator) // (2 * denominator)


def unit_price(uom: str, case_price_fen: int, units: int) -> int:
    """The case price is authoritative; a bottle is its share, halves up."""
    return case_price_fen if uom == "case" else half_up(case_price_fen, units)


class Cart:
    """Lines while rules are applied to them, one after the other."""

    def __init__(
        self, lines: Sequence[Row], prices: Mapping[str, int], units: Mapping[str, int]
    ) -> None:
        self.given, self.prices, self.units = lines, prices, units
        self.gifts: list[dict[str, Any]] = []
        self.reasons = 0
        self.case_fen = {line["line_id"]: prices[line["sku_id"]] for line in lines}
        self.lines = []
        for line in lines:
            price = unit_price(line["uom"], prices[line["sku_id"]], units[line["sku_id"]])
            names = ("line_id", "sku_id", "qty", "uom")
            amount = line["qty"] * price
            self.lines.append(
                {
                    **{name: line[name] for name in names},
                    "list_price_fen": price,
                    "list_amount_fen": amount,
                    "price_fen": price,
                    "amount_fen": amount,
                    "reasons": [],
                }
            )

    def fresh(self) -> "Cart":
        return Cart(self.given, self.prices, self.units)

    def worth_fen(self) -> int:
        """What the rules applied so far have taken off and given."""
        off = sum(line["list_amount_fen"] - line["amount_fen"] for line in self.lines)
        return int(off + sum(gift["worth_fen"] for gift in self.gifts))

    def meant_by(self, rule: Row) -> frozenset[str]:
        if rule["type"] == "order_level":
            return frozenset({WHOLE_ORDER})
        named = {line["sku_id"] for line in self.lines} & set(_skus_of(rule))
        return frozenset(named)

    def missing(self, rule: Row) -> list[tuple[str, int]]:
        """By SKU, how many cases more bring the next step; of the whole order, how much money."""
        kind = rule["type"]
        if kind == "price_off":
            return []
        if kind == "order_level":
            total = sum(line["amount_fen"] for line in self.lines)
            return [(WHOLE_ORDER, rule["from_fen"] - total)] if 0 < total < rule["from_fen"] else []
        if kind == "bundle":
            return self._missing_part(rule)
        found = []
        for group in self._groups(rule):
            cases = self._cases(group)
            if kind == "tier":
                above = [step["from"] for step in rule["steps"] if step["from"] > cases]
                more = min(above, default=cases) - cases
            else:
                more = rule["buy"] - cases % rule["buy"]
            if more > 0:
                found.append((group[0]["sku_id"], more))
        return found

    def _missing_part(self, rule: Row) -> list[tuple[str, int]]:
        """When one part alone keeps the next set away."""
        have = {part["sku_id"]: self._cases(self._of([part["sku_id"]])) for part in rule["parts"]}
        sets = min(have[part["sku_id"]] // part["qty"] for part in rule["parts"]) + 1
        lacking = [
            (part["sku_id"], sets * part["qty"] - have[part["sku_id"]])
            for part in rule["parts"]
            if have[part["sku_id"]] < sets * part["qty"]
        ]
        return lacking if len(lacking) == 1 and any(have.values()) else []

    def off_from(self, rule: Row) -> int:
        """What an order-level rule takes off exactly where it begins."""
        if rule.get("off_per_mille") is not None:
            start = rule["from_fen"]
            return int(start - half_up(start * (1000 - rule["off_per_mille"]), 1000))
        return int(rule["off_fen"])

    def apply(self, rule: Row) -> None:
        match rule["type"]:
            case "price_off":
                for line in self._of(rule["sku_ids"]):
                    self._cheaper(line, rule)
            case "bundle":
                self._bundle(rule)
            case "order_level":
                self._whole_order(rule)
            case _:
                for group in self._groups(rule):
                    self._reached(group, rule)

    def _of(self, sku_ids: Iterable[str]) -> list[dict[str, Any]]:
        return [line for line in self.lines if line["sku_id"] in sku_ids and line["qty"]]

    def _groups(self, rule: Row) -> list[list[dict[str, Any]]]:
        """Lines whose cases count together: of each SKU, or of all of a mix set."""
        lines = self._of(rule["sku_ids"])
        if rule["pooled"]:
            return [lines] if lines else []
        skus = list(dict.fromkeys(line["sku_id"] for line in lines))
        return [[line for line in lines if line["sku_id"] == sku_id] for sku_id in skus]

    def _cases(self, lines: Iterable[Row]) -> int:
        """Whole cases, SKU by SKU."""
        bottles: dict[str, int] = {}
        for line in lines:
            units = self.units[line["sku_id"]] if line["uom"] == "case" else 1
            bottles[line["sku_id"]] = bottles.get(line["sku_id"], 0) + line["qty"] * units
        return sum(count // self.units[sku_id] for sku_id, count in bottles.items())

    def _cheaper(self, line: dict[str, Any], off: Row, rule: Row | None = None) -> None:
        """A lower case price: a percentage is rounded there, once, and then multiplied."""
        before = self.case_fen[line["line_id"]]
        if off.get("off_per_mille") is not None:
            after = half_up(before * (1000 - off["off_per_mille"]), 1000)
        else:
            after = max(0, before - off["off_fen"])
        self.case_fen[line["line_id"]] = after
        line["price_fen"] = unit_price(line["uom"], after, self.units[line["sku_id"]])
        was, line["amount_fen"] = line["amount_fen"], line["qty"] * line["price_fen"]
        self._because(line, rule or off, was - line["amount_fen"], before=before, after=after)

    def _reached(self, group: list[dict[str, Any]], rule: Row) -> None:
        """Gifts, or a lower price, for so many cases."""
        cases = self._cases(group)
        if rule["type"] == "tier":
            steps = sorted(rule["steps"], key=lambda step: -step["from"])
            free, left = 0, cases
            for step in steps:
                if left < step["from"]:
                    continue
                if step.get("off_per_mille") is not None:
                    for line in group:
                        self._cheaper(line, step, rule)
                    return
                times = left // step["from"] if rule["repeat"] else 1
                free += times * step["get"]
                left -= times * step["from"]
                if not rule["repeat"]:
                    break
        else:
            free = cases // rule["buy"] * rule["get"]
        if rule.get("cap") is not None:
            free = min(free, rule["cap"])
        if free > 0:
            self._give(group[0], rule, free, cases)

    def _give(self, line: dict[str, Any], rule: Row, qty: int, cases: int) -> None:
        item = rule.get("item")
        sku_id = None if item else (rule.get("gift_sku_id") or line["sku_id"])
        each = rule["worth_fen"] if sku_id is None else self.prices.get(sku_id, 0)
        self.gifts.append(
            {
                "gift_of_line": line["line_id"],
                "rule_id": rule["id"],
                "sku_id": sku_id,
                "item": item,
                "qty": qty,
                "worth_fen": qty * each,
            }
        )
        self._because(line, rule, 0, cases=cases, gift=qty)

    def _bundle(self, rule: Row) -> None:
        parts = {part["sku_id"]: part["qty"] for part in rule["parts"]}
        sets = min(self._cases(self._of([sku_id])) // qty for sku_id, qty in parts.items())
        if rule.get("cap") is not None:
            sets = min(sets, rule["cap"])
        if sets > 0:
            self._spread(self._of(parts), rule, sets * rule["off_fen"], sets=sets)

    def _whole_order(self, rule: Row) -> None:
        total = sum(line["amount_fen"] for line in self.lines)
        if total == 0 or total < rule["from_fen"]:
            return
        if rule.get("off_per_mille") is not None:
            off = total - half_up(total * (1000 - rule["off_per_mille"]), 1000)
        else:
            off = rule["off_fen"]
        self._spread(self._of(line["sku_id"] for line in self.lines), rule, off, total=total)

    def _spread(self, lines: list[dict[str, Any]], rule: Row, off: int, **why: int) -> None:
        """Over lines by their amounts, to the fen: what is left goes to the largest remainders, of
        equal ones to the earlier line."""
        total = sum(line["amount_fen"] for line in lines)
        off = min(off, total)
        if off <= 0:
            return
        shares = [divmod(off * line["amount_fen"], total) for line in lines]
        parts = [whole for whole, _ in shares]
        order = sorted(range(len(lines)), key=lambda place: (-shares[place][1], place))
        for place in order[: off - sum(parts)]:
            parts[place] += 1
        for line, part in zip(lines, parts, strict=True):
            line["amount_fen"] -= part
            self._because(line, rule, part, **why)

    def _because(self, line: dict[str, Any], rule: Row, off_fen: int, **why: int) -> None:
        self.reasons += 1
        line["reasons"].append(
            {"rule_id": rule["id"], "type": rule["type"], "off_fen": off_fen, **why}
        )


def _skus_of(rule: Row) -> list[str]:
    if rule["type"] == "bundle":
        return [part["sku_id"] for part in rule["parts"]]
    return list(rule["sku_ids"])

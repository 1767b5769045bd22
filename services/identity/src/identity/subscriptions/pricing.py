"""What a whole term costs, in cents, position by position. Discounts follow each other; each is rounded to the cent."""

from dataclasses import dataclass

ANNUAL = ("annual billing", 20)
MISSION = ("mission discount", 30)


@dataclass(frozen=True, slots=True)
class Prices:
    """US cents a month. Starter has a price only where the operator set one: without it, it is not on offer."""

    starter_seat: int | None = None
    seat: int = 75_00
    platform_fee: int = 450_00
    marketing: int = 445_00


@dataclass(frozen=True, slots=True)
class Position:
    """Something sold for a whole term. `discounts` are names and per cents, in the order they are taken."""

    name: str
    quantity: int
    unit_cents: int
    months: int
    discounts: tuple[tuple[str, int], ...] = ()

    @property
    def gross(self) -> int:
        return self.quantity * self.unit_cents * self.months

    @property
    def taken(self) -> tuple[int, ...]:
        """What each discount takes off."""
        left, found = self.gross, []
        for _, percent in self.discounts:
            found.append(per_cent(left, percent))
            left -= found[-1]
        return tuple(found)

    @property
    def whole(self) -> int:
        return self.gross - sum(self.taken)


def per_cent(cents: int, percent: int) -> int:
    """To the nearest cent, a half up."""
    return (2 * cents * percent + 100) // 200


def seat_discounts(*, annual: bool, mission: bool) -> tuple[tuple[str, int], ...]:
    return ((ANNUAL,) if annual else ()) + ((MISSION,) if mission else ())

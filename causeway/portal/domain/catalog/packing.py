"""Packing units: how many base units one unit of an item holds, exactly, and what a quantity is in base units."""

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from fractions import Fraction

SCALE = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class Factor:
    """One unit is `numerator / denominator` base units; a third of a roll stays a third."""

    numerator: int
    denominator: int = 1

    @classmethod
    def of(cls, fraction: Fraction) -> "Factor":
        """The factor as its smallest whole numbers."""
        return cls(fraction.numerator, fraction.denominator)

    @property
    def fraction(self) -> Fraction:
        """The factor as a number to calculate with."""
        return Fraction(self.numerator, self.denominator)


SAME = Factor(1)


def parse_factor(text: str) -> Factor | None:
    """The factor in `12`, `0.5` or `1/3`; None where it is not a number above zero."""
    try:
        fraction = Fraction(text.strip())
    except (ValueError, ZeroDivisionError):
        return None
    # The columns are 32-bit; a factor beyond them is a typing mistake.
    fits = fraction > 0 and max(fraction.numerator, fraction.denominator) < 2**31
    return Factor.of(fraction) if fits else None


def in_base_units(quantity: Decimal, factor: Factor) -> Decimal:
    """The quantity in base units; where it has no end in decimals it is rounded to six, the factor stays exact."""
    with localcontext() as context:
        context.prec = 40
        exact = quantity * factor.numerator / factor.denominator
        return exact.quantize(SCALE, rounding=ROUND_HALF_EVEN)

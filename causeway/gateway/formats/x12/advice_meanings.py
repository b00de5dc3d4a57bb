"""What the codes of receipts and application advices mean, one table per list, and the way back."""

from causeway.gateway.canonical.acknowledgements import AdviceLevel, AdviceStatus
from causeway.gateway.canonical.receipts import DiscrepancyKind, ReceiptKind
from causeway.gateway.canonical.references import ReferenceKind
from causeway.gateway.formats.x12.meanings import REFERENCE_CODES, REFERENCE_KINDS

RECEIPT_KINDS = {"1": ReceiptKind.RECEIPT, "2": ReceiptKind.RECEIPT}  # 962
RECEIPT_CODES = {ReceiptKind.RECEIPT: "2"}
DISCREPANCIES = {  # 412
    "01": DiscrepancyKind.DAMAGED,
    "02": DiscrepancyKind.SHORT,
    "03": DiscrepancyKind.OVER,
    "04": DiscrepancyKind.QUALITY,
    "05": DiscrepancyKind.WRONG_ITEM,
    "06": DiscrepancyKind.NONSTANDARD_CONTAINER,
    "07": DiscrepancyKind.GOOD,
    "08": DiscrepancyKind.REJECTED,
    "09": DiscrepancyKind.ON_HOLD,
    "10": DiscrepancyKind.SCRAPPED,
    "11": DiscrepancyKind.CUMULATIVE_ADJUSTMENT,
    "12": DiscrepancyKind.OVER,
    "13": DiscrepancyKind.NO_SHIP_NOTICE,
    "14": DiscrepancyKind.NO_SHIP_NOTICE,
    "16": DiscrepancyKind.NO_SHIP_NOTICE,
}
DISCREPANCY_CODES = {kind: code for code, kind in reversed(DISCREPANCIES.items())}
_LEVELS = {
    "T": AdviceLevel.DOCUMENT,
    "G": AdviceLevel.GROUP,
    "B": AdviceLevel.BATCH,
    "I": AdviceLevel.ITEM,
}
_STATUSES = {
    "A": AdviceStatus.ACCEPTED,
    "E": AdviceStatus.ACCEPTED_WITH_ERRORS,
    "C": AdviceStatus.ACCEPTED_WITH_CHANGES,
    "P": AdviceStatus.PARTLY_ACCEPTED,
    "R": AdviceStatus.REJECTED,
}
VERDICTS = {  # 110: the first letter is the level, the second the verdict
    first + second: (level, status)
    for first, level in _LEVELS.items()
    for second, status in _STATUSES.items()
}
VERDICT_CODES = {f"{level} {status}": code for code, (level, status) in VERDICTS.items()}
# 128, where it says what kind of document is spoken of
SUBJECT_KINDS = REFERENCE_KINDS | {"PO": ReferenceKind.ORDER, "SI": ReferenceKind.SHIP_NOTICE}
SUBJECT_CODES = REFERENCE_CODES | {ReferenceKind.ORDER: "PO", ReferenceKind.SHIP_NOTICE: "SI"}

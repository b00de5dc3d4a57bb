"""What the codes of invoices and remittance advices mean, one table per list, and the way back."""

from causeway.gateway.canonical.invoices import InvoiceKind, PaymentMethod, RemittanceHandling, RemittanceKind

INVOICE_KINDS = {  # 640
    "DI": InvoiceKind.INVOICE,
    "PR": InvoiceKind.INVOICE,
    "DO": InvoiceKind.INVOICE,
    "CR": InvoiceKind.CREDIT_NOTE,
    "CN": InvoiceKind.CREDIT_NOTE,
    "DR": InvoiceKind.DEBIT_NOTE,
    "CI": InvoiceKind.CONSOLIDATED,
    "PP": InvoiceKind.PREPAYMENT,
}
INVOICE_CODES = {kind: code for code, kind in reversed(INVOICE_KINDS.items())}
HANDLINGS = {  # 305
    "C": RemittanceHandling.PAYMENT_AND_REMITTANCE,
    "D": RemittanceHandling.PAYMENT_ONLY,
    "I": RemittanceHandling.REMITTANCE_ONLY,
    "P": RemittanceHandling.PRENOTIFICATION,
    "U": RemittanceHandling.SPLIT,
}
HANDLING_CODES = {handling: code for code, handling in reversed(HANDLINGS.items())}
PAYMENT_METHODS = {  # 591
    "ACH": PaymentMethod.CLEARING_HOUSE,
    "BOP": PaymentMethod.OTHER,
    "FWT": PaymentMethod.WIRE,
    "SWT": PaymentMethod.WIRE,
    "CHK": PaymentMethod.CHEQUE,
    "BKW": PaymentMethod.WIRE,
    "NON": PaymentMethod.NONE,
}
METHOD_CODES = {
    method: code for code, method in reversed(PAYMENT_METHODS.items()) if method is not PaymentMethod.OTHER
}
REMITTED_KINDS = {  # 128, in RMR01
    "IV": RemittanceKind.INVOICE,
    "CM": RemittanceKind.CREDIT_NOTE,
    "DM": RemittanceKind.DEBIT_NOTE,
    "PO": RemittanceKind.ORDER,
}
REMITTED_CODES = {kind: code for code, kind in reversed(REMITTED_KINDS.items())}

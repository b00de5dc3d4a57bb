"""What X12 codes mean in canonical words, one table per list, and the way back. What is absent is `other`, as sent."""

from causeway.gateway.canonical.header import Purpose
from causeway.gateway.canonical.orders import (
    LineAction,
    LineStatus,
    OrderType,
    Response,
    ResponseDetail,
    UnlistedLines,
)
from causeway.gateway.canonical.parties import PartyRole
from causeway.gateway.canonical.quantities import PriceKind
from causeway.gateway.canonical.references import ReferenceKind
from causeway.gateway.canonical.terms import AllowanceMethod
from causeway.gateway.canonical.times import DateKind

PURPOSES = {  # 353
    "00": Purpose.ORIGINAL,
    "01": Purpose.CANCEL,
    "04": Purpose.CHANGE,
    "05": Purpose.REPLACE,
    "06": Purpose.CONFIRM,
    "07": Purpose.DUPLICATE,
    "22": Purpose.INFORMATION,
    "24": Purpose.DRAFT,
}
PURPOSE_CODES = {purpose: code for code, purpose in reversed(PURPOSES.items())}
ORDER_TYPES = {  # 92
    "SA": OrderType.STANDALONE,
    "NE": OrderType.NEW,
    "BK": OrderType.BLANKET,
    "BE": OrderType.BLANKET,
    "RL": OrderType.RELEASE,
    "DS": OrderType.DROP_SHIP,
    "RO": OrderType.RUSH,
    "CN": OrderType.CONSIGNMENT,
    "RE": OrderType.REPLENISHMENT,
    "SP": OrderType.SAMPLE,
    "RP": OrderType.REPAIR,
}
ORDER_TYPE_CODES = {kind: code for code, kind in reversed(ORDER_TYPES.items())}
LINE_ACTIONS = {  # 670
    "AI": LineAction.ADD,
    "DI": LineAction.DELETE,
    "CA": LineAction.CHANGE,
    "QI": LineAction.QUANTITY_INCREASE,
    "QD": LineAction.QUANTITY_DECREASE,
    "PC": LineAction.PRICE,
    "PQ": LineAction.PRICE_AND_QUANTITY,
    "PR": LineAction.PRICE_AND_QUANTITY,
    "MU": LineAction.PRICE_AND_QUANTITY,
    "CT": LineAction.DATES,
    "RS": LineAction.RESCHEDULE,
    "RQ": LineAction.RESCHEDULE_AND_QUANTITY,
    "RA": LineAction.TRANSPORT,
    "RB": LineAction.REPLACE_ALL_DATES,
    "RZ": LineAction.REPLACE_ALL_VALUES,
    "RE": LineAction.REPLACE_ITEM,
    "RM": LineAction.REPLACE_ITEM,
    "RC": LineAction.REJECT,
    "TI": LineAction.TRANSFER,
    "NC": LineAction.NO_CHANGE,
}
LINE_ACTION_CODES = {action: code for code, action in reversed(LINE_ACTIONS.items())}
PARTY_ROLES = {  # 98
    "BY": PartyRole.BUYER,
    "SE": PartyRole.SELLER,
    "SU": PartyRole.SELLER,
    "VN": PartyRole.SELLER,
    "ST": PartyRole.SHIP_TO,
    "SF": PartyRole.SHIP_FROM,
    "BT": PartyRole.BILL_TO,
    "RE": PartyRole.REMIT_TO,
    "RI": PartyRole.REMIT_TO,
    "OB": PartyRole.ORDERED_BY,
    "Z7": PartyRole.FINAL_RECIPIENT,
    "MA": PartyRole.FINAL_RECIPIENT,
    "CA": PartyRole.CARRIER,
    "WH": PartyRole.WAREHOUSE,
    "MF": PartyRole.MANUFACTURER,
    "PR": PartyRole.PAYER,
    "PE": PartyRole.PAYEE,
    "CN": PartyRole.CONSIGNEE,
    "FR": PartyRole.MESSAGE_SENDER,
    "TO": PartyRole.MESSAGE_RECEIVER,
}
PARTY_SCHEMES = {  # 66
    "1": "duns",
    "9": "duns4",
    "UL": "gln",
    "2": "scac",
    "FI": "tax_id",
    "91": "assigned_by_seller",
    "92": "assigned_by_buyer",
    "ZZ": "mutual",
}
ITEM_SCHEMES = {  # 235
    "UP": "gtin",
    "EN": "gtin",
    "EO": "gtin",
    "UK": "gtin",
    "UI": "upc_no_check_digit",
    "BP": "buyer",
    "IN": "buyer",
    "PI": "buyer",
    "VP": "seller",
    "VN": "seller",
    "VA": "style",
    "ST": "style",
    "SK": "sku",
    "MG": "manufacturer",
    "VC": "catalog",
    "BO": "color",
    "VE": "color",
    "SZ": "size",
    "IZ": "size",
    "LT": "lot",
    "SN": "serial",
    "EC": "engineering_change",
    "DR": "drawing_revision",
}
# Which code is written for a scheme that came from elsewhere; two codes with one scheme need the first.
ITEM_CODES = {scheme: code for code, scheme in reversed(ITEM_SCHEMES.items())} | {
    "seller": "VN",
    "gtin": "UK",
}
GTIN_CODES = {8: "EO", 12: "UP", 13: "EN", 14: "UK"}  # by the number of digits written
PARTY_CODES = {scheme: code for code, scheme in PARTY_SCHEMES.items()}
ROLE_CODES = {role: code for code, role in reversed(PARTY_ROLES.items())}
REFERENCE_KINDS = {  # 128
    "CT": ReferenceKind.CONTRACT,
    "BO": ReferenceKind.BLANKET_ORDER,
    "SO": ReferenceKind.SALES_ORDER,
    "VN": ReferenceKind.SALES_ORDER,
    "CO": ReferenceKind.CUSTOMER_ORDER,
    "DP": ReferenceKind.DEPARTMENT,
    "IA": ReferenceKind.VENDOR_NUMBER,
    "VR": ReferenceKind.VENDOR_NUMBER,
    "PD": ReferenceKind.PROMOTION,
    "MR": ReferenceKind.MERCHANDISE_TYPE,
    "PJ": ReferenceKind.PROJECT,
    "BM": ReferenceKind.BILL_OF_LADING,
    "MB": ReferenceKind.MASTER_BILL,
    "CN": ReferenceKind.CARRIER_REFERENCE,
    "PK": ReferenceKind.PACKING_LIST,
    "IV": ReferenceKind.INVOICE,
    "DK": ReferenceKind.DOCK,
    "LF": ReferenceKind.LINE_FEED,
    "KB": ReferenceKind.KANBAN,
    "TX": ReferenceKind.TAX_EXEMPTION,
}
REFERENCE_CODES = {kind: code for code, kind in reversed(REFERENCE_KINDS.items())}
DATE_KINDS = {  # 374, where the date has no field of its own
    "001": DateKind.CANCEL_AFTER,
    "002": DateKind.DELIVERY_REQUESTED,
    "004": DateKind.ORDER,
    "007": DateKind.EFFECTIVE,
    "010": DateKind.SHIP_REQUESTED,
    "011": DateKind.SHIPPED,
    "015": DateKind.PROMOTION_START,
    "016": DateKind.PROMOTION_END,
    "017": DateKind.DELIVERY_ESTIMATED,
    "018": DateKind.AVAILABLE,
    "035": DateKind.DELIVERED,
    "036": DateKind.EXPIRY,
    "037": DateKind.SHIP_REQUESTED,
    "038": DateKind.SHIP_REQUESTED,
    "050": DateKind.RECEIVED,
    "063": DateKind.DELIVERY_REQUESTED,
    "064": DateKind.DELIVERY_REQUESTED,
    "067": DateKind.DELIVERY_PROMISED,
    "068": DateKind.SHIP_PROMISED,
    "069": DateKind.DELIVERY_PROMISED,
    "079": DateKind.SHIP_PROMISED,
    "092": DateKind.CONTRACT_START,
    "093": DateKind.CONTRACT_END,
    "106": DateKind.REQUIRED_BY,
    "118": DateKind.PICKUP,
    "003": DateKind.INVOICE,
}
DATE_CODES = {kind: code for code, kind in reversed(DATE_KINDS.items())}
# Qualifiers with a field: (window, which ends of it).
WINDOWS = {
    "002": ("requested_delivery", "both"),
    "064": ("requested_delivery", "earliest"),
    "063": ("requested_delivery", "latest"),
    "106": ("requested_delivery", "latest"),
    "010": ("requested_ship", "both"),
    "037": ("requested_ship", "earliest"),
    "038": ("requested_ship", "latest"),
    "067": ("promised_delivery", "both"),
    "069": ("promised_delivery", "both"),
    "068": ("promised_ship", "both"),
    "079": ("promised_ship", "both"),
    "017": ("estimated_delivery", "both"),
}
PRICE_BASES = {  # 639: how many the price is for, or what kind of price it is
    "PE": (1, "EA", PriceKind.UNSPECIFIED),
    "LE": (1, "EA", PriceKind.LIST),
    "QE": (1, "EA", PriceKind.QUOTED),
    "TE": (1, "EA", PriceKind.CONTRACT),
    "WE": (1, "EA", PriceKind.UNSPECIFIED),
    "HP": (100, None, PriceKind.UNSPECIFIED),
    "TP": (1000, None, PriceKind.UNSPECIFIED),
    "NT": (None, None, PriceKind.NET),
    "CT": (None, None, PriceKind.CONTRACT),
    "CA": (None, None, PriceKind.CATALOG),
    "UM": (None, None, PriceKind.UNSPECIFIED),
}
PRICE_KINDS = {  # 236
    "RES": PriceKind.RETAIL,
    "MSR": PriceKind.RETAIL,
    "RTL": PriceKind.RETAIL,
    "LPR": PriceKind.LIST,
    "CAT": PriceKind.CATALOG,
    "CON": PriceKind.CONTRACT,
    "NET": PriceKind.NET,
    "PRO": PriceKind.PROMOTIONAL,
    "QTE": PriceKind.QUOTED,
    "GTP": PriceKind.GROSS,
}
ALLOWANCE_METHODS = {  # 331
    "01": AllowanceMethod.BILL_BACK,
    "02": AllowanceMethod.OFF_INVOICE,
    "04": AllowanceMethod.CREDIT_ACCOUNT,
}
_FULL, _EXCEPTIONS, _NO_DETAIL = ResponseDetail.FULL, ResponseDetail.EXCEPTIONS_ONLY, ResponseDetail.NONE
_AS_ORDERED, _UNANSWERED, _REJECTED = (
    UnlistedLines.AS_ORDERED,
    UnlistedLines.UNANSWERED,
    UnlistedLines.REJECTED,
)
RESPONSES = {  # 587: the answer, which lines it lists, what holds for the others
    "AC": (Response.ACCEPTED_WITH_CHANGES, _FULL, _UNANSWERED),
    "AD": (Response.ACCEPTED, _FULL, _UNANSWERED),
    "AE": (Response.ACCEPTED_WITH_CHANGES, _EXCEPTIONS, _AS_ORDERED),
    "AH": (Response.ON_HOLD, _NO_DETAIL, _UNANSWERED),
    "AK": (Response.ACCEPTED, _NO_DETAIL, _AS_ORDERED),
    "AP": (Response.SELLER_CREATED_ORDER, _FULL, _UNANSWERED),
    "AT": (Response.ACCEPTED, _NO_DETAIL, _AS_ORDERED),
    "NA": (Response.NO_RESPONSE_NEEDED, _NO_DETAIL, _UNANSWERED),
    "RD": (Response.REJECTED, _FULL, _REJECTED),
    "RF": (Response.REJECTED, _FULL, _UNANSWERED),
    "RJ": (Response.REJECTED, _NO_DETAIL, _REJECTED),
    "RN": (Response.REJECTED, _NO_DETAIL, _REJECTED),
    "RO": (Response.COUNTER_OFFER, _FULL, _UNANSWERED),
    "RV": (Response.REJECTED, _NO_DETAIL, _REJECTED),
}
LINE_STATUSES = {  # 668
    "IA": LineStatus.ACCEPTED,
    "AR": LineStatus.RELEASED,
    "AA": LineStatus.ACCEPTED,
    "AC": LineStatus.SHIPPED,
    "IC": LineStatus.ACCEPTED_WITH_CHANGES,
    "IQ": LineStatus.QUANTITY_CHANGED,
    "IP": LineStatus.PRICE_CHANGED,
    "IE": LineStatus.PRICE_PENDING,
    "DR": LineStatus.DATE_CHANGED,
    "SP": LineStatus.SCHEDULE_PENDING,
    "IS": LineStatus.SUBSTITUTED,
    "IB": LineStatus.BACKORDERED,
    "BP": LineStatus.PARTIAL_BACKORDERED,
    "IH": LineStatus.ON_HOLD,
    "IF": LineStatus.ON_HOLD,
    "IW": LineStatus.ON_HOLD,
    "ID": LineStatus.DELETED,
    "IR": LineStatus.REJECTED,
    **{f"R{digit}": LineStatus.REJECTED for digit in range(1, 9)},
}
LINE_STATUS_CODES = {status: code for code, status in reversed(LINE_STATUSES.items())} | {
    LineStatus.ACCEPTED: "IA",
    LineStatus.REJECTED: "IR",
}

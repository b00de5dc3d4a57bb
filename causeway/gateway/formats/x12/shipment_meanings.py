"""What codes of ship notices mean in canonical words, and the way back."""

from causeway.gateway.canonical.shipments import MarkKind, UnitKind

UNIT_KINDS = {  # 735; shipment, order, item and component are no units
    "S": UnitKind.SHIPMENT_UNIT,
    "E": UnitKind.EQUIPMENT,
    "T": UnitKind.PALLET,
    "P": UnitKind.PACK,
    "Q": UnitKind.INNER_PACK,
}
LEVEL_CODES = {kind: code for code, kind in UNIT_KINDS.items()} | {
    UnitKind.CARTON: "P",
    UnitKind.CONTAINER: "E",
    UnitKind.OTHER: "P",
}
MARK_KINDS = {  # 88
    "GM": MarkKind.SSCC,
    "AA": MarkKind.SSCC,
    "UC": MarkKind.CASE_CODE,
    "CP": MarkKind.CARRIER_PACKAGE,
    "SM": MarkKind.SHIPPER_ASSIGNED,
    "SI": MarkKind.SERIAL,
}
MARK_CODES = {kind: code for code, kind in reversed(MARK_KINDS.items())} | {
    MarkKind.LICENSE_PLATE: "LP",
    MarkKind.TEXT: "ZZ",
    MarkKind.OTHER: "ZZ",
}
# 103, its first three letters: the form of a package without its material -> UN/ECE Rec 21.
PACKAGE_TYPES = {
    "BAG": "BG",
    "BDL": "BE",
    "BOX": "BX",
    "CAS": "CS",
    "CNT": "CN",
    "CRT": "CR",
    "CTN": "CT",
    "DRM": "DR",
    "JAR": "JR",
    "PAL": "PX",
    "PLT": "PX",
    "PKG": "PK",
    "REL": "RL",
    "ROL": "RO",
    "SAK": "SA",
}
PACKAGE_CODES = {rec21: code for code, rec21 in reversed(PACKAGE_TYPES.items())} | {"PX": "PLT"}

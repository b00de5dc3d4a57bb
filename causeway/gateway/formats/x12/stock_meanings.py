"""What the codes of inventory advices and product activity mean, one table per list, and the way back.

A code that is absent is `other`, as sent: these lists are full of close neighbours (gross and net, on hand and
available), and stock that is counted twice is worse than stock that waits for a person.
"""

from causeway.gateway.canonical.inventory import (
    ActivityMeasure,
    BalanceMeasure,
    Coverage,
    Handling,
    ReportKind,
)

# 353, where it says what holds for items that are not listed. Neither replaces or changes the report as a whole.
COVERAGES = {"25": Coverage.INCREMENTAL, "26": Coverage.INCREMENTAL}
REPORT_TYPES = {  # 755: what the report is for, and whose stock it tells
    "SI": (ReportKind.ADVICE, "seller"),
    "DD": (ReportKind.ADVICE, "distributor"),
    "MM": (ReportKind.ADVICE, "manufacturer"),
    "MB": (ReportKind.ADVICE, "manufacturer_distributor"),
    "MA": (ReportKind.ADVICE, "manufacturer_agent"),
    "MC": (ReportKind.ADVICE, "manufacturer_customer"),
    "DM": (ReportKind.ADVICE, "distributor_manufacturer"),
    "DC": (ReportKind.ADVICE, "distributor_customer"),
    "CD": (ReportKind.ADVICE, "customer_distributor"),
    "CM": (ReportKind.ADVICE, "customer_manufacturer"),
    "AA": (ReportKind.ADVICE, "agent"),
    "AD": (ReportKind.ADVICE, "agent_distributor"),
    "LC": (ReportKind.ADVICE, "location"),
    "PT": (ReportKind.ADVICE, "inter_plant"),
    "UR": (ReportKind.ADVICE, "unsolicited"),
    "PI": (ReportKind.INQUIRY, "availability"),
    "RI": (ReportKind.RESPONSE, "inquiry"),
}
REPORT_CODES = {f"{kind} {word}": code for code, (kind, word) in REPORT_TYPES.items()} | {
    ReportKind.INQUIRY: "PI",
    ReportKind.RESPONSE: "RI",
}
BALANCES = {  # 673, of stock
    "17": BalanceMeasure.ON_HAND,
    "27": BalanceMeasure.COMMITTED,
    "29": BalanceMeasure.PROJECTED_AVAILABLE,
    "33": BalanceMeasure.AVAILABLE_FOR_SALE,
    "37": BalanceMeasure.WORK_IN_PROCESS,
    "63": BalanceMeasure.ON_ORDER,
}
BALANCE_CODES = {measure: code for code, measure in BALANCES.items()}
HANDLINGS = {  # 305, of reported activity
    "H": Handling.NOTIFICATION,
    "F": Handling.PLAN_AND_PROPOSE_ORDER,
    "G": Handling.PLAN_AND_SHIP,
}
HANDLING_CODES = {handling: code for code, handling in HANDLINGS.items()}
ACTIVITIES = {  # 859
    "QS": ActivityMeasure.SOLD,
    "Q1": ActivityMeasure.SOLD_NET,
    "QU": ActivityMeasure.RETURNED_BY_CONSUMER,
    "Q2": ActivityMeasure.RETURNED,
    "QR": ActivityMeasure.RECEIVED,
    "OH": ActivityMeasure.ON_HAND_GROSS,
    "QA": ActivityMeasure.AVAILABLE,
    "QI": ActivityMeasure.IN_TRANSIT,
    "QP": ActivityMeasure.ON_ORDER,
    "QC": ActivityMeasure.COMMITTED,
    "QD": ActivityMeasure.ADDITIONAL_DEMAND,
    "QT": ActivityMeasure.ADJUSTMENT,
    "QO": ActivityMeasure.OUT_OF_STOCK,
    "QW": ActivityMeasure.WITHDRAWN,
    "QZ": ActivityMeasure.TRANSFERRED,
    "DG": ActivityMeasure.DAMAGED,
    "HL": ActivityMeasure.ON_HOLD,
    "LS": ActivityMeasure.LOST_SALES,
    "QB": ActivityMeasure.BEGINNING_BALANCE,
    "QE": ActivityMeasure.ENDING_BALANCE,
    "QL": ActivityMeasure.MINIMUM,
    "QM": ActivityMeasure.MAXIMUM,
    "QN": ActivityMeasure.PLANNED_INVENTORY,
    "OQ": ActivityMeasure.PLANNED_ORDER,
    "PO": ActivityMeasure.REORDER_POINT,
    "QX": ActivityMeasure.REQUESTED,
}
ACTIVITY_CODES = {measure: code for code, measure in ACTIVITIES.items()}
QUANTITIES = {  # 673, of activity
    "27": ActivityMeasure.COMMITTED,
    "31": ActivityMeasure.ADDITIONAL_DEMAND,
    "32": ActivityMeasure.SOLD,
    "33": ActivityMeasure.AVAILABLE,
    "63": ActivityMeasure.ON_ORDER,
}

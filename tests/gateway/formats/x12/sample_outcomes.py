"""What becomes of each public X12 file. Each refusal was compared with the file; the reasons are the file's own:

- `se_count_mismatch`, `iea_control_mismatch` and the like: the trailer says something else than was
  counted, or than the header says.
- `iea_count_mismatch` beside a TA1: IEA01 counts the TA1, where the standard counts groups.
- 850 with `segment_missing` BEG: made of segments that no 850 has (BAL, TFS, AA, XYZ), to try a parser with.
- `set_not_supported`: a version without a guide (002001, 003010), a GS08 that is none (`T`), or a set that nobody wanted yet
  (832).
- 997 and 999 of staedi named `invalid`, `extraDelimiter` and `empty`: wrong on purpose, with words where numbers belong.
- 855 `fail__2`: the unit DZN has three characters, and what cannot be a unit leaves no quantity.
- `issue135`: two sets of one group have the number 0001.

`told` are errors that leave the meaning whole: an identifier without its qualifier, a state of five letters.
"""

OUTCOMES: dict[str, list[str]] = {
    "EDIandXML__OBOE/testFiles__5-850.x12": ["850 003040 read"],
    "EDIandXML__OBOE/testFiles__DMX830.TXT": ["830 T refused: set_not_supported"],
    "EDIandXML__OBOE/testFiles__justTA1TestCase.edi": ["envelope: IEA01 iea_count_mismatch", "TA1 read"],
    "EDIandXML__OBOE/testFiles__lfTestCase.edi": [
        "855 004010 read",
        "855 004010 read",
        "855 004010 read",
        "855 004010 read",
        "855 004010 read",
        "855 004010 read",
        "855 004010 read",
        "855 004010 read",
        "855 004010 read",
        "855 004010 read",
        "855 004010 read",
        "855 004010 read",
    ],
    "Stedi-Demos__bootstrap/src__resources__X12__5010__855__inbound.edi": ["855 005010 read"],
    "aaronhuggins__node-x12/test__test-data__850.edi": ["850 004010VICS read"],
    "aaronhuggins__node-x12/test__test-data__850_2.edi": ["850 004010VICS read"],
    "aaronhuggins__node-x12/test__test-data__850_3.edi": ["850 004010 read"],
    "aaronhuggins__node-x12/test__test-data__850_fat.edi": ["850 004010VICS read", "850 004010VICS read"],
    "aaronhuggins__node-x12/test__test-data__855.edi": ["855 004010 read"],
    "aaronhuggins__node-x12/test__test-data__856.edi": ["856 004060 read"],
    "ahuggins-nhs__js-edi/test__data__850.edi": ["850 004010VICS read"],
    "ahuggins-nhs__js-edi/test__data__850_2.edi": ["850 004010VICS read"],
    "ahuggins-nhs__js-edi/test__data__856.edi": [
        "856 004060 refused: 36 SE01 se_count_mismatch, 35 CTT01 line_count_mismatch, 35 CTT02 hash_total_mismatch"
    ],
    "azoner__pyx12/pyx12__tests__834_ls_le_ls_5010.999.txt": ["999 005010X231 read"],
    "azoner__pyx12/pyx12__tests__834_lui_id_5010.999.txt": [
        "999 005010X231 read",
        "999 005010X231 read",
        "999 005010X231 read",
        "999 005010X231 read",
    ],
    "ballerina-platform__module-ballerina-edi/examples__edi-vendor-router__resources__sample-data__x12-sender.edi": [
        "850 004010 read, told: 3 PO106 element_too_long, 3 PO107 element_missing_conditional"
    ],
    "imsweb__x12-parser/src__test__resources__837_5010__x12_999_accepted.txt": [
        "envelope: IEA02 iea_control_mismatch",
        "999 005010X231A1 read",
    ],
    "imsweb__x12-parser/src__test__resources__837_5010__x12_999_rejected.txt": ["999 005010X231A1 read"],
    "indice-co__EDI.Net/test__indice.Edi.Tests__Samples__x12.810.mandatory-conditions.edi": [
        "envelope: IEA02 iea_control_mismatch",
        "850 004010 refused: 6 SE01 se_count_mismatch, 2 BAL segment_unexpected, 3 BAL segment_unexpected, 4 BAL segment_unexpected, 5 BAL segment_unexpected, 6 BEG segment_missing, 6 PO1 segment_missing",
    ],
    "indice-co__EDI.Net/test__indice.Edi.Tests__Samples__x12.810a.edi": ["810 004010 read"],
    "indice-co__EDI.Net/test__indice.Edi.Tests__Samples__x12.810b.edi": ["810 004010 read"],
    "indice-co__EDI.Net/test__indice.Edi.Tests__Samples__x12.810c.edi": ["810 004010 read"],
    "indice-co__EDI.Net/test__indice.Edi.Tests__Samples__x12.810d.edi": ["810 004010 read"],
    "indice-co__EDI.Net/test__indice.Edi.Tests__Samples__x12.820.issue140.edi": ["820 005010 read"],
    "indice-co__EDI.Net/test__indice.Edi.Tests__Samples__x12.832.edi": [
        "832 004010 refused: 12 SE01 se_count_mismatch, set_not_supported"
    ],
    "indice-co__EDI.Net/test__indice.Edi.Tests__Samples__x12.850.edi": [
        "envelope: IEA02 iea_control_mismatch",
        "850 004010 read",
    ],
    "indice-co__EDI.Net/test__indice.Edi.Tests__Samples__x12.850.issue135.edi": [
        "850 004010 read",
        "850 004010 refused: 1 ST duplicate_set_control",
    ],
    "indice-co__EDI.Net/test__indice.Edi.Tests__Samples__x12.850a.edi": [
        "envelope: IEA02 iea_control_mismatch",
        "850 004010 read, told: 22 N402 element_too_long",
    ],
    "indice-co__EDI.Net/test__indice.Edi.Tests__Samples__x12.Issue101.edi": [
        "envelope: IEA02 iea_control_mismatch",
        "850 004010 refused: 5 SE01 se_count_mismatch, 2 TFS segment_unknown, 3 FGS segment_unknown, 4 BEG segment_missing, 5 PO1 segment_missing",
    ],
    "indice-co__EDI.Net/test__indice.Edi.Tests__Samples__x12.Issue172.edi": [
        "envelope: IEA02 iea_control_mismatch",
        "850 004010 refused: 10 SE01 se_count_mismatch, 2 AA segment_unknown, 3 BB segment_unknown, 4 AA segment_unknown, 5 BB segment_unknown, 6 AA segment_unknown, 7 BB segment_unknown, 8 AA segment_unknown, 9 BB segment_unknown, 10 BEG segment_missing, 10 PO1 segment_missing",
    ],
    "indice-co__EDI.Net/test__indice.Edi.Tests__Samples__x12.Issue91.edi": [
        "envelope: IEA02 iea_control_mismatch",
        "850 004010 refused: 7 SE01 se_count_mismatch, 2 XYZ segment_unknown, 3 XYZ segment_unknown, 4 XYZ segment_unknown, 5 XYZ segment_unknown, 6 XYZ segment_unknown, 7 BEG segment_missing, 7 PO1 segment_missing",
    ],
    "kputnam__stupidedi/05010__X218_RA820_Payroll_Deducted_and_Other_Group_Premium_Payment_for_Insurance_Products__pass__list-bill.edi": [
        "820 005010X218 read"
    ],
    "kputnam__stupidedi/218_RA820_Payroll_Deducted_and_Other_Group_Premium_Payment_for_Insurance_Products__pass__list-bill-payment.edi": [
        "820 005010X218 read"
    ],
    "kputnam__stupidedi/97_Functional_Acknowledgment_for_Health_Care_Insurance__pass__response-to-functional-group-containing-837s.edi": [
        "997 005010X230 read"
    ],
    "kputnam__stupidedi/_005010__X186A1_AG824_Application_Reporting_For_Insurance__pass__complete-transaction-set-reject-reporting.edi": [
        "824 005010X186A1 read"
    ],
    "kputnam__stupidedi/_RA820_Payroll_Deducted_and_Other_Group_Premium_Payment_for_Insurance_Products__pass__summary-bill-payment.edi": [
        "820 005010X218 read"
    ],
    "kputnam__stupidedi/__005010__X186A1_AG824_Application_Reporting_For_Insurance__pass__partial-transaction-set-reject-reporting.edi": [
        "824 005010X186A1 read"
    ],
    "kputnam__stupidedi/__fixtures__004010__X358_SC855_Aerospace_Industry_Purchase_Order_Acknowledgment__pass__po-ack-ship-details.edi": [
        "855 004010X358 read"
    ],
    "kputnam__stupidedi/_fixtures__004010__X358_SC855_Aerospace_Industry_Purchase_Order_Acknowledgment__pass__po-ack-minor-changes.edi": [
        "855 004010X358 read, told: 8 ACK03 element_missing_conditional"
    ],
    "kputnam__stupidedi/fixtures__004010__X358_SC855_Aerospace_Industry_Purchase_Order_Acknowledgment__pass__basic-po-ack-accepted.edi": [
        "855 004010X358 read"
    ],
    "kputnam__stupidedi/fixtures__004010__X358_SC855_Aerospace_Industry_Purchase_Order_Acknowledgment__pass__basic-po-ack-rejected.edi": [
        "855 004010X358 read"
    ],
    "kputnam__stupidedi/lementation_Acknowledgment_for_Health_Care_Insurance__pass__response-to-functional-group-containing-3-837s.edi": [
        "999 005010X231A1 read"
    ],
    "kputnam__stupidedi/spec__fixtures__002001__PO830__fail__1.edi": [
        "830 002001 refused: set_not_supported"
    ],
    "kputnam__stupidedi/spec__fixtures__002001__SH856__fail__1.edi": [
        "856 002001 refused: set_not_supported",
        "856 002001 refused: set_not_supported",
    ],
    "kputnam__stupidedi/spec__fixtures__003010__PC860__fail__1.edi": [
        "860 003010 refused: set_not_supported"
    ],
    "kputnam__stupidedi/spec__fixtures__003010__PO850__fail__1.edi": [
        "850 003010 refused: 27 SE01 se_count_mismatch, set_not_supported"
    ],
    "kputnam__stupidedi/spec__fixtures__003010__RA820__pass__1.edi": [
        "820 003010 refused: set_not_supported"
    ],
    "kputnam__stupidedi/spec__fixtures__003050__PO850__fail__1.edi": ["850 003050 read"],
    "kputnam__stupidedi/spec__fixtures__004010__FA997__pass__1.edi": ["997 004010 read"],
    "kputnam__stupidedi/spec__fixtures__004010__IN810__pass__1.edi": [
        "810 004010 read, told: 7 IT103 element_missing_conditional, 9 IT103 element_missing_conditional"
    ],
    "kputnam__stupidedi/spec__fixtures__004010__PO850__pass__1.edi": ["850 004010 read"],
    "kputnam__stupidedi/spec__fixtures__004010__PR855__fail__2.edi": [
        "855 004010 refused: 5 PO103 element_too_long, 7 SCH02 element_too_long"
    ],
    "kputnam__stupidedi/spec__fixtures__004010__PR855__pass__1.edi": ["855 004010 read"],
    "kputnam__stupidedi/spec__fixtures__004010__PS830__pass__1.edi": ["830 004010 read"],
    "kputnam__stupidedi/spec__fixtures__004010__SC832__fail__1.edi": [
        "832 004010 refused: 17 SE01 se_count_mismatch, set_not_supported"
    ],
    "kputnam__stupidedi/spec__fixtures__004010__SC832__fail__2.edi": [
        "832 004010 refused: set_not_supported"
    ],
    "kputnam__stupidedi/spec__fixtures__004010__SH856__fail__2.edi": [
        "856 004010 read, told: 13 N404 element_too_long"
    ],
    "kputnam__stupidedi/spec__fixtures__004010__SS862__fail__1.edi": ["862 004010 read"],
    "kputnam__stupidedi/spec__fixtures__004010__X348_SC810_Aerospace_Industry_Invoice__pass__basic-invoice.edi": [
        "810 004010X348 read"
    ],
    "kputnam__stupidedi/spec__fixtures__004010__X357_SC850_Aerospace_Industry_Purchase_Order__pass__basic-po.edi": [
        "850 004010X357 read"
    ],
    "kputnam__stupidedi/spec__fixtures__004010__X357_SC850_Aerospace_Industry_Purchase_Order__pass__taxexempt-po.edi": [
        "850 004010X357 read"
    ],
    "kputnam__stupidedi/spec__fixtures__005010__X186A1_AG824_Application_Reporting_For_Insurance__pass__positive-acknowledgment.edi": [
        "824 005010X186A1 read"
    ],
    "kputnam__stupidedi/spec__fixtures__006020__X304_SC832_Health_Care_Fee_Schedule__pass__price-sheet.edi": [
        "832 006020X304 refused: set_not_supported"
    ],
    "moov-io__x12/examples__example_4010_810__sample.txt": ["810 004010 read", "810 004010 read"],
    "moov-io__x12/examples__example_stp_820__sample.txt": ["820 004010 read"],
    "olmelabs__EdiEngine/EdiEngine.Tests__TestData__850.Composite.SLN.OK.edi": ["850 004010 read"],
    "olmelabs__EdiEngine/EdiEngine.Tests__TestData__850.OK.edi": ["850 004010 read"],
    "olmelabs__EdiEngine/EdiEngine.Tests__TestData__850.SyntaxNotes.ERR.edi": [
        "850 004010 read, told: 13 PO107 element_missing_conditional, 30 PO406 element_missing_conditional"
    ],
    "olmelabs__EdiEngine/EdiEngine.Tests__TestData__856.Crossdock.OK.edi": ["856 004010 read"],
    "walmartlabs__gozer/src__test__resources__asn856__asn856.txt": [
        "envelope: IEA02 iea_control_mismatch",
        "856 004060 read",
    ],
    "walmartlabs__gozer/src__test__resources__po850__po850.txt": [
        "850 004010VICS refused: 21 SE01 se_count_mismatch"
    ],
    "xlate__staedi/src__test__resources__wiki__x12_interchange_ack.txt": [
        "envelope: IEA01 iea_count_mismatch",
        "TA1 read",
    ],
    "xlate__staedi/src__test__resources__x12__empty997.edi": [
        "997 005010 refused: 2 AK1 segment_missing, 2 AK9 segment_missing"
    ],
    "xlate__staedi/src__test__resources__x12__extraDelimiter997.edi": [
        "997 005010X230 refused: 4 AK302 bad_number, 4 AK304 element_too_long"
    ],
    "xlate__staedi/src__test__resources__x12__invalid997.edi": [
        "997 005010X230 refused: 2 AK101 element_too_long, 5 AK402 bad_number"
    ],
    "xlate__staedi/src__test__resources__x12__invalid997_min.edi": [
        "envelope: GE02 ge_control_mismatch",
        "997 005010X230 refused: 2 AK101 element_too_long",
    ],
    "xlate__staedi/src__test__resources__x12__invalid999.edi": [
        "999 005010X231 refused: 18 SE01 se_count_mismatch, 2 IK5 segment_unexpected, 4 AK204 too_many_elements, 5 IK501 bad_code, 6 IK5 segment_too_often, 14 CTX06-1 bad_number"
    ],
    "xlate__staedi/src__test__resources__x12__invoice810_po850_dual.edi": [
        "810 004010 read",
        "810 004010 read",
        "850 003010 refused: set_not_supported",
    ],
    "xlate__staedi/src__test__resources__x12__issue590__multi-tx-transaction-type.edi": [
        "855 004010 read",
        "855 004010 read",
    ],
    "xlate__staedi/src__test__resources__x12__optionalInterchangeServices.edi": ["997 005010X230 read"],
    "xlate__staedi/src__test__resources__x12__simple810.edi": ["810 004010 read", "810 004010 read"],
    "xlate__staedi/src__test__resources__x12__simple999.edi": ["999 005010X231 read"],
}

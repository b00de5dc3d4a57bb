"""One plain sentence per problem code, in English and Chinese; parameters are named, sentences are whole."""

# Parameters: segment, element (such as PO104), number (segment in set), value, expected, and a problem's own.
SENTENCES: dict[str, tuple[str, str]] = {
    # transmission and envelope
    "no_interchange": (
        "No X12 interchange was found in the data.",
        "数据中没有找到 X12 交换（ISA 段）。",
    ),
    "isa_unreadable": (
        "The ISA segment cannot be read: {reason}",
        "无法读取 ISA 段：{reason}",
    ),
    "bytes_outside": (
        "{expected} bytes belong to no interchange and were not read.",
        "有 {expected} 个字节不属于任何交换，未被读取。",
    ),
    "bad_charset": (
        "The data is not valid {expected}; the unreadable bytes were replaced.",
        "数据不是有效的 {expected} 编码；无法识别的字节已被替换。",
    ),
    "iea_missing": (
        "The interchange has no IEA trailer; it ends where the data ends or the next ISA begins.",
        "交换缺少 IEA 尾段；按数据结尾或下一个 ISA 处截止。",
    ),
    "iea_control_mismatch": (
        "The control number in IEA02 ({value}) is not that of ISA13 ({expected}).",
        "IEA02 的控制号（{value}）与 ISA13（{expected}）不一致。",
    ),
    "iea_count_mismatch": (
        "IEA01 says {value} groups, but {expected} were counted.",
        "IEA01 声明 {value} 个功能组，实际数到 {expected} 个。",
    ),
    "gs_unreadable": (
        "The GS segment lacks a usable {expected}; the group cannot be identified fully.",
        "GS 段缺少可用的 {expected}，无法完整识别功能组。",
    ),
    "ge_missing": (
        "The functional group has no GE trailer.",
        "功能组缺少 GE 尾段。",
    ),
    "ge_control_mismatch": (
        "The control number in GE02 ({value}) is not that of GS06 ({expected}).",
        "GE02 的控制号（{value}）与 GS06（{expected}）不一致。",
    ),
    "ge_count_mismatch": (
        "GE01 says {value} transaction sets, but {expected} were counted.",
        "GE01 声明 {value} 个交易集，实际数到 {expected} 个。",
    ),
    "duplicate_group_control": (
        "The group control number {value} occurs more than once in this interchange.",
        "功能组控制号 {value} 在本交换中重复出现。",
    ),
    "duplicate_set_control": (
        "The transaction set control number {value} occurs more than once in this group.",
        "交易集控制号 {value} 在本功能组中重复出现。",
    ),
    "duplicate_interchange_control": (
        "The interchange control number {value} occurs more than once between the same parties in this file.",
        "同一对收发方的交换控制号 {value} 在本文件中重复出现。",
    ),
    "service_segment_noted": (
        "Segment {segment} asks for a service of the network; it was noted and needs nothing done here.",
        "段 {segment} 请求网络服务；已记录，此处无需处理。",
    ),
    "binary_length_wrong": (
        "The length that segment {segment} states is not that of its binary data; it was read up to the next terminator.",
        "段 {segment} 声明的长度与其二进制数据不符，已读取至下一个段终止符。",
    ),
    "stretch_skipped": (
        "{expected} bytes that belong to no transaction set were too many to be read segment by segment and were skipped.",
        "有 {expected} 个字节不属于任何交易集，数量过多，未逐段读取，已跳过。",
    ),
    "st_unreadable": (
        "The ST segment lacks a usable {expected}.",
        "ST 段缺少可用的 {expected}。",
    ),
    "se_missing": (
        "The transaction set has no SE trailer; data may be missing.",
        "交易集缺少 SE 尾段，数据可能不完整。",
    ),
    "se_control_mismatch": (
        "The control number in SE02 ({value}) is not that of ST02 ({expected}).",
        "SE02 的控制号（{value}）与 ST02（{expected}）不一致。",
    ),
    "se_count_mismatch": (
        "SE01 says {value} segments, but {expected} were counted from ST to SE.",
        "SE01 声明 {value} 个段，从 ST 到 SE 实际数到 {expected} 个。",
    ),
    "stray_segment": (
        "Segment {segment} stands outside any transaction set and was not read.",
        "段 {segment} 不在任何交易集之内，未被读取。",
    ),
    "set_outside_group": (
        "The transaction set stands outside any functional group.",
        "交易集不在任何功能组之内。",
    ),
    "set_too_large": (
        "The transaction set has {value} {unit}, more than the {expected} that are allowed.",
        "交易集有 {value} {unit}，超过允许的 {expected}。",
    ),
    "set_not_supported": (
        "There is no guide for transaction set {value} in version {expected}.",
        "没有适用于版本 {expected} 的交易集 {value} 的实施指南。",
    ),
    "set_in_wrong_group": (
        "Transaction set {value} does not belong into a functional group of the kind {expected} (GS01).",
        "交易集 {value} 不属于类型为 {expected} 的功能组（GS01）。",
    ),
    # leniencies: what was read although it is not as it should be
    "lenient_byte_order_mark": (
        "A byte order mark before the data was skipped.",
        "已跳过数据前的字节顺序标记（BOM）。",
    ),
    "lenient_line_breaks": (
        "Line breaks between segments were skipped.",
        "已跳过段之间的换行。",
    ),
    "lenient_blanks_between_segments": (
        "Blanks or tabs between segments were skipped.",
        "已跳过段之间的空格或制表符。",
    ),
    "lenient_wrapped_lines": (
        "The data was wrapped at {expected} columns; it was read as if it were not.",
        "数据按每行 {expected} 列折行，已按未折行读取。",
    ),
    "lenient_line_break_in_segment": (
        "A line break inside segment {segment} was removed.",
        "已去掉段 {segment} 内部的换行。",
    ),
    "lenient_terminator_missing": (
        "Segment {segment} had no terminator at the end of its line; the line break was taken for it.",
        "段 {segment} 行末缺少段终止符，已以换行作为段结束。",
    ),
    "lenient_last_terminator_missing": (
        "The last segment has no terminator.",
        "最后一个段没有段终止符。",
    ),
    "lenient_empty_segment": (
        "An empty segment was skipped.",
        "已跳过一个空段。",
    ),
    "lenient_unpadded_isa": (
        "The elements of the ISA segment do not have their fixed lengths; it was read by its separators.",
        "ISA 段的元素不是固定长度，已按分隔符读取。",
    ),
    "lenient_component_separator_missing": (
        "ISA16 is empty, so the interchange has no component separator.",
        "ISA16 为空，本交换没有子元素分隔符。",
    ),
    "lenient_trailing_separators": (
        "Segment {segment} ends in empty elements; they were dropped.",
        "段 {segment} 以空元素结尾，已省略。",
    ),
    "lenient_trailing_blanks": (
        "Element {element} ends in blanks; they were cut.",
        "元素 {element} 末尾有空格，已去掉。",
    ),
    "lenient_segment_out_of_order": (
        "Segment {segment} (number {number} in the set) stands later than its place in the guide.",
        "段 {segment}（交易集内第 {number} 段）出现在其规定位置之后。",
    ),
    "lenient_segment_misplaced": (
        "Segment {segment} (number {number} in the set) is not foreseen at this place; it was read by its plain meaning.",
        "段 {segment}（交易集内第 {number} 段）在此处未作规定，已按其通常含义读取。",
    ),
    "lenient_separator_in_element": (
        "Element {element} holds the component separator, though it is a simple element; it was read as text.",
        "元素 {element} 是简单元素却含有子元素分隔符，已按文本读取。",
    ),
    # segments
    "segment_unknown": (
        "Segment {segment} (number {number} in the set) is not an X12 segment that we know.",
        "段 {segment}（交易集内第 {number} 段）不是已知的 X12 段。",
    ),
    "segment_unexpected": (
        "Segment {segment} (number {number} in the set) is not expected here.",
        "段 {segment}（交易集内第 {number} 段）不应出现在此处。",
    ),
    "segment_forbidden": (
        "The agreement forbids segment {segment} here (number {number} in the set).",
        "协议不允许此处出现段 {segment}（交易集内第 {number} 段）。",
    ),
    "segment_missing": (
        "The mandatory segment {segment} is missing before segment number {number}.",
        "在第 {number} 段之前缺少必备段 {segment}。",
    ),
    "loop_too_often": (
        "The loop that begins with {segment} occurs more than {expected} times.",
        "以 {segment} 开始的循环出现超过 {expected} 次。",
    ),
    "segment_too_often": (
        "Segment {segment} occurs more than {expected} times in a row.",
        "段 {segment} 连续出现超过 {expected} 次。",
    ),
    # elements
    "element_missing": (
        "The mandatory element {element} is missing (segment number {number}).",
        "缺少必备元素 {element}（第 {number} 段）。",
    ),
    "element_missing_conditional": (
        "Element {element} is missing, and the other elements that were sent require it (segment number {number}).",
        "缺少元素 {element}；已发送的其他元素要求它必须存在（第 {number} 段）。",
    ),
    "too_many_elements": (
        "Segment {segment} has {value} elements; at most {expected} are defined (segment number {number}).",
        "段 {segment} 有 {value} 个元素，最多只定义了 {expected} 个（第 {number} 段）。",
    ),
    "element_too_short": (
        "Element {element} is too short: “{value}” has fewer than {expected} characters.",
        "元素 {element} 过短：“{value}”少于 {expected} 个字符。",
    ),
    "element_too_long": (
        "Element {element} is too long: “{value}” has more than {expected} characters.",
        "元素 {element} 过长：“{value}”多于 {expected} 个字符。",
    ),
    "bad_character": (
        "Element {element} holds a character that cannot be read or is not allowed.",
        "元素 {element} 含有无法识别或不允许的字符。",
    ),
    "bad_number": (
        "Element {element} is not a number: “{value}”.",
        "元素 {element} 不是数字：“{value}”。",
    ),
    "bad_code": (
        "Element {element} holds “{value}”, which is not a code of its list.",
        "元素 {element} 的值“{value}”不在其代码表中。",
    ),
    "bad_date": (
        "Element {element} is not a date: “{value}”; {expected} is expected.",
        "元素 {element} 不是日期：“{value}”；应为 {expected}。",
    ),
    "bad_time": (
        "Element {element} is not a time: “{value}”; {expected} is expected.",
        "元素 {element} 不是时间：“{value}”；应为 {expected}。",
    ),
    "element_excluded": (
        "Element {element} must not be sent together with {expected}.",
        "元素 {element} 不能与 {expected} 同时发送。",
    ),
    "element_forbidden": (
        "The agreement forbids element {element}; “{value}” was sent.",
        "协议不允许使用元素 {element}，却收到“{value}”。",
    ),
    # overlays: a partner's rules that do not fit the guide
    "overlay_unreadable": (
        "The overlay cannot be read: {value}.",
        "无法读取叠加规则：{value}。",
    ),
    "overlay_without_guide": (
        "There is no guide for {value}, so that an overlay for it cannot be used.",
        "{value} 没有规范，因此无法使用针对它的叠加规则。",
    ),
    "overlay_place_unknown": (
        "Rule {rule}: the guide has no place “{value}”.",
        "规则 {rule}：规范中没有位置“{value}”。",
    ),
    "overlay_element_unknown": (
        "Rule {rule}: there is no element {value} at {place}.",
        "规则 {rule}：位置 {place} 没有元素 {value}。",
    ),
    "overlay_rule_empty": (
        "Rule {rule} asks for nothing of {place}.",
        "规则 {rule} 没有对 {place} 提出任何要求。",
    ),
    "overlay_rule_misplaced": (
        "Rule {rule} cannot ask this of {place}: {value}.",
        "规则 {rule} 不能对 {place} 提出此要求：{value}。",
    ),
    "overlay_rule_contradicts": (
        "Rule {rule} contradicts the guide or itself at {value} ({place}).",
        "规则 {rule} 在 {value}（{place}）与规范或自身矛盾。",
    ),
    "overlay_rule_repeated": (
        "Rule {rule} repeats what rule {expected} says about {place}: {value}.",
        "规则 {rule} 重复了规则 {expected} 对 {place} 的要求：{value}。",
    ),
    "overlay_codes_not_text": (
        "Rule {rule}: codes can only be given for a text element, not for {value} ({place}).",
        "规则 {rule}：只能为文本元素给出代码，不能为 {value}（{place}）给出。",
    ),
    "overlay_note_unknown": (
        "Rule {rule}: “{value}” is no note about elements of {place}, such as P0607.",
        "规则 {rule}：“{value}”不是关于 {place} 中元素的条件（例如 P0607）。",
    ),
    # meaning
    "code_not_translated": (
        "The code “{value}” in {element} has no meaning here and was kept as it is.",
        "{element} 中的代码“{value}”在此没有对应含义，已原样保留。",
    ),
    "purpose_not_supported": (
        "The purpose code “{value}” in {element} is not one we can act on.",
        "{element} 中的用途代码“{value}”无法处理。",
    ),
    "line_without_quantity": (
        "The line in segment number {number} has no quantity.",
        "第 {number} 段的订单行没有数量。",
    ),
    "line_count_mismatch": (
        "CTT01 says {value} lines, but {expected} were counted.",
        "CTT01 声明 {value} 行，实际数到 {expected} 行。",
    ),
    "hash_total_mismatch": (
        "The hash total in CTT02 is {value}, but the quantities add up to {expected}.",
        "CTT02 的校验合计为 {value}，按数量计算应为 {expected}。",
    ),
    # hierarchies of ship notices
    "duplicate_level_id": (
        "The hierarchy number {value} occurs more than once; every level needs its own.",
        "层级编号 {value} 重复出现；每个层级必须有唯一的编号。",
    ),
    "parent_level_missing": (
        "{element} names {value} as the level above, but there is no such level.",
        "{element} 指向上级层级 {value}，但没有这个层级。",
    ),
    "levels_in_a_circle": (
        "The levels above one another form a circle, which closes where {element} names {value}.",
        "各层级的上级关系形成循环，在 {element} 指向 {value} 处闭合。",
    ),
    "levels_too_deep": (
        "More than {expected} levels stand below one another at segment number {number}.",
        "第 {number} 段的层级嵌套超过 {expected} 层。",
    ),
    "level_without_parent": (
        "Level {value} names no level above it; it was taken to be part of the shipment.",
        "层级 {value} 没有指明上级层级，已视为直接属于该批发运。",
    ),
    "level_without_items": (
        "The level “{value}” in segment number {number} belongs to no item and was kept as it is.",
        "第 {number} 段的层级“{value}”不属于任何商品，已原样保留。",
    ),
    "quantity_without_item": (
        "The quantity in {element} stands at level “{value}” without an item above it and was kept as it is.",
        "{element} 的数量位于层级“{value}”，其上没有商品，已原样保留。",
    ),
    "not_an_sscc": (
        "“{value}” in {element} is not an SSCC of 18 digits, with or without 00 before it.",
        "{element} 中的“{value}”不是 18 位的 SSCC（前面可带 00）。",
    ),
    "contents_exceed_line": (
        "The units hold {value} of line {line}, but {expected} were shipped.",
        "包装单元内第 {line} 行共 {value}，而该行发运数量为 {expected}。",
    ),
    "contents_without_quantity": (
        "Line {line} lies in several units, and it is not said how much in each.",
        "第 {line} 行分装在多个包装单元中，但未说明每个单元的数量。",
    ),
    "sign_against_kind": (
        "The total is negative ({value}); whether money is asked or given back is said by the kind of document ({kind}).",
        "总额为负数（{value}）；应由单据类型（{kind}）说明是收款还是退款。",
    ),
    "invoice_total_mismatch": (
        "The total in TDS01 is {value}, but lines, charges, allowances and taxes add up to {expected}.",
        "TDS01 的总额为 {value}，按明细、费用、折让和税额计算应为 {expected}。",
    ),
    "payment_total_mismatch": (
        "The payment in BPR02 is {value}, but what was paid and adjusted adds up to {expected}.",
        "BPR02 的付款额为 {value}，按已付和调整金额计算应为 {expected}。",
    ),
    "schedule_total_mismatch": (
        "The schedule of line {line} adds up to {value}, but {expected} were ordered.",
        "第 {line} 行的交货计划合计为 {value}，而订购数量为 {expected}。",
    ),
    "activity_total_mismatch": (
        "The stores of this activity add up to {expected}, but its total in {element} is {value}.",
        "该活动各门店数量之和为 {expected}，但 {element} 的合计为 {value}。",
    ),
    "destination_total_mismatch": (
        "The store quantities of line {line} add up to {value}, but {expected} were ordered.",
        "第 {line} 行的各门店数量合计为 {value}，而订购数量为 {expected}。",
    ),
    "duplicate_line_id": (
        "The line number {value} occurs more than once; every line needs its own.",
        "行号 {value} 重复出现；每一行必须有唯一的行号。",
    ),
    "check_digit": (
        "The check digit of “{value}” in {element} is wrong; {expected} would be right.",
        "{element} 中“{value}”的校验位错误，正确的校验位应为 {expected}。",
    ),
    # writing
    "delimiter_in_data": (
        "Element {element} holds “{value}”, which is a delimiter of this partner, and no replacement is agreed.",
        "元素 {element} 含有“{value}”，它是该伙伴使用的分隔符，且未约定替换字符。",
    ),
    "not_in_charset": (
        "Element {element} holds characters that cannot be written in {expected}.",
        "元素 {element} 含有无法用 {expected} 编码写出的字符。",
    ),
    "bad_envelope_value": (
        "{element} cannot be written: “{value}” must have {expected} characters.",
        "无法写出 {element}：“{value}”应为 {expected} 个字符。",
    ),
    "no_code_for_value": (
        "There is no code for “{value}” in {element}.",
        "{element} 中没有与“{value}”对应的代码。",
    ),
    "not_carried": (
        "“{value}” has no place in this document and is not carried.",
        "“{value}”在本文档中没有对应位置，不会被传送。",
    ),
}

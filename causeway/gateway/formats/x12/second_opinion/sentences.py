"""What kinds of findings and remarks are called, in English and Chinese. pyx12's own sentences are English alone."""

from causeway.gateway.formats.base import Locale
from causeway.gateway.formats.x12.second_opinion.findings import Kind

_KINDS: dict[Kind, tuple[str, str]] = {
    Kind.SEGMENT_NOT_HERE: ("segment not expected here", "此处不应出现该段"),
    Kind.SEGMENT_MISSING: ("mandatory segment missing", "缺少必备段"),
    Kind.SEGMENT_FORBIDDEN: ("segment not used", "不允许使用该段"),
    Kind.SEGMENT_EMPTY: ("segment without elements", "段没有任何元素"),
    Kind.TOO_OFTEN: ("too many repetitions", "重复次数过多"),
    Kind.TOO_MANY_ELEMENTS: ("too many elements", "元素过多"),
    Kind.ELEMENT_MISSING: ("mandatory element missing", "缺少必备元素"),
    Kind.CONDITION: ("element required by others missing", "缺少其他元素所要求的元素"),
    Kind.EXCLUDED: ("elements exclude each other", "元素不能同时出现"),
    Kind.ELEMENT_FORBIDDEN: ("element not used", "不允许使用该元素"),
    Kind.TOO_SHORT: ("too short", "过短"),
    Kind.TOO_LONG: ("too long", "过长"),
    Kind.CONTENT: ("content does not fit the type", "内容不符合类型"),
    Kind.CODE: ("code not in the list", "代码不在代码表中"),
    Kind.DATE: ("not a date", "不是日期"),
    Kind.TIME: ("not a time", "不是时间"),
    Kind.HIERARCHY: ("order or parent of an HL segment", "HL 段的顺序或上级"),
    Kind.TRAILER_MISSING: ("trailer missing", "缺少尾段"),
    Kind.TRAILER_CONTROL: ("control number of the trailer differs", "尾段控制号不一致"),
    Kind.TRAILER_COUNT: ("segment count of the trailer differs", "尾段的段数不一致"),
    Kind.PYX12_FAILED: ("pyx12 failed", "pyx12 运行出错"),
    Kind.PYX12_STOPPED: ("pyx12 stopped reading", "pyx12 停止读取"),
}
_UNCHECKED = ("pyx12 does not check this", "pyx12 不检查此项")
_REMARKS: dict[str, tuple[str, str]] = {
    "characters_replaced": (
        "Letters outside ASCII were shown to pyx12 as “x”: it knows none of them.",
        "ASCII 以外的字符以“x”交给 pyx12：它不识别这些字符。",
    ),
    "leniencies": (
        "What we read all the same is a warning of ours, told once for a set, and an error of pyx12, told each time.",
        "我们宽容读取的情况对我们是警告，每个交易集只提示一次；pyx12 则视为错误，每次都提示。",
    ),
    "totals_unchecked": (
        "pyx12 does not check totals, counts of lines or anything between segments.",
        "pyx12 不检查合计、行数以及段与段之间的关系。",
    ),
}


def kind_name(kind: Kind | None, locale: Locale) -> str:
    """What the kind is called; for None, that pyx12 has no such check."""
    return (_KINDS[kind] if kind else _UNCHECKED)[locale == "zh_CN"]


def remark_sentence(code: str, locale: Locale) -> str:
    """One sentence about what pyx12 could not see."""
    return _REMARKS[code][locale == "zh_CN"]

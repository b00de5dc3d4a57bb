"""What the commands say, in English and Chinese; the terminal's language decides, `--lang` overrules it."""

import os
from typing import Any

from causeway.gateway.formats.base import Locale

_WORDS: dict[str, tuple[str, str]] = {
    "empty_file": (
        "{name} is empty: there is nothing to read.",
        "{name} 是空的，没有可读取的内容。",
    ),
    "other_format": (
        "{name} looks like {format}, not like X12; these commands read X12 files.",
        "{name} 看起来是 {format} 而不是 X12；这些命令读取 X12 文件。",
    ),
    "cannot_open": (
        "{name} cannot be opened: {reason}. Check the path and your permission to read it.",
        "无法打开 {name}：{reason}。请检查路径和读取权限。",
    ),
    "agreement_not_json": (
        '{name} is no JSON object: {reason}. An agreement looks like {{"charset": "utf-8"}}.',
        '{name} 不是 JSON 对象：{reason}。协议文件形如 {{"charset": "utf-8"}}。',
    ),
    "reading": ("Reading", "读取中"),
    "interchange": (
        "Interchange {control} from {sender} to {receiver}, version {version}, {usage}",
        "交换 {control}，发送方 {sender}，接收方 {receiver}，版本 {version}，{usage}",
    ),
    "group": (
        "Group {control} ({functional_id}), version {version}, {sets} transaction sets",
        "功能组 {control}（{functional_id}），版本 {version}，{sets} 个交易集",
    ),
    "ta1": ("Acknowledgement of an interchange: {text}", "交换确认：{text}"),
    "set": (
        "{set_id} {name}, control number {control}, segments {first} to {last} of the file",
        "{set_id} {name}，控制号 {control}，文件中第 {first} 至 {last} 段",
    ),
    "is_clean": ("no problems", "没有问题"),
    "usage_P": ("production", "生产"),
    "usage_T": ("test", "测试"),
    "usage_I": ("information", "信息"),
    "usage_": ("no usage given", "未注明用途"),
    "problem_in_file": (
        "{severity}: byte {byte}: {text}",
        "{severity}：第 {byte} 字节：{text}",
    ),
    "problem": (
        "{severity}: {place}, segment {segment}, byte {byte}: {text}",
        "{severity}：{place}，第 {segment} 段，第 {byte} 字节：{text}",
    ),
    "severity_note": ("note", "提示"),
    "severity_warning": ("warning", "警告"),
    "severity_error": ("error", "错误"),
    "severity_fatal": ("fatal", "致命"),
    "verdict_clean": (
        "{name}: {sets} transaction sets, no problems.",
        "{name}：{sets} 个交易集，没有问题。",
    ),
    "verdict_warnings": (
        "{name}: {sets} transaction sets, nothing wrong; {warnings} warnings and {notes} notes.",
        "{name}：{sets} 个交易集，没有错误；{warnings} 个警告，{notes} 个提示。",
    ),
    "verdict_problems": (
        "{name}: {sets} transaction sets; {fatals} fatal, {errors} errors, {warnings} warnings, {notes} notes.",
        "{name}：{sets} 个交易集，{fatals} 个致命问题，{errors} 个错误；{warnings} 个警告，{notes} 个提示。",
    ),
    "verdict_unusable": (
        "{name}: nothing in it can be read as X12.",
        "{name}：没有任何内容可以作为 X12 读取。",
    ),
    "not_translated": (
        "{set_id} {control}: not translated, it has fatal problems; `causeway edi validate` tells which.",
        "{set_id} {control}：存在致命问题，未转换；请用 `causeway edi validate` 查看。",
    ),
    "no_reader": (
        "{set_id} {control}: not translated, there is no translation for this document in version {version}.",
        "{set_id} {control}：未转换，没有该单据 {version} 版本的转换。",
    ),
    "not_acknowledged": (
        "Group {control} ({functional_id}) is not acknowledged: acknowledgements never are.",
        "功能组 {control}（{functional_id}）不予确认：确认本身不再被确认。",
    ),
    "nothing_to_acknowledge": (
        "{name} holds nothing that is acknowledged.",
        "{name} 中没有需要确认的内容。",
    ),
    "bad_line": (
        "{name}, line {number}: this is no canonical message: {reason}",
        "{name} 第 {number} 行：不是规范消息：{reason}",
    ),
    "no_identity": (
        "{name}, line {number}: nobody is named as sender and receiver; give both, such as --sender ZZ:ACME.",
        "{name} 第 {number} 行：消息未说明发送方和接收方；请给出 --sender 和 --receiver，例如 ZZ:ACME。",
    ),
    "bad_identity": (
        "{value} is no identity: write qualifier and identifier, such as ZZ:ACME.",
        "{value} 不是有效的标识：请写限定符和标识，例如 ZZ:ACME。",
    ),
    "not_written": (
        "{name}, line {number}: {reason}",
        "{name} 第 {number} 行：{reason}",
    ),
    "second_not_installed": (
        "The second opinion needs pyx12, which is not installed: pip install 'causeway[second-opinion]'.",
        "第二意见需要 pyx12，但尚未安装：pip install 'causeway[second-opinion]'。",
    ),
    "second_set": ("Second opinion on {set}: {verdict}", "对 {set} 的第二意见：{verdict}"),
    "second_not_asked": (
        "pyx12 was not asked, as there is no guide for the set or it is too large.",
        "未询问 pyx12：该交易集没有实施指南或过大。",
    ),
    "second_incomplete": (
        "pyx12 had trouble of its own and did not see all of it.",
        "pyx12 自身出错，没有检查全部内容。",
    ),
    "second_both_accept": ("both find it in order.", "双方都认为没有错误。"),
    "second_both_refuse": ("both find errors.", "双方都发现错误。"),
    "second_we_accept": ("pyx12 finds errors, we do not.", "pyx12 发现错误，我们没有。"),
    "second_they_accept": ("we find errors, pyx12 does not.", "我们发现错误，pyx12 没有。"),
    "second_severity": ("{severity}: {text}", "{severity}：{text}"),
    "second_both": (
        "both: {place}, segment {segment}, {kind}; {ours}",
        "双方：{place}，第 {segment} 段，{kind}；{ours}",
    ),
    "second_place": (
        "both, differently: {place}, segment {segment}; ours: {ours} pyx12: {theirs}",
        "同一位置说法不同：{place}，第 {segment} 段；我们：{ours} pyx12：{theirs}",
    ),
    "second_ours": (
        "only ours: {place}, segment {segment}, {kind}; {ours}",
        "仅我们：{place}，第 {segment} 段，{kind}；{ours}",
    ),
    "second_theirs": (
        "only pyx12: {place}, segment {segment}, {kind}; {theirs}",
        "仅 pyx12：{place}，第 {segment} 段，{kind}；{theirs}",
    ),
    "nothing_to_write": ("{name} holds no message.", "{name} 中没有消息。"),
}

_language: Locale = "en"


def set_language(wanted: str | None) -> Locale:
    """Chooses the language of all further output: `zh` or `en`, else the one of the terminal's locale."""
    global _language  # noqa: PLW0603 - one process is one command in one language
    locale = (
        wanted or os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    )
    _language = "zh_CN" if locale.lower().startswith("zh") else "en"
    return _language


def language() -> Locale:
    """The language that was chosen."""
    return _language


def say(sentence: str, /, **values: Any) -> str:
    """The sentence of that name in the chosen language."""
    return _WORDS[sentence][_language == "zh_CN"].format_map(values)

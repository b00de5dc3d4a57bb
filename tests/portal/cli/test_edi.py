"""`causeway edi` as somebody at a terminal and a script would use it: text, JSON, exit status, both languages."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from causeway.gateway.canonical import codec
from causeway.gateway.canonical.acknowledgements import AckStatus
from causeway.gateway.formats.x12 import read_envelope
from causeway.portal.cli.edi import edi

GOLDEN = Path(__file__).parents[2] / "golden" / "x12"
PLAIN = GOLDEN / "850" / "plain" / "in.edi"
WRONG = GOLDEN / "850" / "errors_at_each_level" / "in.edi"
GB18030 = GOLDEN / "850" / "chinese_gb18030" / "in.edi"


@pytest.fixture
def run(monkeypatch):
    monkeypatch.setenv("LC_ALL", "C.UTF-8")

    def call(*arguments, **more):
        return CliRunner().invoke(edi, [str(argument) for argument in arguments], **more)

    return call


def file_with(tmp_path, content, name="file"):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_the_commands_start_without_database_and_web():
    probe = (
        "import sys, causeway.portal.cli.edi; "
        "print(sorted({'flask', 'sqlalchemy', 'psycopg', 'redis'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", probe], check=True, capture_output=True, text=True)
    assert done.stdout == "[]\n"


def test_inspect_shows_envelopes_sets_and_the_verdict(run):
    done = run("inspect", PLAIN)
    assert done.exit_code == 0
    lines = done.output.splitlines()
    assert any(line.startswith("Interchange ") for line in lines)
    assert any("850 purchase order, control number" in line for line in lines)
    assert "nothing wrong" in lines[-1] or "no problems" in lines[-1]


def test_inspect_names_segments_and_elements(run):
    text = run("inspect", "--segments", PLAIN).output
    assert "BEG03" in text
    report = json.loads(run("inspect", "--segments", "--json", PLAIN).output)
    [group] = report["interchanges"][0]["groups"]
    tags = [segment["tag"] for segment in group["sets"][0]["segments"]]
    assert tags[0] == "ST"
    assert tags[-1] == "SE"


def test_validate_tells_every_problem_with_place_and_sentence(run):
    done = run("validate", "--json", WRONG)
    assert done.exit_code == 1
    report = json.loads(done.output)
    assert report["verdict"] == "problems"
    assert report["sets"] == 7
    [date] = [problem for problem in report["problems"] if problem["code"] == "bad_date"]
    assert date["place"] == "BEG05"
    assert date["position"]["segment"] == 2
    assert WRONG.read_bytes()[date["position"]["byte"] :].startswith(date["value"].encode())
    assert date["set"]["control_number"] == "0003"
    assert "BEG05" in date["text"]["en"]
    assert "不是日期" in date["text"]["zh"]


def test_validate_shows_a_second_opinion_side_by_side(run):
    pytest.importorskip("pyx12", reason="pyx12, the second opinion, is not installed (extra second-opinion)")
    done = run("validate", "--second-opinion", "--json", WRONG)
    assert done.exit_code == 1
    asked = json.loads(done.output)["second_opinion"]
    assert [one["agrees"] for one in asked] == [True] * 7
    rows = {row["place"]: row for row in asked[2]["rows"]}
    assert rows["BEG05"]["side"] == "both"
    assert (rows["BEG05"]["ours"]["code"], rows["BEG05"]["pyx12"]["code"]) == ("bad_date", "element:8")
    assert {remark["code"] for remark in asked[2]["remarks"]} == {"totals_unchecked"}
    text = run("validate", "--second-opinion", WRONG).output
    assert "both find errors." in text
    assert "  both: BEG05, segment 2, not a date; fatal: " in text
    odd = GOLDEN / "810" / "oddities" / "in.edi"
    assert run("validate", "--second-opinion", odd).exit_code == run("validate", odd).exit_code
    chinese = run("validate", "--second-opinion", "--lang", "zh", odd).output
    assert "pyx12 发现错误，我们没有。" in chinese
    assert "仅 pyx12：TDS01，第 5 段，内容不符合类型；" in chinese


def test_a_second_opinion_on_a_set_without_guide_says_that_nobody_was_asked(run, tmp_path):
    pytest.importorskip("pyx12", reason="pyx12, the second opinion, is not installed (extra second-opinion)")
    path = file_with(tmp_path, PLAIN.read_bytes().replace(b"ST*850*", b"ST*999*"))
    [asked] = json.loads(run("validate", "--second-opinion", "--json", path).output)["second_opinion"]
    assert (asked["asked"], asked["agrees"], asked["rows"]) == (False, None, [])
    assert "pyx12 was not asked" in run("validate", "--second-opinion", path).output


def test_without_pyx12_a_second_opinion_is_unusable_and_says_how_to_get_it(run, monkeypatch):
    monkeypatch.setattr("causeway.gateway.formats.x12.second_opinion.opinion.find_spec", lambda _: None)
    done = run("validate", "--second-opinion", PLAIN)
    assert done.exit_code == 2
    assert "causeway[second-opinion]" in done.stderr
    assert run("validate", PLAIN).exit_code == 0


def test_chinese_by_switch_and_by_locale(run, monkeypatch):
    assert "致命" in run("validate", "--lang", "zh", WRONG).output
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert "致命" in run("validate", WRONG).output
    assert "fatal" in run("validate", "--lang", "en", WRONG).output


def test_translate_writes_one_message_a_line_and_says_what_it_left_out(run):
    done = run("translate", WRONG)
    assert done.exit_code == 1
    messages = [codec.decode_strict(line) for line in done.stdout.splitlines()]
    assert [message.header.set_control for message in messages] == ["0001", "0002"]
    for control in ("0003", "0004", "0005", "0006", "0007"):
        assert f"850 {control}: not translated" in done.stderr


def test_the_same_file_gives_the_same_messages(run):
    assert run("translate", PLAIN).stdout == run("translate", PLAIN).stdout


def test_a_response_goes_to_json_and_back(run, tmp_path):
    source = GOLDEN / "855" / "plain" / "in.edi"
    if not source.exists():
        pytest.skip("no golden 855 yet")
    lines = run("translate", source).stdout
    written = run("translate", "--to", "x12", file_with(tmp_path, lines))
    assert written.exit_code == 0, written.stderr
    again = run("translate", file_with(tmp_path, written.stdout, "again")).stdout

    def bodies(text):
        return [
            {name: value for name, value in json.loads(line).items() if name != "header"}
            for line in text.splitlines()
        ]

    assert bodies(again) == bodies(lines)


def test_an_agreement_sets_the_charset(run, tmp_path):
    agreement = file_with(tmp_path, '{"charset": "gb18030"}', "agreement.json")
    assert run("validate", GB18030).exit_code == 1
    assert run("validate", "--agreement", agreement, GB18030).exit_code == 0


def test_an_agreement_decides_what_is_forgiven(run, tmp_path):
    strict = file_with(tmp_path, '{"leniencies": []}', "agreement.json")
    assert run("validate", PLAIN).exit_code == 0
    done = run("validate", "--json", "--agreement", strict, PLAIN)
    assert done.exit_code == 1
    assert {problem["code"] for problem in json.loads(done.output)["problems"]} == {"lenient_line_breaks"}


def test_ack_answers_every_interchange_to_its_own_sender(run, tmp_path):
    other = PLAIN.read_bytes().replace(b"BUYER  ", b"OTHERS ")
    both = file_with(tmp_path, WRONG.read_bytes() + other)
    done = run("ack", both)
    assert done.exit_code == 1
    answers = read_envelope(done.stdout.encode()).interchanges
    originals = read_envelope(both.read_bytes()).interchanges
    assert [(answer.receiver_id, answer.sender_id) for answer in answers] == [
        (original.sender_id, original.receiver_id) for original in originals
    ]
    assert [answer.control_number for answer in answers] == ["000000001", "000000002"]
    first, second = (codec.decode_strict(line) for line in run("ack", "--json", both).stdout.splitlines())
    assert first.status is AckStatus.PARTIALLY_ACCEPTED
    assert second.status is AckStatus.ACCEPTED


def test_acknowledgements_are_not_acknowledged(run):
    done = run("ack", GOLDEN / "850" / "plain" / "997.edi")
    assert done.exit_code == 0
    assert done.stdout == ""
    assert "never are" in done.stderr


def test_standard_input_is_read(run):
    done = run("validate", "-", input=PLAIN.read_bytes())
    assert done.exit_code == 0
    assert done.output.splitlines()[-1].startswith("-: 1 transaction sets")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"UNB+UNOA:1+A+B+200101:1200+1'", "looks like EDIFACT"),
        (b"<Order/>", "looks like XML"),
        (b"hello, world", "can be read as X12"),
    ],
)
def test_what_is_no_x12_is_unusable_and_says_why(run, tmp_path, content, says):
    done = run("validate", file_with(tmp_path, content))
    assert done.exit_code == 2
    assert says in done.output


@pytest.mark.parametrize("command", ["inspect", "validate", "translate", "ack"])
def test_a_file_that_is_not_there_is_one_line(run, command):
    done = run(command, "/nowhere/file.edi")
    assert done.exit_code == 2
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("causeway: /nowhere/file.edi cannot be opened")


@pytest.mark.parametrize(
    ("content", "says"),
    [("nonsense", "is no JSON object"), ('{"charset": "morse"}', "charset"), ('{"colour": 1}', "colour")],
)
def test_a_wrong_agreement_says_what_is_wrong(run, tmp_path, content, says):
    done = run("validate", "--agreement", file_with(tmp_path, content), PLAIN)
    assert done.exit_code == 2
    assert says in done.stderr


@pytest.mark.parametrize(
    ("content", "says"),
    [("{}", "line 1"), ("", "holds no message"), ('\n{"message": "order"}', "line 2")],
)
def test_json_that_is_no_message_is_refused_with_its_line(run, tmp_path, content, says):
    done = run("translate", "--to", "x12", file_with(tmp_path, content))
    assert done.exit_code == 2
    assert says in done.stderr
    assert done.stdout == ""


def test_an_identity_is_written_with_its_qualifier(run, tmp_path):
    done = run("translate", "--to", "x12", "--sender", "ACME", file_with(tmp_path, "{}"))
    assert done.exit_code == 2
    assert "ZZ:ACME" in done.stderr


def test_the_schema_describes_what_translate_writes(run):
    schema = json.loads(run("schema").output)
    assert set(json.loads(run("translate", PLAIN).stdout)) <= set(schema["$defs"]["Order"]["properties"])


def test_a_ta1_is_written_where_one_was_asked_for(run, tmp_path):
    asked = file_with(tmp_path, PLAIN.read_bytes().replace(b"*0*P*", b"*1*P*", 1))
    [answer] = read_envelope(run("ack", asked).stdout.encode()).interchanges
    assert [ta1[4:] for ta1 in answer.ta1s] == [("A", "000")]
    assert len(answer.groups) == 1


def test_an_envelope_that_is_refused_gets_a_ta1_and_no_997(run, tmp_path):
    data = PLAIN.read_bytes()
    bare = data[: data.index(b"GS*")] + data[data.index(b"IEA*") :]
    [answer] = read_envelope(run("ack", file_with(tmp_path, bare)).stdout.encode()).interchanges
    assert [ta1[4] for ta1 in answer.ta1s] == ["R"]
    assert answer.groups == ()


def test_an_agreement_may_want_a_999_from_005010_on(run, tmp_path):
    agreement = file_with(tmp_path, '{"functional_ack_document": "999"}', "agreement.json")
    newer = file_with(tmp_path, PLAIN.read_bytes().replace(b"004010", b"005010"))
    for source, set_id, version in ((newer, "999", "005010X231A1"), (PLAIN, "997", "004010")):
        answer = run("ack", "--agreement", agreement, source).stdout.encode()
        [group] = read_envelope(answer).interchanges[0].groups
        assert (group.sets[0].set_id, group.version) == (set_id, version)
    assert run("validate", "-", input=answer).exit_code == 0


RULES = {
    "overlay": "acme",
    "revision": "3",
    "set": "850",
    "version": "004010",
    "valid_from": "2020-01-01",
    "rules": [{"place": "CUR", "required": True}],
}


def test_an_agreement_brings_a_partners_own_rules(run, tmp_path):
    agreement = file_with(tmp_path, json.dumps({"overlays": [RULES]}), "agreement.json")
    done = run("validate", "--json", "--agreement", agreement, PLAIN)
    assert done.exit_code == 1
    [missing] = [p for p in json.loads(done.output)["problems"] if p["severity"] == "fatal"]
    assert (missing["code"], missing["place"], missing["rule"]) == ("segment_missing", "CUR", "acme@3#1")


def test_rules_hold_from_their_first_day_on(run, tmp_path):
    later = {**RULES, "valid_from": "2999-01-01"}
    agreement = file_with(tmp_path, json.dumps({"overlays": [later]}), "agreement.json")
    assert run("validate", "--agreement", agreement, PLAIN).exit_code == 0


def test_rules_that_do_not_fit_their_guide_are_refused_before_anything_is_read(run, tmp_path):
    wrong = {**RULES, "rules": [{"place": "NOWHERE", "required": True}]}
    agreement = file_with(tmp_path, json.dumps({"overlays": [wrong]}), "agreement.json")
    done = run("validate", "--agreement", agreement, PLAIN)
    assert done.exit_code == 2
    assert "NOWHERE" in done.stderr

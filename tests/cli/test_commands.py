"""spec, run, outcome, report, doctor, init and demo."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from pytest_httpserver import HTTPServer

from ire_gate import schemas
from ire_gate.cli.init import settings_file
from ire_gate.config import Settings, load_settings
from ire_gate.currencies.coin import usd
from ire_gate.domain import SPEC_VERSION, Limits, Profile
from ire_gate.ledger.store import Ledger
from tests.cli.conftest import CLEAR, VAGUE, Cli, Ended, command, in_its_own_process, write
from tests.conftest import Endpoint


def test_spec_prints_the_spec_alone(cli: Cli) -> None:
    write("a.md")
    ended = cli("spec", "a.md")
    spec = json.loads(ended.out)

    assert ended.code == 0
    assert spec["version"] == SPEC_VERSION
    Draft202012Validator(schemas.schema("spec-1")).validate(spec)


def test_spec_of_a_model_and_of_standard_input(cli: Cli, endpoint: Endpoint) -> None:
    ended = cli("spec", "-", "--engine", "openai:m", "--base-url", endpoint.url, stdin=CLEAR.encode())

    assert ended.code == 0
    assert json.loads(ended.out)["goal"] == "Retry five times."


def test_spec_of_a_blocked_intent_is_printed_with_1(cli: Cli) -> None:
    ended = cli("spec", "--text", VAGUE)

    assert ended.code == 1
    assert json.loads(ended.out)["version"] == SPEC_VERSION
    assert "blocked" in ended.err


def test_no_spec_is_3_with_the_reason(cli: Cli, endpoint: Endpoint) -> None:
    endpoint.answers["Specification"] = ["no JSON"]
    ended = cli("spec", "--text", CLEAR, "--engine", "openai:m", "--base-url", endpoint.url)

    assert ended.code == 3
    assert ended.out == ""
    assert "unusable" in ended.err


def test_several_intents_give_an_array(cli: Cli) -> None:
    write("many.jsonl", "".join(json.dumps({"id": name, "text": CLEAR}) + "\n" for name in "ab"))
    assert len(json.loads(cli("spec", "many.jsonl").out)) == 2


def test_what_is_finished_is_printed_where_one_spec_of_several_is_missing(cli: Cli, endpoint: Endpoint) -> None:
    answer = endpoint.answers["Specification"][0]
    endpoint.answers["Specification"] = [answer, "no JSON", "no JSON", answer]
    write("many.jsonl", "".join(json.dumps({"id": name, "text": f"{CLEAR} {name}"}) + "\n" for name in "abc"))
    ended = cli(
        "spec", "many.jsonl", "--engine", "openai:m", "--base-url", endpoint.url, "--concurrency", 1, "--no-cache"
    )
    first, second, third = json.loads(ended.out)

    assert ended.code == 3
    assert (first["version"], second, third["version"]) == (SPEC_VERSION, None, SPEC_VERSION)
    assert "there is no spec" in ended.err


OFF = f"---\nire-gate: false\n---\n{CLEAR}"


@pytest.mark.parametrize(("form", "out"), [("text", ""), ("json", "[]\n"), ("jsonl", "")])
def test_a_file_that_is_taken_out_is_nothing_to_check_and_fails_no_hook(cli: Cli, form: str, out: str) -> None:
    write("off.md", OFF)

    assert cli("check", "off.md", "--format", form) == (
        0,
        out,
        "nothing to check: ire-gate: false takes out what was given\n",
    )


@pytest.mark.parametrize("arguments", [("spec", "off.md"), ("run", "--intent", "off.md", "--", "true")])
def test_one_intent_is_needed_for_a_spec_and_a_run(cli: Cli, arguments: tuple[str, ...]) -> None:
    write("off.md", OFF)
    ended = cli(*arguments)

    assert (ended.code, ended.out) == (2, "")
    assert "error: off.md: nothing to check: ire-gate: false takes it out\n" in ended.err


PYTHON = f"{sys.executable} -c"


def run_python(script: str, *flags: str, text: str = CLEAR) -> Ended:
    return in_its_own_process("run", "--text", text, *flags, "--", sys.executable, "-c", script)


def test_run_executes_a_passed_intent_and_hands_it_on() -> None:
    script = "import os; print(os.environ['IRE_INTENT'], len(os.environ['IRE_DECISION']) > 5)"
    ended = run_python(script)

    assert ended.code == 0
    assert ended.out == f"{CLEAR} True\n"


def test_run_executes_nothing_on_a_blocked_intent() -> None:
    ended = run_python("open('executed', 'w')", text=VAGUE)

    assert ended.code == 1
    assert ended.out == ""
    assert "blocked" in ended.err
    assert not Path("executed").exists()


def test_run_executes_nothing_on_an_undecided_intent_unless_that_is_allowed(endpoint: Endpoint) -> None:
    endpoint.answers["Specification"] = ["no JSON"]
    flags = ("--engine", "openai:m", "--base-url", endpoint.url)
    refused = run_python("open('executed', 'w')", *flags)
    was_executed = Path("executed").exists()
    write(".ire-gate.toml", 'on-undecided = "allow"')
    allowed = run_python("open('executed', 'w')", *flags)

    assert (refused.code, was_executed) == (3, False)
    assert (allowed.code, Path("executed").exists()) == (0, True)


@pytest.mark.parametrize("code", [0, 1, 7, 42])
def test_run_ends_like_its_command(code: int) -> None:
    assert run_python(f"raise SystemExit({code})").code == code


def test_run_leaves_the_arguments_of_the_command_alone() -> None:
    script = "import sys; print(sys.argv[1:])"
    ended = in_its_own_process(
        "run", "--text", CLEAR, "--", sys.executable, "-c", script, "{intent}", "--help", "--text", "$HOME", "a b"
    )

    assert ended.out == "['{intent}', '--help', '--text', '$HOME', 'a b']\n"


@pytest.mark.parametrize("words", ["no-such-command-at-all", "./folder"])
def test_run_of_what_cannot_be_executed_is_2(cli: Cli, words: str) -> None:
    Path("folder").mkdir()
    ended = cli("run", "--text", CLEAR, "--", words)

    assert ended.code == 2
    assert words in ended.err


def test_run_books_time_and_code_and_a_result_only_if_that_was_asked_for(cli: Cli) -> None:
    cli("run", "--text", CLEAR, "--", sys.executable, "-c", "raise SystemExit(4)")
    cli("run", "--text", f"{CLEAR} [2]", "--correct-on-success", "--", sys.executable, "-c", "")
    with Ledger.open(None) as ledger:
        first, second = (ledger.outcomes()[row.decision_id] for row in ledger.decisions(None))

    assert (first.exit_code, first.correct) == (4, None)
    assert (second.exit_code, second.correct) == (0, True)
    assert first.seconds is not None
    assert first.seconds > 0


def test_run_books_what_its_command_says_it_used_and_what_the_result_is_worth(cli: Cli) -> None:
    answer = '{"model": "gpt-5-mini", "usage": {"input_tokens": 1000, "output_tokens": 50}}'
    script = f"open('used.json', 'w').write('{answer}')"
    flags = ("--usage", "used.json", "--value", "5", "--correct-on-success")
    cli("run", "--text", CLEAR, *flags, "--", sys.executable, "-c", script)
    stale = cli("run", "--text", CLEAR, *flags, "--", sys.executable, "-c", "raise SystemExit(1)")
    broken = cli("run", "--text", CLEAR, *flags, "--", sys.executable, "-c", "open('used.json', 'w').write('no')")
    with Ledger.open(None) as ledger:
        first, second, third = (ledger.outcomes()[row.decision_id] for row in ledger.decisions(None))

    assert (first.tokens_in, first.tokens_out, first.model, first.value) == (1000, 50, "gpt-5-mini", 5.0)
    assert first.usd == usd("openai", "gpt-5-mini", 1000, 0, 50)
    assert first.grams is not None
    assert (second.exit_code, second.tokens_in, second.correct, second.value) == (1, None, False, None)
    assert "used.json: the command wrote no usage there" in stale.err
    assert (broken.code, third.tokens_in, third.value) == (0, None, 5.0)
    assert "used.json, line 1: not JSON" in broken.err


def test_run_books_what_its_command_added_to_a_log_and_no_earlier_use(cli: Cli) -> None:
    line = '{"message": {"id": "%s", "model": "gpt-5-mini", "usage": {"input_tokens": 100, "output_tokens": 10}}}'
    for number in range(2):
        script = f"print('{line % number}', file=open('log.jsonl', 'a'))"
        cli("run", "--text", CLEAR, "--usage", "log.jsonl", "--", sys.executable, "-c", script)
    with Ledger.open(None) as ledger:
        used = [ledger.outcomes()[row.decision_id].tokens_in for row in ledger.decisions(None)]

    assert used == [100, 100]


def test_a_usage_file_that_is_no_file_keeps_nobody_waiting() -> None:
    os.mkfifo("pipe")
    ended = run_python("raise SystemExit(7)", "--usage", "pipe")

    assert ended.code == 7
    assert "the command wrote no usage there" in ended.err


@pytest.mark.parametrize(
    "flags", [("--value", "nan"), ("--value", "1e999"), ("--model", "openai:"), ("--model", "a\nb")]
)
def test_run_refuses_what_cannot_be_booked_before_it_executes(cli: Cli, flags: tuple[str, str]) -> None:
    ended = cli("run", "--text", CLEAR, *flags, "--", sys.executable, "-c", "open('executed', 'w')")

    assert (ended.code, Path("executed").exists()) == (2, False)


def test_run_of_several_intents_executes_nothing(cli: Cli) -> None:
    write("many.jsonl", "".join(json.dumps({"id": name, "text": CLEAR}) + "\n" for name in "ab"))
    ended = cli("run", "--intent", "many.jsonl", "--", sys.executable, "-c", "open('executed', 'w')")

    assert ended.code == 2
    assert not Path("executed").exists()


def test_run_hands_signals_on_and_tells_how_the_command_ended() -> None:
    script = "import time; open('executed', 'w'); time.sleep(30)"
    process = subprocess.Popen(
        command("run", "--text", CLEAR, "--", sys.executable, "-c", script),
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    deadline = time.monotonic() + 30
    while not Path("executed").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(signal.SIGTERM)
    _, said = process.communicate(timeout=20)

    assert process.returncode == 128 + signal.SIGTERM
    assert b"Traceback" not in said


def test_a_gate_inside_a_gated_command_works() -> None:
    inner = command("check", "--text", CLEAR)
    ended = in_its_own_process("run", "--text", CLEAR, "--", *inner)

    assert ended.code == 0
    assert "passed" in ended.out


def decision_of(cli: Cli, *flags: str, text: str = CLEAR) -> str:
    identifier = json.loads(cli("check", "--text", text, "--format", "json", *flags).out)[0]["id"]
    assert isinstance(identifier, str)
    return identifier


def test_an_outcome_is_booked_and_reported(cli: Cli) -> None:
    decision = decision_of(cli)
    booked = cli(
        "outcome",
        decision,
        "--wrong",
        "--tokens-in",
        100,
        "--tokens-out",
        5,
        "--seconds",
        2.5,
        "--usd",
        0.1,
        "--value",
        -3,
    )
    report = json.loads(cli("report", "--format", "json").out)

    assert booked.code == 0
    assert decision in booked.err
    assert report["total"]["forecast"]["outcomes"] == 1
    assert report["total"]["forecast"]["wrong_actual"] == 1
    assert report["total"]["ire"]["value"] == 0


def test_the_newest_outcome_counts(cli: Cli) -> None:
    decision = decision_of(cli)
    cli("outcome", decision, "--wrong")
    cli("outcome", decision, "--correct")

    assert json.loads(cli("report", "--format", "json").out)["total"]["forecast"]["correct"] == 1


@pytest.mark.parametrize(
    "flags",
    [("--tokens-in", "-1"), ("--seconds", "nan"), ("--usd", "-0.1"), ("--wrong",), ("--tokens-in", "9" * 20), ()],
    ids=str,
)
def test_an_impossible_outcome_is_refused(cli: Cli, flags: tuple[str, ...]) -> None:
    decision = decision_of(cli)
    verdict = () if not flags else ("--correct",)
    ended = cli("outcome", decision, *verdict, *flags)

    assert ended.code == 2
    assert "Traceback" not in ended.err


@pytest.mark.parametrize("form", ["text", "md", "json"])
def test_the_report_counts_and_may_show_a_loss(cli: Cli, form: str) -> None:
    for _ in range(5):  # smaller groups are told together
        decision_of(cli, "--tag", "team=search")
        decision_of(cli, "--tag", "team=shop", text=VAGUE)
    ended = cli("report", "--format", form, "--by", "team")

    assert ended.code == 0
    assert "search" in ended.out
    assert "shop" in ended.out
    assert "blocked" in ended.out


def test_the_report_names_its_methods_and_tells_replays_apart(cli: Cli, endpoint: Endpoint) -> None:
    live = ("--engine", "openai:m", "--base-url", endpoint.url)
    cli("check", "--text", CLEAR, *live, "--record", "rec", "--no-cache", "--ledger", "none")
    cli("check", "--text", CLEAR, "--engine", "replay:rec", "--no-cache")
    total = json.loads(cli("report", "--format", "json").out)["total"]
    text = cli("report").out

    assert (total["calls"], total["spent"]["tokens"], total["saved"]["tokens"]) == (0, 0, 0)
    assert total["replayed_calls"] >= 1
    assert total["replayed"]["tokens"] == 120 * total["replayed_calls"]
    assert "EcoLogits " in text
    assert "genai-prices " in text


def test_the_report_of_an_empty_ledger_is_0(cli: Cli) -> None:
    assert cli("report").code == 0


@pytest.mark.parametrize("arguments", [("--ledger", "typo.db"), ("--ledger", "none")])
def test_a_report_on_no_ledger_is_2_and_makes_none(cli: Cli, arguments: tuple[str, ...]) -> None:
    ended = cli("report", *arguments)

    assert (ended.code, ended.out) == (2, "")
    assert "ledger" in ended.err
    assert not Path("typo.db").exists()


@pytest.mark.skipif(os.geteuid() == 0 and not shutil.which("setpriv"), reason="root may write everywhere")
@pytest.mark.parametrize("mode", [0o755, 0o555], ids=["file", "file and folder"])
def test_a_read_only_ledger_can_be_reported(cli: Cli, mode: int) -> None:
    cli("check", "--text", CLEAR, "--ledger", "books/ledger.db")
    Path("books/ledger.db").chmod(0o444)
    Path("books").chmod(mode)
    bound = ["setpriv", "--bounding-set=-dac_override"] if os.geteuid() == 0 else []
    done = subprocess.run(
        [*bound, *command("report", "--ledger", "books/ledger.db", "--format", "json")],
        check=False,
        capture_output=True,
        timeout=60,
    )
    Path("books").chmod(0o755)

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["total"]["decisions"] == 1


def test_the_total_and_the_groups_agree_on_a_risk_that_is_known_later(cli: Cli) -> None:
    for _ in range(5):
        cli("check", "--text", VAGUE, "--tag", "team=a")
    write(".ire-gate.toml", '[profile]\nmodel = "gpt-5-mini"\ntokens_in = 20000\ntokens_out = 400\nseconds = 9\n')
    for _ in range(5):
        cli("check", "--text", VAGUE, "--tag", "team=b")
    report = json.loads(cli("report", "--by", "team", "--format", "json").out)
    by_team = {group["name"]: group["figures"]["at_risk"] for group in report["groups"]}

    assert by_team["a"]["tokens"]["mid"] is None
    assert report["total"]["at_risk"] == by_team["b"]
    assert report["total"]["at_risk"]["coin_usd"]["mid"] > 0


@pytest.mark.parametrize("since", ["2020-01-01", "1h", "7d", "4w", "2020-01-01T00:00:00+02:00"])
def test_since_takes_dates_times_and_spans(cli: Cli, since: str) -> None:
    decision_of(cli)
    assert json.loads(cli("report", "--since", since, "--format", "json").out)["total"]["decisions"] == 1


def test_since_leaves_out_what_was_before(cli: Cli) -> None:
    decision_of(cli)
    assert json.loads(cli("report", "--since", "2999-01-01", "--format", "json").out)["total"]["decisions"] == 0


@pytest.mark.parametrize("by", ["user", "author", "employee", "e-mail", "commit_author"])
def test_grouping_by_a_person_is_refused_with_the_reason(cli: Cli, by: str) -> None:
    ended = cli("report", "--by", by)

    assert ended.code == 2
    assert "never ranks people" in ended.err


def test_a_misspelt_group_names_the_nearest(cli: Cli) -> None:
    assert "team" in cli("report", "--by", "teem").err


def test_a_healthy_gate_has_a_healthy_doctor(cli: Cli) -> None:
    ended = cli("doctor")

    assert ended.code == 0
    assert {line.split()[1] for line in ended.out.splitlines()} >= {"ledger", "cache", "embedder", "engine", "config"}
    assert "fail" not in ended.out


def test_the_doctor_asks_the_endpoint_and_never_shows_the_key(
    cli: Cli, endpoint: Endpoint, httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    httpserver.expect_request("/v1/models").respond_with_json({"data": [{"id": "small"}]})
    monkeypatch.setenv("OPENAI_API_KEY", "sk-very-secret")
    engine = ("--engine", "openai:small", "--base-url", endpoint.url)
    found, absent = cli("doctor", *engine), cli("doctor", "--engine", "openai:big", "--base-url", endpoint.url)

    assert (found.code, absent.code) == (0, 0)
    assert "answers and has small" in found.out
    assert "warn" in absent.out
    assert "very-secret" not in found.out + found.err


@pytest.mark.parametrize(("status", "code"), [(401, 2), (403, 2), (404, 0), (500, 0)])
def test_the_doctor_tells_a_refused_key_from_an_endpoint_without_a_list(
    cli: Cli, endpoint: Endpoint, httpserver: HTTPServer, status: int, code: int
) -> None:
    httpserver.expect_request("/v1/models").respond_with_data("no", status=status)

    assert cli("doctor", "--engine", "openai:small", "--base-url", endpoint.url).code == code


def test_the_doctor_follows_no_redirect_so_that_the_key_stays(
    cli: Cli, endpoint: Endpoint, httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", "planted-key-value")
    with HTTPServer(threaded=True) as other:
        other.expect_request("/v1/models").respond_with_json({"data": []})
        httpserver.expect_request("/v1/models").respond_with_data("", 302, {"Location": other.url_for("/v1/models")})
        ended = cli("doctor", "--engine", "anthropic:m", "--base-url", endpoint.url)
        asked_elsewhere = len(other.log)

    assert ended.code == 2
    assert "HTTP 302: sends on to " in ended.out
    assert asked_elsewhere == 0


def test_the_doctor_asks_as_the_gate_does(
    cli: Cli, endpoint: Endpoint, httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANTHROPIC_AUTH_TOKEN", "planted-token-value")
    httpserver.expect_request("/v1/models").respond_with_json({"data": [{"id": "m"}]})
    with_user = endpoint.url.replace("://", "://somebody:hidden-word@")
    by_token = cli("doctor", "--engine", "anthropic:m", "--base-url", endpoint.url)
    by_user = cli("doctor", "--engine", "openai:m", "--base-url", with_user)
    (first, _), (second, _) = httpserver.log

    assert "ANTHROPIC_AUTH_TOKEN is set" in by_token.out
    assert first.headers["Authorization"] == "Bearer planted-token-value"
    assert "answers and has m" in by_token.out
    assert second.headers["Authorization"].startswith("Basic ")
    assert "answers and has m" in by_user.out
    assert "hidden-word" not in by_user.out + by_user.err


def test_the_doctor_names_how_carbon_and_prices_are_known(cli: Cli) -> None:
    out = cli("doctor", "--zone", "FRA").out

    assert "EcoLogits " in out
    assert "electricity mix FRA" in out
    assert "genai-prices " in out


def test_the_doctor_ends_with_3_when_nobody_answers_and_can_be_told_not_to_ask(cli: Cli) -> None:
    engine = ("--engine", "openai:small", "--base-url", "http://127.0.0.1:9/v1")

    assert cli("doctor", *engine).code == 3
    assert cli("doctor", *engine, "--offline").code == 0


@pytest.mark.parametrize("flags", [("--engine", "openai:m"), ("--threshold", "3")], ids=["no key", "config"])
def test_the_doctor_ends_with_2_on_what_the_user_can_mend(cli: Cli, flags: tuple[str, ...]) -> None:
    ended = cli("doctor", *flags)

    assert ended.code == 2
    assert "fail" in ended.out


def test_the_doctor_ends_with_3_when_the_ledger_cannot_be_written(cli: Cli) -> None:
    write("in-the-way/x")
    assert cli("doctor", "--ledger", "in-the-way").code == 3


def test_init_writes_a_configuration_that_changes_nothing_and_the_hook(cli: Cli) -> None:
    ended = cli("init")
    hooks = Path(".pre-commit-config.yaml").read_text()

    assert ended.code == 0
    assert load_settings(Path.cwd(), {}, {}) == Settings()
    assert "id: ire-gate" in hooks
    assert "require_serial: true" in hooks


def test_every_setting_in_the_written_configuration_is_its_default() -> None:
    lines = [
        line.removeprefix("# ")
        for line in settings_file().splitlines()
        if " = " in line or line.startswith(("#   ", "# ]"))
    ]
    head = [line for line in lines if not line.endswith(".")]
    table = tomllib.loads("\n".join(head[: next(n for n, line in enumerate(head) if line.startswith("team"))]))
    defaults = Settings()

    assert {name.replace("-", "_") for name in table} == set(Settings.__struct_fields__) - {"tags", "profile", "budget"}
    for name, value in table.items():
        default = getattr(defaults, name.replace("-", "_"))
        assert default is None or (tuple(value) if isinstance(value, list) else value) == default


def test_the_written_configuration_tells_examples_from_defaults_and_holds_a_whole_profile() -> None:
    lines = settings_file().splitlines()
    examples = [line.split()[1] for line in lines if line.endswith("  # an example; not set")]
    tables = [line.removeprefix("# ") for line in lines[lines.index("# [profile]") :] if " = " in line or "[" in line]
    profile = tomllib.loads("\n".join(tables))

    assert examples == ["base-url", "record", "ledger"]
    assert set(profile["profile"]) == set(Profile.__struct_fields__)
    assert set(profile["budget"]) == set(Limits.__struct_fields__)
    assert lines[lines.index("# What every intent is booked under; never a person.") - 1] == ""


def test_the_provider_of_a_profile_is_found_by_its_model(cli: Cli) -> None:
    write(".ire-gate.toml", '[profile]\nmodel = "gpt-5-mini"\ntokens_in = 20000\ntokens_out = 4000\n')
    found = json.loads(cli("check", "--text", VAGUE, "--format", "jsonl").out)["at_risk"]
    write(".ire-gate.toml", '[profile]\nmodel = "our-own"\ntokens_in = 20000\ntokens_out = 4000\n')
    unknown = cli("check", "--text", VAGUE).out

    assert found["coin_usd"] > 0
    assert found["carbon_g"]["mid"] > 0
    assert "money unknown, carbon unknown" in unknown


def test_a_zone_that_nobody_knows_is_2_where_carbon_is_computed(cli: Cli, endpoint: Endpoint) -> None:
    free = cli("check", "--text", CLEAR, "--zone", "FRX")
    asked = cli("check", "--text", CLEAR, "--zone", "FRX", "--engine", "openai:m", "--base-url", endpoint.url)
    write(".ire-gate.toml", '[profile]\nmodel = "gpt-5-mini"\ntokens_out = 4000\n')
    foretold = cli("check", "--text", VAGUE, "--zone", "FRX")
    doctor = cli("doctor", "--zone", "FRX")

    assert (free.code, asked.code, foretold.code, doctor.code) == (0, 2, 2, 2)
    assert endpoint.asked == []
    for told in (asked.err, foretold.err, doctor.out):
        assert "no electricity mix is known for 'FRX'" in told
        assert "FRA" in told


def test_init_writes_nothing_over_without_force(cli: Cli) -> None:
    write(".ire-gate.toml", "threshold = 0.4\n")
    write(".pre-commit-config.yaml", "repos: []\n")
    refused = cli("init")
    kept = Path(".ire-gate.toml").read_text()
    forced = cli("init", "--force")

    assert (refused.code, kept) == (2, "threshold = 0.4\n")
    assert "id: ire-gate" in refused.out
    assert forced.code == 0
    assert "threshold = 0.4" not in Path(".ire-gate.toml").read_text()
    assert Path(".pre-commit-config.yaml").read_text() == "repos: []\n"


def test_init_that_cannot_write_is_2(cli: Cli) -> None:
    Path(".ire-gate.toml").mkdir()
    ended = cli("init", "--force")

    assert ended.code == 2
    assert "cannot be written" in ended.err


def test_the_demo_needs_no_key_and_touches_nothing_of_the_user(cli: Cli, tmp_path: Path) -> None:
    ended = cli("demo")

    assert ended.code == 0
    assert "24 intents" in ended.out
    assert "blocked" in ended.out
    assert "undecided" not in ended.out
    assert "Next:" in ended.out
    assert ended.out.startswith("at risk: what three attempts of gpt-5-mini with 40,000 tokens in and 6,000 out would ")
    assert "at risk unknown" not in ended.out
    assert "\nintents/" in ended.out
    assert str(Path(__file__).parents[2]) not in ended.out
    assert not (tmp_path / "private").exists()


def test_a_task_is_stopped_before_its_command_is_executed(cli: Cli) -> None:
    script = (sys.executable, "-c", "open('executed', 'a').write('x')")
    write(".ire-gate.toml", "[budget]\nattempts = 1\n")
    first = cli("run", "--task", "T-1", "--text", CLEAR, "--", *script)
    second = cli("run", "--task", "T-1", "--text", f"{CLEAR} [2]", "--", *script)
    other = cli("run", "--task", "T-2", "--text", CLEAR, "--", *script)

    assert (first.code, second.code, other.code) == (0, 1, 0)
    assert "task T-1 has used 1 of 1 attempts" in second.err
    assert Path("executed").read_text(encoding="utf-8") == "xx"


def test_a_blocked_intent_sent_again_to_run_names_its_question(cli: Cli) -> None:
    ended = [cli("run", "--task", "T-1", "--text", VAGUE, "--", "true") for _ in range(2)]

    assert [one.code for one in ended] == [1, 1]
    assert "word for word what was blocked before" in ended[1].err
    assert ended[1].err.rstrip().endswith("?")

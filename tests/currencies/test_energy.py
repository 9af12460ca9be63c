"""Work on this machine is measured where that is wanted: by the real library, shared out among what runs at once."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from ire_gate import Gate
from ire_gate.currencies import carbon, energy
from ire_gate.currencies.energy import Meter, Share
from ire_gate.domain import Range, Spent
from ire_gate.errors import ConfigError
from tests.conftest import Endpoint

CLEAR = "Rename `get_usr` to `get_user` in `auth/session.py`."
NOTHING = Range(0.0, 0.0, 0.0)

FORKED = """
import os, threading
from ire_gate.currencies.energy import METER
under_way, end = threading.Event(), threading.Event()
def work():
    with METER.share():
        under_way.set()
        end.wait()
thread = threading.Thread(target=work)
thread.start()
under_way.wait()
with METER._lock:
    child = os.fork()
if child == 0:
    with METER.share() as used:
        sum(range(100_000))
    os._exit(0 if used.kwh > 0 else 1)
end.set()
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""

ASKING_NOBODY = """
import sys
from ire_gate import Gate
asked = []
sys.addaudithook(lambda event, args: asked.append(event) if event in {"socket.connect", "socket.getaddrinfo"} else None)
with Gate("rules", measure_energy="all", cache=False, ledger="none") as gate:
    grams = [gate.check(f"Set `retries` to {number} in `jobs.yaml`.").spent.carbon_g.mid for number in range(20)]
print(min(grams) > 0, asked)
"""
CONFIGURED = """[codecarbon]
output_methods = csv,logger
emissions_endpoint = http://127.0.0.1:9/
electricitymaps_api_token = token
co2_signal_api_token = token
country_2letter_iso_code = US
region = nowhere
cloud_provider = aws
output_dir = there-is-none
log_level = debug
api_call_interval = 1
"""

pytestmark = pytest.mark.heavy


def spent(engine: str = "rules", **settings: object) -> Spent:
    with Gate(engine, cache=False, ledger="none", **settings) as gate:
        return gate.check(CLEAR).spent


def busy(seconds: float) -> None:
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        pass


def test_a_model_that_runs_here_has_the_grams_of_this_machine(endpoint: Endpoint) -> None:
    grams = spent("openai:our-own-8b", base_url=endpoint.url).carbon_g

    assert grams.mid is not None
    assert 0 < grams.mid < 10
    assert grams.low == grams.mid == grams.high


def test_a_vendors_model_behind_a_proxy_here_keeps_the_vendors_estimate(endpoint: Endpoint) -> None:
    grams = spent("openai:gpt-5-mini", base_url=endpoint.url).carbon_g

    assert grams.low is not None
    assert grams.high is not None
    assert grams.low < grams.high


def test_an_address_in_the_environment_is_on_this_machine_as_well(
    endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)

    assert spent("openai:our-own-8b").carbon_g.mid is not None


def test_what_is_not_measured_is_unknown(endpoint: Endpoint) -> None:
    assert spent("openai:our-own-8b", base_url=endpoint.url, measure_energy="none").carbon_g == Range()


def test_the_looks_of_the_rules_are_measured_only_if_that_is_asked_for() -> None:
    measured = spent(measure_energy="all").carbon_g.mid

    assert measured is not None
    assert measured > 0
    assert spent().carbon_g == NOTHING


def test_measuring_is_no_part_of_the_look() -> None:
    """Neither the start of the meter nor EcoLogits' for the electricity mix: both are in a fresh process only."""
    code = (
        "from ire_gate import Gate\n"
        "for measured in ('none', 'all'):\n"
        "    with Gate(measure_energy=measured, cache=False, ledger='none') as gate:\n"
        f"        print(gate.check({CLEAR!r}).spent.clock_s)\n"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    unmeasured, measured = map(float, ended.stdout.split())

    assert measured < unmeasured + 0.05


def test_grams_are_those_of_the_zone() -> None:
    world, france = (carbon.grams_of_energy(2.0, zone).mid for zone in ("WOR", "FRA"))

    assert world is not None
    assert france is not None
    assert 10 < france < world < 2000


def test_what_runs_at_once_shares_what_the_machine_used() -> None:
    meter, start = Meter(), Barrier(2)
    meter.start()

    def work(_: int) -> float | None:
        start.wait()
        with meter.share() as used:
            busy(0.4)
        return used.kwh

    with ThreadPoolExecutor(2) as pool:
        one, other = pool.map(work, range(2))
    with meter.share() as alone:
        busy(0.4)

    assert one is not None
    assert other is not None
    assert alone.kwh is not None
    assert one == pytest.approx(other, rel=0.5)
    # Two at once take as long as one alone or (on one processor) twice as long, of a machine that is no busier.
    assert 0.4 * alone.kwh < one + other < 4 * alone.kwh


def test_the_shares_add_up_to_what_the_machine_used(monkeypatch: pytest.MonkeyPatch) -> None:
    meter, read = Meter(), list[float]()
    meter.start()
    stop = meter._tracker.stop_task  # noqa: SLF001 - the sum is known to nobody else

    def told() -> object:
        ended = stop()
        read.append(ended.energy_consumed)
        return ended

    monkeypatch.setattr(meter._tracker, "stop_task", told)  # noqa: SLF001

    def work(number: int) -> float:
        time.sleep(0.01 * (number % 3))
        with meter.share() as used:
            busy(0.02 * (1 + number % 4))
        return used.kwh or 0.0

    with ThreadPoolExecutor(4) as pool:
        shares = list(pool.map(work, range(12)))

    assert len(read) > 12
    assert min(shares) > 0
    assert sum(shares) == pytest.approx(sum(read), rel=1e-9)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this platform")
def test_a_forked_process_measures_its_own_work() -> None:
    command = [sys.executable, "-W", "ignore", "-c", FORKED]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)

    assert (ended.stdout, ended.stderr) == ("0\n", "")


def test_no_configuration_makes_it_ask_the_network_or_write_or_talk(tmp_path: Path) -> None:
    (tmp_path / ".codecarbon.config").write_text(CONFIGURED, encoding="utf-8")
    command = [sys.executable, "-c", ASKING_NOBODY]
    ended = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)

    assert (ended.stdout, ended.stderr) == ("True []\n", "")
    assert [path.name for path in tmp_path.iterdir()] == [".codecarbon.config"]


def test_a_stretch_within_another_takes_its_half_and_no_more() -> None:
    meter = Meter()
    with meter.share() as outer, meter.share() as inner:
        busy(0.2)
    both = (outer.kwh or 0.0, inner.kwh or 0.0)
    busy(0.2)

    assert inner.kwh == pytest.approx(outer.kwh, rel=0.1)
    assert (outer.kwh, inner.kwh) == both
    assert inner.kwh is not None
    assert inner.kwh > 0


def test_shares_of_the_same_size_are_not_taken_for_one_another() -> None:
    assert Share() != Share()


def test_a_share_that_ends_in_an_error_is_no_burden_to_the_next() -> None:
    meter = Meter()
    with pytest.raises(ZeroDivisionError), meter.share():
        _ = 1 / 0
    with meter.share() as used:
        busy(0.05)

    assert used.kwh is not None
    assert used.kwh > 0


def test_many_stretches_of_work_need_no_more_memory_than_few() -> None:
    meter = Meter()

    def held_after(number: int) -> int:
        for _ in range(number):
            with meter.share():
                pass
        return tracemalloc.get_traced_memory()[0]

    tracemalloc.start()
    try:
        before, after = held_after(100), held_after(300)
    finally:
        tracemalloc.stop()

    assert after - before < 100_000


def test_a_meter_that_fails_leaves_the_energy_unknown_and_the_verdict_as_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken() -> None:
        raise OSError("no counter")

    monkeypatch.setattr(energy, "_tracker", broken)
    monkeypatch.setattr(energy, "METER", Meter())
    with pytest.warns(RuntimeWarning, match="energy is not measured: no counter"):
        used = spent(measure_energy="all")

    assert used.carbon_g == Range()


def test_a_meter_that_fails_under_way_leaves_unknown_what_it_did_not_measure() -> None:
    meter = Meter()
    with pytest.warns(RuntimeWarning, match="energy is not measured"), meter.share() as failed:
        meter._tracker._hardware = [None]  # noqa: SLF001 - as if it were pulled out
    with meter.share() as later:
        pass

    assert failed.kwh is None
    assert later.kwh is None


def test_reports_say_what_is_measured() -> None:
    none, models, everything = (carbon.method("WOR", kind).rpartition("; ")[2] for kind in ("none", "models", "all"))

    assert none == "this machine not measured"
    assert models == f"models on this machine by {energy.method()}"
    assert everything == f"this machine by {energy.method()}"


def test_without_the_library_all_is_refused_and_the_rest_goes_on(
    endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(energy, "find_spec", lambda _: None)

    assert spent("openai:our-own-8b", base_url=endpoint.url).carbon_g == Range()
    assert carbon.method("WOR").endswith("this machine not measured")
    with pytest.raises(ConfigError) as told:
        spent(measure_energy="all")
    assert told.value.hint
    assert 'pip install "ire-gate[energy]"' in told.value.hint


def test_the_commands_of_the_page_measure_as_it_says(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "carbon.md").read_text(encoding="utf-8")
    _, doctor, check = re.findall(r"^\$ (.*)$", page, re.MULTILINE)

    def ended(line: str) -> str:
        line = line.replace("ire-gate", f"{sys.executable} -m ire_gate")
        return subprocess.run(
            ["bash", "-c", line], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=True
        ).stdout

    assert f"models on this machine by {energy.method()}" in ended(doctor)
    assert json.loads(ended(check))[0]["spent"]["carbon_g"]["mid"] > 0


def test_a_command_that_measures_says_nothing_writes_nothing_and_ends(tmp_path: Path) -> None:
    (tmp_path / ".ire-gate.toml").write_text('measure-energy = "all"\n', encoding="utf-8")
    command = [sys.executable, "-m", "ire_gate", "check", "--text", CLEAR, "--ledger", "none", "--no-cache"]
    ended = subprocess.run(
        [*command, "--format", "json"], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False
    )

    assert (ended.returncode, ended.stderr) == (0, "")
    assert '"carbon_g":{"low":0.0,' not in ended.stdout
    assert [path.name for path in tmp_path.iterdir()] == [".ire-gate.toml"]

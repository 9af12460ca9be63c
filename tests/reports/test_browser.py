"""The report in a real browser: nothing asked for, nothing complained about, readable and usable without a mouse."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_core_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from ire_gate import Gate
from tests.cli.conftest import Cli, cli

__all__ = ["cli"]
EXAMPLE = Path(__file__).parent.parent.parent / "fixtures" / "ledger" / "example.jsonl"
CHROMIUM = shutil.which("chromium")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")

pytestmark = [pytest.mark.heavy, pytest.mark.skipif(CHROMIUM is None, reason="no chromium here")]


@pytest.fixture
def browser() -> Iterator[Browser]:
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def address(cli: Cli, tmp_path: Path) -> str:
    place, page = str(tmp_path / "example.db"), tmp_path / "report.html"
    assert cli("ledger", "import", EXAMPLE, "--ledger", place).code == 0
    page.write_text(cli("report", "--ledger", place, "--format", "html", "--by", "team").out, encoding="utf-8")
    return page.as_uri()


def opened(browser: Browser, address: str, **how: Any) -> tuple[Page, list[str]]:
    page, complaints = browser.new_page(**how), list[str]()
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: complaints.append(request.url))
    page.goto(address)
    return page, complaints


def test_it_asks_for_nothing_and_has_no_barrier(browser: Browser, address: str) -> None:
    for scheme in ("light", "dark"):
        for width in (400, 1200):
            size = {"width": width, "height": 900}
            page, complaints = opened(browser, address, color_scheme=scheme, viewport=size, bypass_csp=True)
            barriers = [found["id"] for found in Axe().run(page)["violations"]]

            assert complaints == [address]
            assert barriers == []
            assert page.evaluate("document.documentElement.scrollWidth") == width
            page.close()


def test_it_can_be_used_without_a_mouse(browser: Browser, address: str) -> None:
    page, _ = opened(browser, address, viewport={"width": 400, "height": 900})
    reached = []
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.ariaLabel || document.activeElement.tagName"))
        if reached[-1] == "Every figure":
            break
        if reached[-1] == "SUMMARY":
            page.keyboard.press("Enter")

    assert reached[:3] == ["Sums", "What was found", "By team"]
    assert page.get_by_role("cell", name="0.29082", exact=True).is_visible()


def test_spec_and_back_translation_stand_side_by_side_where_there_is_room(
    browser: Browser, cli: Cli, tmp_path: Path
) -> None:
    with Gate("rules", ledger=str(tmp_path / "l.db"), store_text=True) as gate:
        gate.check("Send the report about `invoices.csv` to the relevant people within 2 days.")
    (tmp_path / "page.html").write_text(cli("report", "--ledger", tmp_path / "l.db", "--format", "html").out)
    for width, is_wide in ((1200, True), (400, False)):
        page, complaints = opened(
            browser, (tmp_path / "page.html").as_uri(), viewport={"width": width, "height": 900}, bypass_csp=True
        )
        page.locator("details.intent summary").click()
        spec, back = (page.get_by_role("heading", name=name).bounding_box() for name in ("Spec", "Back-translation"))

        assert spec is not None
        assert back is not None
        assert (spec["y"] == back["y"], spec["x"] == back["x"]) == (is_wide, not is_wide)
        assert len(complaints) == 1
        assert [found["id"] for found in Axe().run(page)["violations"]] == []
        assert page.evaluate("document.documentElement.scrollWidth") == width
        page.close()


def test_paper_has_what_is_folded_on_the_screen(browser: Browser, address: str) -> None:
    page, _ = opened(browser, address)
    folded = page.get_by_role("cell", name="0.29082", exact=True)
    before = folded.is_visible()
    page.emulate_media(media="print")

    assert (before, page.get_by_text("0.29082", exact=True).is_visible()) == (False, True)


def test_its_words_and_charts_can_be_read_in_both_schemes(browser: Browser, address: str) -> None:
    for scheme in ("light", "dark"):
        page, _ = opened(browser, address, color_scheme=scheme)
        ink, paper, chart = page.evaluate(
            """() => [
                getComputedStyle(document.body).color,
                getComputedStyle(document.body).backgroundColor,
                getComputedStyle(document.querySelector("svg text")).fill,
            ]"""
        )

        assert chart == ink
        assert contrast(ink, paper) > 7


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG 2 defines it."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(part) / 255 for part in colour.removeprefix("rgb(").removesuffix(")").split(",")]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue

"""A headless Chromium as an operator's eyes and hand: opens pages, reads their words, clicks, takes pictures.

Belongs here: the browser, and waiting for what a page loads bit by bit. Does not belong here: what a page should say
(`test_operator.py`), the server (`pages.py`).
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException, TimeoutException, WebDriverException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait
from urllib3.exceptions import HTTPError

Found = TypeVar("Found")

# Nothing of the browser's own may look for a network, and a container has neither a GPU nor a sandbox.
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    "--lang=zh-CN",
)
# What a laptop shows, and high enough that a long list is there whole: Dagster draws only what can be seen of it.
WINDOW, TALL_WINDOW = (1500, 1000), (1500, 4000)
# A page asks for its parts one after another; on two busy cores the last one came after 20 s.
PAGE_SECONDS = 180
# What a machine in a Chinese office shows.
TIME_ZONE = "Asia/Shanghai"


@dataclass
class Screen:
    """An open browser. Pictures are numbered in the order in which they were taken."""

    driver: webdriver.Chrome
    url: str
    pictures: Path
    taken: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        """Go to a page of the server."""
        self.driver.get(self.url + path)

    @property
    def words(self) -> str:
        """All words that the page shows now."""
        return self.driver.find_element(By.TAG_NAME, "body").text

    def wait(self, condition: Callable[[], Found], what: str) -> Found:
        """Wait until `condition` holds; fails with `what` was missed and the words that were there instead."""
        waiting = WebDriverWait(self.driver, PAGE_SECONDS, ignored_exceptions=[StaleElementReferenceException])
        try:
            return waiting.until(lambda _: condition())
        except TimeoutException:
            self.picture("missed")
            raise AssertionError(f"the page never showed {what}; it says:\n{self.words}") from None

    def see(self, *words: str) -> str:
        """Wait until the page shows all these words; returns all that it shows then."""
        self.wait(lambda: all(each in self.words for each in words), " and ".join(words))
        return self.words

    def find(self, xpath: str) -> WebElement:
        """Wait for the first visible element of a kind."""
        return self.wait(lambda: next((e for e in self._all(xpath) if e.is_displayed()), None), xpath)

    def find_all(self, xpath: str) -> list[WebElement]:
        """Wait for elements of a kind; returns all that are visible."""
        self.find(xpath)
        return [element for element in self._all(xpath) if element.is_displayed()]

    def click(self, xpath: str) -> None:
        """Click on an element as soon as that is possible: it may still move, or lie under a notice that goes away."""

        def clicked() -> bool:
            try:
                self.find(xpath).click()
            except WebDriverException:
                return False
            return True

        self.wait(clicked, f"something to click: {xpath}")

    def click_button(self, words: str) -> None:
        """Click on a button by the words on it."""
        self.click(f"//button[not(@disabled) and contains(normalize-space(.), '{words}')]")

    def press_escape(self) -> None:
        """Close the list or menu that is open."""
        self.driver.switch_to.active_element.send_keys(Keys.ESCAPE)

    @contextmanager
    def tall(self) -> Iterator[None]:
        """A window in which nothing has to be scrolled, until the end of the block."""
        self.driver.set_window_size(*TALL_WINDOW)
        try:
            yield
        finally:
            self.driver.set_window_size(*WINDOW)

    def picture(self, name: str) -> Path:
        """Take a picture of the window."""
        file = self.pictures / f"{len(self.taken) + 1:02d}-{name}.png"
        self.driver.save_screenshot(str(file))
        self.taken.append(file.name)
        return file

    def _all(self, xpath: str) -> list[WebElement]:
        return self.driver.find_elements(By.XPATH, xpath)


@contextmanager
def opened_screen(chromium: Path, driver: Path, profile: Path, url: str, pictures: Path) -> Iterator[Screen]:
    """A browser whose profile lies in `profile`, an empty folder."""
    options = webdriver.ChromeOptions()
    options.binary_location = str(chromium)
    for flag in (*FLAGS, f"--user-data-dir={profile}"):
        options.add_argument(flag)
    # In a group of their own, so that none of the browser's processes outlives a driver that hangs.
    service = Service(str(driver), env={**os.environ, "TZ": TIME_ZONE}, popen_kw={"start_new_session": True})
    browser = webdriver.Chrome(options=options, service=service)
    group = service.process.pid
    try:
        browser.set_window_size(*WINDOW)
        yield Screen(browser, url, pictures)
    finally:
        with suppress(WebDriverException, HTTPError):
            browser.quit()
        with suppress(ProcessLookupError):
            os.killpg(group, signal.SIGKILL)

"""An e-mail in a browser: readable on a phone and a desktop, in light and dark, and nothing in it runs."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Route

from tests.mail.mails import mail, part, received, with_email


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 600])
def test_a_digest_fits_its_width_with_enough_contrast(browser: Browser, width: int, scheme: str) -> None:
    html = part(received(mail(with_email(unsubscribe="https://example.org/leave")).for_recipient().as_bytes()), "html")
    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    requested: list[str] = []

    def refuse(route: Route) -> None:
        requested.append(route.request.url)
        route.abort()

    page.route("**/*", refuse)
    page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    page.set_content(html)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    background = page.evaluate("getComputedStyle(document.querySelector('.page')).backgroundColor")
    assert background == {"light": "rgb(255, 253, 248)", "dark": "rgb(28, 26, 24)"}[scheme]
    found = Axe().run(page, options={"runOnly": ["color-contrast", "link-name", "image-alt", "heading-order"]})
    assert [each["id"] for each in found.response["violations"]] == []
    assert requested == ["https://example.org/digest/assets/robot.svg"], "only the image of the curator's note"
    page.close()

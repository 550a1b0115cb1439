"""From composing a quotation to the paid invoice, in a browser, in Arabic and in English."""

import email
import os
import re
import time
from email.policy import default
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import Server
from tests.factories.house import PASSWORD, House
from tests.factories.journey import make_ground

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c626001000000ffff03000006000557bfabd40000000049454e44ae426082"
)


def _shot(page: Page, name: str) -> None:
    """Keep a picture when SCREENS names a folder: pictures are looked at, not compared."""
    folder = os.environ.get("SCREENS")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


def _mailed_link(server: Server, path: str, after: float) -> str:
    """The newest link of ``path`` (``/q/``, ``/i/``) in mail written since ``after``."""
    deadline = time.time() + 30
    while time.time() < deadline:
        for file in sorted((server.data / "mail").glob("*.eml"), reverse=True):
            if file.stat().st_mtime < after:
                break
            message = email.message_from_bytes(file.read_bytes(), policy=default)
            body = message.get_body(("plain",))
            found = re.search(rf"{re.escape(server.url)}{path}[\w-]+", body.get_content())
            if found:
                return found.group()
        time.sleep(0.3)
    pytest.fail(f"no mail with {path} arrived")


def _press(page: Page, action: str) -> None:
    """Send the form whose action ends in ``action``, through its question when it asks one."""
    button = page.locator(
        f"form[action$='{action}'] button:not([popovertarget]):not([type=button])"
    ).last
    if not button.is_visible():
        asks = button.evaluate("node => node.closest('[popover], dialog').id")
        page.locator(f"[popovertarget='{asks}']").first.click()
    button.click()
    page.wait_for_load_state("networkidle")


def _context(chromium: Browser, server: Server, locale: str, width: int) -> BrowserContext:
    context = chromium.new_context(
        base_url=server.url, viewport={"width": width, "height": 900}, locale=locale
    )
    context.set_default_timeout(15_000)
    return context


def _watched(context: BrowserContext) -> tuple[Page, list[str]]:
    """A page and the complaints of its console (CSP, missing files, script errors)."""
    page = context.new_page()
    complaints: list[str] = []
    page.on(
        "console",
        lambda message: complaints.append(message.text) if message.type == "error" else None,
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return page, complaints


@pytest.mark.browser
@pytest.mark.parametrize("locale", ["ar", "en"])
def test_the_whole_journey(chromium: Browser, server: Server, house: House, locale: str) -> None:
    ground = make_ground(house, locale=locale)
    staff = _context(chromium, server, locale, 1440)
    page, complaints = _watched(staff)
    began = time.time() - 1

    page.goto("/sign-in")
    page.fill("[name=email]", house.staff("owner"))
    page.fill("[name=password]", PASSWORD)
    page.click("main [type=submit]")
    page.wait_for_url(f"{server.url}/")
    page.goto(f"/?lang={locale}")
    assert page.locator("html").get_attribute("dir") == ("rtl" if locale == "ar" else "ltr")
    _shot(page, f"{locale}-dashboard")

    # compose: a service line for a worker, a free line
    page.goto("/quotations/new")
    page.select_option("[name=client_id]", str(ground.client_id))
    expect(page.locator("[name=company_id] option")).not_to_have_count(1)
    page.select_option("[name=company_id]", str(ground.company_id))
    page.wait_for_load_state("networkidle")
    page.select_option("[name='lines-0-service_definition_id']", str(ground.service_id))
    expect(page.locator("[name='lines-0-unit_price']")).to_have_value(re.compile(r"^250"))
    page.locator(f"[name='lines-0-worker_ids'][value='{ground.worker_id}']").check()
    page.locator("button[value=add]").click()
    page.wait_for_selector("[name='lines-1-description_ar']")
    page.fill("[name='lines-1-description_ar']", "استشارة نظامية")
    page.fill("[name='lines-1-description_en']", "Regulatory advice")
    page.fill("[name='lines-1-quantity']", "٢")
    page.fill("[name='lines-1-unit_price']", "500")
    page.locator("[name='lines-1-unit_price']").press("Tab")
    expect(page.locator("main")).to_contain_text("2,087.50")
    _shot(page, f"{locale}-compose")
    page.locator("form[action$='/quotations/new'] button.btn-primary").last.click()
    page.wait_for_url(re.compile(r"/quotations/\d+"))
    quotation_url = page.url.split("?")[0]
    _shot(page, f"{locale}-quotation-draft")
    _press(page, "/send")
    _shot(page, f"{locale}-quotation-sent")

    # the client, on a phone
    phone = _context(chromium, server, locale, 390)
    client, client_complaints = _watched(phone)
    link = _mailed_link(server, "/q/", began)
    client.goto(link)
    assert client.locator("html").get_attribute("lang") == locale
    expect(client.locator("main")).to_contain_text("2,087.50")
    client.wait_for_timeout(2500)
    _shot(client, f"{locale}-public-quotation")
    client.fill("#accept-form [name=name]", "سعد العتيبي" if locale == "ar" else "Saad Al-Otaibi")
    client.locator("#accept-form button.btn-primary").click()
    expect(client.locator("a[href*='/certificate']")).to_be_visible()
    _shot(client, f"{locale}-public-accepted")

    # the invoice
    page.goto(quotation_url)
    _shot(page, f"{locale}-quotation-accepted")
    page.locator("form[action$='/invoice'] button").first.click()
    page.wait_for_url(re.compile(r"/invoices/\d+"))
    issue = page.locator("form[action$='/issue'] button")
    if issue.count():
        _shot(page, f"{locale}-invoice-draft")
        _press(page, "/issue")
    invoice_url = page.url.split("?")[0]
    _shot(page, f"{locale}-invoice-issued")
    _press(page, "/send")

    client.goto(_mailed_link(server, "/i/", began))
    expect(client.locator("main")).to_contain_text("2,087.50")
    _shot(client, f"{locale}-public-invoice")
    client.set_input_files(
        "input[type=file]", {"name": "proof.png", "mimeType": "image/png", "buffer": PNG}
    )
    client.locator("form[action*='/proof'] button.btn-primary").click()
    client.wait_for_load_state("networkidle")
    _shot(client, f"{locale}-public-proof")

    # the payment
    page.goto(invoice_url)
    page.locator("a[href*='/payments/new']").first.click()
    page.wait_for_selector("[name=amount]")
    _shot(page, f"{locale}-payment-new")
    if not page.input_value("[name=amount]"):
        page.fill("[name=amount]", "2087.50")
    page.locator("form[action$='/payments'] button.btn-primary").last.click()
    page.wait_for_url(re.compile(r"/payments/\d+"))
    post = page.locator("form[action$='/post'] button")
    if post.count():
        _press(page, "/post")
    _shot(page, f"{locale}-payment")
    page.goto(invoice_url)
    expect(page.locator("main")).to_contain_text("مدفوعة" if locale == "ar" else "Paid")
    _shot(page, f"{locale}-invoice-paid")

    client.goto(link)
    _shot(client, f"{locale}-public-after")
    assert complaints == []
    assert client_complaints == []

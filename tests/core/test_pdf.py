"""What every sheet must hold: its numbers, joined letters, our font, codes that scan."""

import io
import re
import shutil
import subprocess
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import cv2
import pytest
from flask import Flask
from PIL import Image, ImageDraw
from pypdf import PdfReader
from pypdf.generic import ContentStream

from portal.core import pdf
from portal.core.paper import CertificatePaper, InvoicePaper, QuotationPaper, ReceiptPaper
from portal.kit import zatca
from tests.core import paper_samples as samples

Paper = QuotationPaper | InvoicePaper | CertificatePaper | ReceiptPaper

TEMPLATES = {
    QuotationPaper: "quotations/pdf/quotation.html",
    CertificatePaper: "quotations/pdf/certificate.html",
    InvoicePaper: "invoices/pdf/invoice.html",
    ReceiptPaper: "invoices/pdf/receipt.html",
}
needs_poppler = pytest.mark.skipif(
    not shutil.which("pdftoppm"), reason="poppler-utils draws and reads the PDFs of this test"
)
BASE_LETTERS = re.compile("[\u0621-\u063f\u0641-\u064a]")


@pytest.fixture(autouse=True)
def _inside(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


def draw(paper: Paper, locale: str, **changes: Any) -> bytes:
    number = getattr(paper, "number", None) or paper.quotation_number  # type: ignore[union-attr]
    return pdf.render_pdf(TEMPLATES[type(paper)], locale, title=number, paper=paper, **changes)


def text_of(data: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


def plain(data: bytes) -> str:
    """The text with presentation forms turned back into letters."""
    return unicodedata.normalize("NFKC", text_of(data))


def every_paper(locale: str) -> list[Paper]:
    kinds = ["tax", "simplified", "plain", "credit_note", "simplified_credit_note",
             "plain_credit_note"]  # fmt: skip
    return [
        samples.quotation(locale),
        samples.quotation(locale, vat=False),
        samples.certificate(locale),
        samples.receipt(locale),
        *(samples.invoice(locale, kind) for kind in kinds),
    ]


def total_of(paper: Paper) -> str:
    total = paper.amount if isinstance(paper, ReceiptPaper) else paper.totals.total
    return f"{total:,.2f}"


@pytest.mark.parametrize("locale", ["ar", "en"])
def test_every_paper_has_number_total_and_names_of_both_languages(locale: str) -> None:
    for paper in every_paper(locale):
        text = plain(draw(paper, locale))
        for wanted in (
            getattr(paper, "number", "QT-2026-00042"),
            total_of(paper),
            paper.verify.code,
            "Bawaba Business Services",
            "بوابة الأعمال",
        ):
            assert wanted in text, f"{wanted} on {type(paper).__name__}"


@pytest.mark.parametrize("locale", ["ar", "en"])
def test_letters_are_joined_and_no_letter_is_drawn_in_helvetica(locale: str) -> None:
    for paper in every_paper(locale):
        data = draw(paper, locale)
        loose = BASE_LETTERS.findall(text_of(data))
        assert not loose, f"unjoined letters on {type(paper).__name__}: {loose[:20]}"
        fonts = shown_fonts(data)
        assert fonts
        assert all("Vazirmatn" in font for font in fonts), fonts


def shown_fonts(data: bytes) -> set[str]:
    """The base fonts that any text of the document is shown in."""
    reader, shown = PdfReader(io.BytesIO(data)), set()
    for page in reader.pages:
        names = {
            k: str(v.get_object()["/BaseFont"]) for k, v in page["/Resources"]["/Font"].items()
        }
        current = ""
        for operands, operator in ContentStream(page.get_contents(), reader).operations:
            if operator == b"Tf":
                current = names[operands[0]]
            elif operator in (b"Tj", b"TJ", b"'", b'"') and operands and operands[-1]:
                shown.add(current)
    return shown


@needs_poppler
def test_pdffonts_sees_only_our_font_embedded(tmp_path: Path) -> None:
    file = tmp_path / "invoice.pdf"
    file.write_bytes(draw(samples.invoice("ar"), "ar"))
    lines = subprocess.run(
        ["pdffonts", file], capture_output=True, text=True, check=True
    ).stdout.splitlines()[2:]
    embedded = [line for line in lines if " yes " in line]
    assert len(embedded) == 3
    assert all("Vazirmatn" in line for line in embedded)


@needs_poppler
@pytest.mark.parametrize("locale", ["ar", "en"])
def test_pdftotext_finds_number_and_total(locale: str, tmp_path: Path) -> None:
    for paper in (samples.quotation(locale), samples.invoice(locale)):
        file = tmp_path / "paper.pdf"
        file.write_bytes(draw(paper, locale))
        text = subprocess.run(
            ["pdftotext", file, "-"], capture_output=True, text=True, check=True
        ).stdout
        assert paper.number in text
        assert total_of(paper) in text


@needs_poppler
@pytest.mark.parametrize("locale", ["ar", "en"])
@pytest.mark.parametrize("kind", ["tax", "simplified", "credit_note"])
def test_the_drawn_tax_code_decodes_to_the_five_fields(
    locale: str, kind: str, tmp_path: Path
) -> None:
    paper = samples.invoice(locale, kind)
    file = tmp_path / "invoice.pdf"
    file.write_bytes(draw(paper, locale))
    subprocess.run(
        ["pdftoppm", "-png", "-r", "200", "-f", "1", "-l", "1", "-singlefile", file,
         tmp_path / "page"], check=True,
    )  # fmt: skip
    codes = scan(tmp_path / "page.png")
    assert paper.verify.url in codes
    [tax_code] = [code for code in codes if not code.startswith("http")]
    assert zatca.read_qr_tlv(tax_code) == {
        "seller": samples.AR_SELLER,
        "vat_number": samples.VAT_NUMBER,
        "timestamp": "2026-11-21T09:30:00Z",
        "total": f"{paper.totals.total:.2f}",
        "vat_total": f"{paper.totals.tax:.2f}",
    }


def scan(picture: Path) -> list[str]:
    found, texts, *_ = cv2.QRCodeDetector().detectAndDecodeMulti(cv2.imread(str(picture)))
    assert found
    return [text for text in texts if text]


def test_a_seller_without_vat_registration_shows_no_vat_and_no_tax_code() -> None:
    text = plain(draw(samples.invoice("en", "plain"), "en"))
    assert "Taxable amount" not in text
    assert "ZATCA" not in text
    assert "Tax invoice" not in text
    assert len(images_of(draw(samples.invoice("en", "plain"), "en"))) == 1  # the verify code


def images_of(data: bytes) -> list[Any]:
    return list(PdfReader(io.BytesIO(data)).pages[0].images)


def test_a_credit_note_names_its_invoice_and_the_reason() -> None:
    text = plain(draw(samples.invoice("en", "credit_note"), "en"))
    assert "INV-2026-00300" in text
    assert "Service cancelled before it began" in text
    assert samples.IBAN not in text  # nobody is to pay a credit note


@pytest.mark.parametrize("locale", ["ar", "en"])
def test_many_lines_run_over_pages_with_head_and_numbers(locale: str) -> None:
    for paper, count in (
        (samples.quotation(locale, 25), 2),
        (samples.invoice(locale, "tax", 25), 3),
    ):
        data = draw(paper, locale)
        pages = [
            unicodedata.normalize("NFKC", page.extract_text())
            for page in PdfReader(io.BytesIO(data)).pages
        ]
        assert len(pages) == pdf.page_count(data) == count
        assert sum(text.count(paper.number) for text in pages) > count  # masthead, each runner
        assert total_of(paper) in pages[-1]
        assert paper.lines[9].description.split()[0] in pages[0]  # the table begins on page one
        assert "450.00" in pages[0]


def test_page_numbers_say_how_many_pages_there_are() -> None:
    short = plain(draw(samples.quotation("en", 1), "en"))
    assert "Page 1 of 1" in re.sub(r"\s+", " ", short)
    long = re.sub(r"\s+", " ", plain(draw(samples.invoice("en", "tax", 25), "en")))
    assert "Page 1 of 3" in long
    assert "Page 3 of 3" in long


def test_optional_lines_are_marked_and_a_left_out_one_is_not_in_the_total() -> None:
    paper = samples.quotation("en", 5)
    text = plain(draw(paper, "en"))
    assert text.count("Optional item") == 2
    assert "not counted in the total" in text
    counted = sum(line.net for line in paper.lines if line.selected and not line.government_fee)
    assert counted == paper.totals.net


def test_a_large_amount_stays_on_one_line() -> None:
    big = Decimal("9999999999.99")
    paper = samples.invoice("ar", "tax", 1)
    changed = samples.invoice(
        "ar", "tax", 1, totals=type(paper.totals)(big, Decimal(0), big, Decimal(0), Decimal(0), big)
    )
    assert plain(draw(changed, "ar")).count("9,999,999,999.99") == 2


def test_the_same_paper_has_the_same_bytes_and_carries_its_own_date() -> None:
    paper = samples.invoice("ar")
    first, again = draw(paper, "ar"), draw(paper, "ar")
    assert first == again
    dated = draw(paper, "ar", dated=datetime(2026, 11, 21, 9, 30, tzinfo=UTC), author="بوابة")
    info = PdfReader(io.BytesIO(dated), strict=True)
    assert info.metadata is not None
    assert info.metadata.creation_date == datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
    assert info.metadata.title == "INV-2026-00317"
    assert info.metadata.author == "بوابة"
    assert info.trailer["/Root"]["/Lang"] == "ar"


def test_threads_draw_the_same_as_one_alone() -> None:
    alone = {locale: pdf.html_to_pdf(page(locale), title="x") for locale in ("ar", "en")}
    got: list[tuple[str, bytes]] = []
    threads = [
        threading.Thread(
            target=lambda loc=loc: got.append((loc, pdf.html_to_pdf(page(loc), title="x")))
        )
        for loc in ("ar", "en") * 4
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(got) == 8
    assert all(data == alone[locale] for locale, data in got)


def page(locale: str, body: str = "<p>عرض سعر 2026 (Quotation)</p>", font: str = "") -> str:
    font = font or "fonts/ttf/Vazirmatn-Regular.ttf"
    direction = "rtl" if locale == "ar" else "ltr"
    return (
        f'<html lang="{locale}" dir="{direction}"><head><style>'
        f"@font-face {{ font-family: Vazirmatn; src: url({font}) }} "
        f"html {{ font-family: Vazirmatn }}</style></head><body>{body}</body></html>"
    )


@pytest.mark.parametrize(
    "bad",
    [
        page("ar", font="fonts/ttf/Nothing.ttf"),
        page("ar", font="/etc/hostname"),
        page("ar", font="../pyproject.toml"),
        page("ar", '<img src="img/nothing.png"/>'),
        page("ar", '<img src="/etc/passwd"/>'),
        page("ar", '<img src="../portal/app.py"/>'),
        page("ar", '<img src="http://127.0.0.1:9/x.png"/>'),
        page("ar", '<img src="data:image/png;base64,bm90IGEgcGljdHVyZQ=="/>'),
        page("ar", '<p style="font-family: Nowhere">x</p>'),
    ],
)
def test_what_cannot_be_read_raises(bad: str) -> None:
    with pytest.raises(pdf.PdfError):
        pdf.html_to_pdf(bad, title="x")


def test_a_picture_on_paper_is_png_or_jpeg() -> None:
    buffer = io.BytesIO()
    Image.new("RGB", (40, 20), "teal").save(buffer, "PNG")
    uri = pdf.image_data_uri(buffer.getvalue())
    assert uri.startswith("data:image/png;base64,")
    data = pdf.html_to_pdf(page("en", f'<img src="{uri}"/>'), title="x")
    assert len(images_of(data)) == 1
    with pytest.raises(pdf.PdfError):
        pdf.image_data_uri(b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    with pytest.raises(pdf.PdfError):
        pdf.image_data_uri(buffer.getvalue() + b"\0" * pdf.MAX_IMAGE_BYTES)


def test_a_logo_of_any_shape_fits_its_box() -> None:
    for size, style in (((310, 80), (31, 8)), ((100, 400), (4, 16)), ((1, 1), (16, 16))):
        buffer = io.BytesIO()
        Image.new("RGB", size, "teal").save(buffer, "PNG")
        logo = pdf.image_data_uri(buffer.getvalue())
        assert pdf.fitted(logo, 31, 16) == f"width: {style[0]:.2f}mm; height: {style[1]:.2f}mm"
        paper = samples.invoice("ar")
        drawn = draw(replace(paper, seller=replace(paper.seller, logo=logo)), "ar")
        assert len(images_of(drawn)) == 3
    with pytest.raises(pdf.PdfError):
        pdf.fitted("data:image/png;base64,bm90IGEgcGljdHVyZQ==", 31, 16)


def test_a_drawn_signature_stands_on_the_certificate() -> None:
    picture = Image.new("RGBA", (400, 120), (255, 255, 255, 0))
    ImageDraw.Draw(picture).line([(10, 100), (120, 20), (260, 90), (390, 30)], (0, 0, 80, 255), 6)
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    paper = samples.certificate("ar", pdf.image_data_uri(buffer.getvalue()))
    data = draw(paper, "ar")
    reader = PdfReader(io.BytesIO(data))
    assert sum(len(p.images) for p in reader.pages) == 2
    text = plain(data).replace("\n", "")
    assert paper.quotation_sha256 in text
    assert "2026-11-21 09:30:00 UTC" in text
    assert paper.ip in text


def test_a_name_in_another_script_is_written_as_its_code_and_nothing_is_lost() -> None:
    assert pdf.undrawable("Li 李 محمد 🙂\u200d") == "李🙂"
    text = text_of(pdf.html_to_pdf(page("en", "<p>Li 李\ufe0f Ltd</p>"), title="x"))
    assert text.strip() == "Li [U+674E] Ltd"


def test_direction_marks_in_a_name_do_not_turn_numbers_round() -> None:
    text = text_of(pdf.html_to_pdf(page("en", "<p>pay \u202e00.051\u202c now</p>"), title="x"))
    assert "00.051" in text


@needs_poppler
@pytest.mark.parametrize("number", ["INV-2026-00317", "+966 11 234 5678", "SA03 8000 0000", "-5%"])
def test_isolated_values_keep_their_order_between_arabic_words(number: str, tmp_path: Path) -> None:
    body = f"<p>رقم <bdi>{number}</bdi>، <bdi>{number}</bdi> ثم</p>"
    file = tmp_path / "order.pdf"
    file.write_bytes(pdf.html_to_pdf(page("ar", body), title="x"))
    text = subprocess.run(
        ["pdftotext", file, "-"], capture_output=True, text=True, check=True
    ).stdout
    assert text.count(number) == 2

"""Figures as ratios to a reference of the same run.

Each figure is the median of rounds that alternate with its reference, in one process over WSGI's
own interface (no network), on an embedded database in a temporary folder. The first ratios say
what the page costs beyond a bare Flask route; the PDF's beyond an empty xhtml2pdf page.
"""

import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flask import Flask
from sqlalchemy import event

from portal.app import create_app
from portal.core import pdf
from portal.core.db import db
from tests.factories.house import House, make_house
from tests.factories.journey import issued_invoice, sent_quotation

ROUNDS = 40


def timed(work: Callable[[], object]) -> float:
    """Milliseconds of one call."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def paired(work: Callable[[], object], reference: Callable[[], object]) -> tuple[float, float]:
    """Medians of both, run in turn after three rounds of warming up."""
    for _ in range(3):
        work()
        reference()
    pairs = [(timed(work), timed(reference)) for _ in range(ROUNDS)]
    return statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)


@contextmanager
def counting(house: House) -> Iterator[list[str]]:
    """The SQL statements sent inside the block, transaction control left out."""
    seen: list[str] = []

    def note(conn, cursor, statement, parameters, context, many) -> None:
        if not statement.startswith(("PRAGMA", "BEGIN", "SET TRANSACTION")):
            seen.append(statement)

    with house.app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


def row(
    name: str, work: Callable[[], object], reference: Callable[[], object], house: House
) -> None:
    """Measure and print one line."""
    mine, other = paired(work, reference)
    with counting(house) as statements:
        work()
    print(f"{name:<34}{mine:>9.2f}{other:>11.2f}{mine / other:>9.1f}{len(statements):>7}")


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(
            {
                "PORTAL_DATA": folder,
                "DATABASE_URL": f"sqlite:///{folder}/bench.db",
                "SECRET_KEY": "bench",
                "PORTAL_TESTING": "1",
                "REDIS_URL": "",
            }
        )
        with app.app_context():
            db.create_all()
        house = make_house(app)
        bare = Flask("bare")
        bare.add_url_rule("/", view_func=lambda: "ok")
        bare_client, client = bare.test_client(), app.test_client()
        empty = "<html><body>&nbsp;</body></html>"

        def ok(path: str, **kwargs: object) -> Callable[[], object]:
            def call() -> object:
                answer = client.get(path, **kwargs)
                assert answer.status_code == 200, answer.status_code
                return answer

            return call

        token, client_id = sent_quotation(house, random.Random(1))
        draw, download = issued_invoice(house)
        headers = house.key()

        def create() -> object:
            answer = client.post(
                "/api/v1/quotations",
                headers=headers,
                json={
                    "client_id": client_id,
                    "lines": [
                        {"description": "Consulting", "quantity": "2", "unit_price": "500.00"},
                        {"description": "Translation", "quantity": "3", "unit_price": "150.00"},
                    ],
                },
            )
            assert answer.status_code == 201, answer.get_json()
            return answer

        print(f"{'':<34}{'ms':>9}{'ref ms':>11}{'ratio':>9}{'SQL':>7}")
        row("GET /q/<token> / bare route", ok(f"/q/{token}"), lambda: bare_client.get("/"), house)
        row("POST /api/v1/quotations / bare", create, lambda: bare_client.get("/"), house)

        def blank() -> object:
            with app.app_context():
                return pdf.html_to_pdf(empty, title="empty")

        row("invoice PDF drawn / empty page", draw, blank, house)
        row("invoice PDF stored / empty page", download, blank, house)


if __name__ == "__main__":
    main()

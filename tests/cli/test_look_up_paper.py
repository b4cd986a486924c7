"""`add paper` by a number of arXiv or a DOI: the real client against a host on this machine."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.journal import CASES, PLAN, Scratch, refuse
from tracker.boundary import network

ARXIV = "arXiv:2401.00001"


class Host:
    """A host on 127.0.0.1 that says what a test gives it, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.answer: Callable[[BaseHTTPRequestHandler], None] = send(404, b"")
        host = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                host.asked.append((self.path, dict(self.headers)))
                host.answer(self)

            def log_message(self, *_: Any) -> None:
                pass

        class Server(ThreadingHTTPServer):
            def handle_error(self, *_: Any) -> None:
                """Clients that leave in the middle are what some tests are about."""

        self.server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


def send(
    code: int, body: bytes, length: int | None = None, **headers: str
) -> Callable[[BaseHTTPRequestHandler], None]:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(code)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(body) if length is None else length))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def send_case(name: str) -> Callable[[BaseHTTPRequestHandler], None]:
    return send(200, (CASES / "look_up" / name).read_bytes())


@pytest.fixture
def host(monkeypatch: pytest.MonkeyPatch) -> Iterator[Host]:
    host = Host()
    monkeypatch.setenv("TRACKER_ARXIV", host.url)
    monkeypatch.setenv("TRACKER_DOI", f"{host.url}/")
    yield host
    host.server.shutdown()
    host.server.server_close()


FOUND = [
    (
        "https://arxiv.org/abs/hep-th/9901001v2?context=math",
        "arxiv-hep-th_9901001.xml",
        "/api/query?id_list=hep-th/9901001&max_results=1",
        '  grumiller1999: {title: "Dilaton <a href=\\"javascript:alert(1)\\">Gravity</a>: \\"yes\\", '
        '# [not] {YAML} & $\\\\lambda$", authors: ["Daniel Grumiller", "Wolfgang Kummer"], year: 1999, '
        'arxiv: hep-th/9901001, doi: "10.1016/S0370-2693(99)00001-2"}\n',
    ),
    (
        "https://doi.org/10.1145/3292500.3330701",
        "doi-crossref.json",
        "/10.1145/3292500.3330701",
        '  akiba2019: {title: "Optuna: A Next-generation Hyperparameter Optimization & Framework", '
        'authors: ["Takuya Akiba", "Shotaro Sano Jr.", "The Optuna team"], year: 2019, '
        'doi: "10.1145/3292500.3330701"}\n',
    ),
    (
        "doi:10.1002/(SICI)1096;2-N",
        "doi-hostile.json",
        "/10.1002/(SICI)1096;2-N",
        '  bobby2020: {title: "- {a: &x [*x]} # evil [31m<script>alert(1)</script>", '
        'authors: ["Tables O\'Neil Bobby"], year: 2020, doi: "10.1002/(SICI)1096;2-N"}\n',
    ),
]


@pytest.mark.parametrize(("typed", "case", "path", "line"), FOUND, ids=[row[1] for row in FOUND])
def test_a_paper_is_looked_up_and_kept(
    typed: str, case: str, path: str, line: str, scratch: Scratch, host: Host
) -> None:
    host.answer = send_case(case)
    ran = scratch.run("add", "paper", typed)
    assert ran.code == 0, ran
    assert [asked for asked, _ in host.asked] == [path]
    assert line in scratch.data("plan").decode()
    assert scratch.run("check").code == 0
    again = refuse(scratch, "add", "paper", typed)
    assert "that paper is there already" in again
    assert len(host.asked) == 1  # what the plan knows is not asked
    scratch.run("undo")
    assert scratch.data("plan") == PLAN


def test_the_words_of_an_addition(tmp_path: Path, host: Host) -> None:
    scratch = Scratch(tmp_path / "j", plan=None)
    host.answer = send_case("arxiv-1706.03762.xml")
    shown = scratch.run("add", "paper", "arxiv:1706.03762v5", "--dry-run")
    assert shown.out == (
        'vaswani2017:\n  title: "Attention Is All You Need"\n'
        '  authors: ["Ashish Vaswani", "Noam Shazeer", "Łukasz Kaiser"]\n'
        '  year: 2017\n  arxiv: "1706.03762"\n'
    )
    assert not scratch.path("plan").exists()
    ran = scratch.run(
        "add", "paper", "10.48550/ARXIV.1706.03762", "--status", "next", "--year", "2018"
    )
    assert ran.out == (
        "Added paper vaswani2018 to entries/plan.yaml, Attention Is All You Need. Undo: tracker undo\n"
    )
    assert "status: next" in scratch.data("plan").decode()
    (path, headers), _ = host.asked
    assert path == "/api/query?id_list=1706.03762&max_results=1"
    assert headers["User-Agent"].startswith("progress-journal/")
    assert headers["Accept"] == "application/atom+xml"


def test_the_plan_knows_the_paper_already(scratch: Scratch, host: Host) -> None:
    said = "entries/plan.yaml:11: that paper is there already, vaswani2017; nothing was written"
    assert said in refuse(scratch, "add", "paper", "https://arxiv.org/pdf/1706.03762v3.pdf")
    assert host.asked == []
    # By its title and year, too: it was given another number there.
    host.answer = send(
        200, b'{"title": "Attention is all you need", "issued": {"date-parts": [[2017]]}}'
    )
    assert said in refuse(scratch, "add", "paper", "10.5555/3295222")


def test_a_title_typed_with_an_address_asks_nobody(scratch: Scratch, host: Host) -> None:
    assert scratch.run("add", "paper", "https://arxiv.org/abs/2401.00001", "Mine").code == 0
    assert host.asked == []


def test_options_are_read_before_anybody_is_asked(scratch: Scratch, host: Host) -> None:
    assert "--year: expected a whole number" in refuse(
        scratch, "add", "paper", ARXIV, "--year", "x"
    )
    assert "--units is for courses" in refuse(scratch, "add", "paper", ARXIV, "--units", "3")
    assert scratch.run("add", "course", "x", "--dry-run").code == 2
    assert host.asked == []


def lead_to(address: str) -> Callable[[BaseHTTPRequestHandler], None]:
    return send(302, b"", Location=address)


BROKEN: list[tuple[str, str, Callable[[BaseHTTPRequestHandler], None], str]] = [
    (
        "not found",
        ARXIV,
        send_case("arxiv-none.xml"),
        "knows no arXiv:2401.00001; nothing was written",
    ),
    ("arXiv's error", ARXIV, send_case("arxiv-error.xml"), "knows no arXiv:2401.00001"),
    ("no DOI", "10.1234/x", send(404, b"<html>"), "knows no doi:10.1234/x; nothing was written"),
    ("a bomb", ARXIV, send_case("arxiv-bomb.xml"), "cannot be read: a feed with a DTD"),
    ("another paper", ARXIV, send_case("arxiv-1706.03762.xml"), "an answer about http://arxiv.org"),
    ("no feed", ARXIV, send(200, b"<html></html>"), "no Atom feed"),
    ("no XML", ARXIV, send(200, b"<feed"), "no XML"),
    ("no UTF-8", ARXIV, send(200, "<feed/>".encode("utf-16")), "cannot be read"),
    ("nested XML", ARXIV, send(200, b"<a>" * 300_000), "cannot be read"),
    ("no JSON", "10.1234/x", send(200, b"<html>"), "cannot be read"),
    ("nested JSON", "10.1234/x", send(200, b"[" * 200_000), "cannot be read"),
    ("no object", "10.1234/x", send(200, b"[]"), "no object of JSON"),
    ("no title", "10.1234/x", send(200, b'{"title": " "}'), "it has no title"),
    ("a number", "10.1234/x", send(200, b'{"title": 7}'), "it has no title"),
    ("a long title", "10.1234/x", send(200, b'{"title": "%s"}' % (b"x" * 5000)), "5,000 letters"),
    ("500", ARXIV, send(500, b""), "answered 500 Internal Server Error; nothing was written"),
    ("too much", ARXIV, send(200, b" " * 2_000_001), "more than 2,000,000 bytes"),
    ("10 GB", ARXIV, send(200, b" " * 2_100_000, length=10**10), "more than 2,000,000 bytes"),
    ("cut off", ARXIV, send(200, b"<feed>", length=1000), "broke off"),
    ("to a file", ARXIV, lead_to("file:///etc/passwd"), "away from the web"),
    ("to ftp", ARXIV, lead_to("ftp://example.org/"), "ftp://example.org, which is not encrypted"),
    ("to plain HTTP", ARXIV, lead_to("http://example.org/"), "http://example.org, which is not"),
    ("in circles", ARXIV, lead_to("/api/query"), "leads in a circle"),
    (
        "no HTTP",
        ARXIV,
        lambda handler: handler.wfile.write(b"\x00\xff" * 99) and None,
        "spoke no HTTP",
    ),
    ("nothing", ARXIV, lambda handler: None, "broke off"),
]


@pytest.mark.parametrize(
    ("typed", "answer", "said"),
    [row[1:] for row in BROKEN],
    ids=[f"{number}-{row[0]}" for number, row in enumerate(BROKEN)],
)
def test_a_broken_answer_is_one_line_and_changes_nothing(
    typed: str,
    answer: Callable[[BaseHTTPRequestHandler], None],
    said: str,
    scratch: Scratch,
    host: Host,
) -> None:
    host.answer = answer
    assert said in refuse(scratch, "add", "paper", typed)


@pytest.mark.parametrize("piece", [b"", b"H"])
def test_a_slow_host_is_left_in_time(
    piece: bytes, scratch: Scratch, host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    over = threading.Event()

    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.0 200 OK\r\nX: ")
        while not over.wait(0.05):
            handler.wfile.write(piece)

    host.answer = drip
    monkeypatch.setattr(network, "SECONDS", 0.3)
    begin = time.monotonic()
    said = refuse(scratch, "add", "paper", ARXIV)
    over.set()
    assert time.monotonic() - begin < 4
    assert "did not answer within 0.3 seconds; nothing was written" in said
    assert "By hand: tracker add paper ID TITLE --arxiv 2401.00001" in said


def test_no_host(scratch: Scratch, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    monkeypatch.setenv("TRACKER_ARXIV", f"http://localhost:{port}")
    assert f"localhost:{port} cannot be reached" in refuse(scratch, "add", "paper", ARXIV)


@pytest.mark.parametrize(
    "base",
    [
        "http://example.org",
        "file:///etc",
        "ftp://x.org",
        "https://",
        "https://a b",
        "x",
        "http://[",
        "https://ex\n.org",
    ],
)
def test_only_encrypted_hosts(base: str, scratch: Scratch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_ARXIV", base)
    said = refuse(scratch, "add", "paper", ARXIV)
    assert said.startswith("tracker: TRACKER_ARXIV is ")
    assert "expected an address that begins with https://" in said


def test_a_crowd_of_authors(scratch: Scratch, host: Host) -> None:
    names = ", ".join(f'{{"family": "Name{number}"}}' for number in range(3000))
    host.answer = send(200, f'{{"title": "Higgs", "author": [{names}]}}'.encode())
    ran = scratch.run("add", "paper", "10.1234/x", "--year", "2012")
    assert ran.err == "it has more than 40 authors, of whom the plan names the first\n"
    assert 'name02012: {title: "Higgs"' in scratch.data("plan").decode()
    assert '"Name9 et al."]' in scratch.data("plan").decode()

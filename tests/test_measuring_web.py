"""What `python -m benchmarks.web` counts by: what wrk says, whose time is whose, what is near enough."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.report import Report
from benchmarks.web import peers
from benchmarks.web.cached import Pairs
from benchmarks.web.desk import Form
from benchmarks.web.processes import cpu_seconds, family, memory, peer_of
from benchmarks.web.wrk import Asked, Said, Taken, read

SAID = """Running 3s test @ http://127.0.0.1:18200
  1 threads and 16 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency     1.93ms    2.42ms  31.09ms   92.01%
    Req/Sec    10.01k   412.22    10.61k    73.33%
  Latency Distribution
     50%  987.00us
     75%    1.60ms
     90%    3.51ms
     99%    1.25s
  29881 requests in 3.00s, 0.93GB read
  Socket errors: connect 0, read 2, write 0, timeout 1
  Non-2xx or 3xx responses: 4
Requests/sec:   9957.32
Transfer/sec:    317.43MB
"""


def test_what_wrk_says_is_read_with_its_units_and_every_kind_of_error() -> None:
    assert read(SAID) == Said(requests=29_881, a_second=9957.32, p50=0.987, p99=1250.0, errors=7)
    assert read("unable to connect").requests == 0


def test_paths_are_asked_for_in_turn_from_where_it_is_said(tmp_path: Path) -> None:
    asked = Asked("http://127.0.0.1:1", ["/a", "/b"], {"Host": "localhost:1"})

    command = asked.command(3, tmp_path, first=3)

    assert command[-1] == "http://127.0.0.1:1/"
    assert (tmp_path / "paths").read_text() == "/a\n/b\n"
    assert "local paths, at = {}, 1" in (tmp_path / "script.lua").read_text()


def test_ratios_are_medians_of_pairs_and_time_of_the_database_is_ours() -> None:
    ours = [_taken(900, web=0.18, database=0.02), _taken(500, web=0.5, database=0), _taken(800, web=0.25, database=0)]
    floor = [_taken(1000, web=0.18), _taken(1000, web=0.2), _taken(1000, web=0.2)]

    pairs = Pairs(ours, floor)

    assert pairs.by_requests == pytest.approx(0.8)
    assert pairs.by_cpu == pytest.approx(0.8)


def test_time_and_memory_of_a_process_and_of_what_it_started_are_told() -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", "sum(range(6_000_000)); print(flush=True); input()"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    assert child.stdout
    child.stdout.readline()

    among, taken, held = family(os.getpid()), cpu_seconds([child.pid]), memory(child.pid)
    child.communicate(b"\n")

    assert child.pid in among
    assert taken > 0
    assert held.resident >= held.own > 0
    assert cpu_seconds([child.pid]) == memory(child.pid).own == 0


def test_who_holds_the_other_end_of_a_connection_is_found() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as connection:
        other, _address = server.accept()
        with other:
            assert peer_of(connection, [1, os.getpid()]) == os.getpid()
            assert peer_of(connection, []) is None
    assert peer_of(None, [os.getpid()]) is None


def test_peers_are_taken_from_their_own_quiet_runs_where_there_are_some(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs = [{"web_ms": 5.0, "db_ms": each, "foreign": foreign} for each, foreign in ((1, 0.1), (2, 0.0), (90, 0.5))]
    path = tmp_path / "results.json"
    path.write_text(f'{{"Wagtail: article": {{"runs": {runs}}}}}'.replace("'", '"'))
    monkeypatch.setenv("BENCH_PEERS", str(path))
    peers._results.cache_clear()

    beside, otherwise = peers.wagtail_ms("article"), peers.wagtail_ms("list")
    peers._results.cache_clear()

    assert beside == (6.5, "measured beside")
    assert otherwise == (28.2, peers.CONSTANTS)


def test_a_form_is_sent_as_a_browser_would_with_what_was_typed() -> None:
    html = """<form id="other"><input name="no" value="1"></form><form id="article_form">
      <input name="a" value="1"><input type="checkbox" name="b" checked><input type="checkbox" name="c">
      <input name="rows-__prefix__-x"><input type="submit" name="_save"><textarea name="d">\nOne &amp; two</textarea>
      <select name="e"><option value="1"><option value="2" selected></select></form>"""

    form = Form("article_form", html)

    assert form.fields == [("a", "1"), ("b", "on"), ("d", "One & two"), ("e", "2")]
    assert form.typed(d="Three") == [("a", "1"), ("b", "on"), ("e", "2"), ("d", "Three")]


def test_rows_are_told_as_tables_of_markdown() -> None:
    report = Report()
    report.title("Loading")
    report.add("load_bulk", "200 s", "once", asked="≤ 4 minutes", is_met=True)
    report.add("memory", "700 MiB", "once", asked="≤ 500 MiB", is_met=False)

    assert report.markdown().splitlines()[-2:] == [
        "| load_bulk | ≤ 4 minutes | 200 s | yes | once |",
        "| memory | ≤ 500 MiB | 700 MiB | **no** | once |",
    ]


def _taken(a_second: float, *, web: float, database: float = 0) -> Taken:
    return Taken(Said(1, a_second, 0, 0, 0), web, database, 0)

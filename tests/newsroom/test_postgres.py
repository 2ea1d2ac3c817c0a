"""The project's own PostgreSQL: begun, shared, left, killed."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import psycopg
import pytest

from newsroom import identity
from newsroom.identity import DatabaseUnavailable
from newsroom.postgres import DATABASE, OWNER, WEB, Server

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def kept_folder(tmp_path_factory):
    """A data folder whose database is already made, under a path that is awkward in every way we promise to bear."""
    folder = tmp_path_factory.mktemp("private") / "a folder with spaces, and a very long name " / ("deep" * 30)
    folder.mkdir(parents=True)
    folder.parent.chmod(0o700)
    with Server(folder, lasting=False):
        pass
    return folder


@pytest.fixture
def server(kept_folder):
    return Server(kept_folder, lasting=False)


def ask(server: Server, question: str = "SELECT 1", dbname: str = DATABASE, role: str = WEB) -> tuple:
    with server.connect(dbname, role) as connection:
        return connection.execute(question).fetchone()


def other_process(folder: Path, then: str) -> subprocess.Popen[str]:
    """Another process that has entered the server of `folder` and printed a line; `then` is what it does next."""
    program = (
        "import sys, time; from pathlib import Path; from newsroom.postgres import Server\n"
        "with Server(Path(sys.argv[1]), lasting=False) as server:\n"
        f"    print(server.postmaster(), flush=True)\n    {then}\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(folder)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    assert process.stdout.readline().strip().isdigit()
    return process


def test_it_has_two_roles_and_neither_is_superuser(server):
    with server, server.connect(DATABASE, WEB) as connection:
        rows = connection.execute(
            "SELECT rolname, rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication OR rolbypassrls FROM pg_roles "
            "WHERE rolname LIKE 'newsroom%' ORDER BY 1"
        ).fetchall()
        owner = connection.execute(
            "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database()"
        ).fetchone()

    assert rows == [(OWNER, False), (WEB, False)]
    assert owner == (OWNER,)


def test_it_knows_letters_of_every_script_and_no_locale_of_the_machine(server):
    with server, server.connect(DATABASE, WEB) as connection:
        row = connection.execute(
            "SELECT lower('ÉŽ'), 'É' ILIKE 'é', 'غزة' ~ '^\\w+$', datlocprovider, datlocale, "
            "pg_encoding_to_char(encoding) FROM pg_database WHERE datname = current_database()"
        ).fetchone()

    assert row == ("éž", True, True, "b", "C.UTF-8", "UTF8")


def test_it_listens_on_a_private_socket_alone(server):
    with server:
        folder = server.socket_folder
        with server.connect() as connection:
            settings = dict(connection.execute("SELECT name, setting FROM pg_settings").fetchall())
        mode = folder.stat().st_mode

    assert settings["listen_addresses"] == ""
    assert settings["unix_socket_directories"] == str(folder)
    assert mode & 0o077 == 0
    assert len(str(folder)) < 100
    assert not folder.exists()


def test_it_changes_no_permission_above_its_folder(kept_folder, server):
    with server:
        assert kept_folder.parent.stat().st_mode & 0o777 == 0o700
        assert {path.stat().st_uid for path in server.folder.rglob("*")} == {os.geteuid()}


def test_a_lasting_server_survives_a_power_cut_and_keeps_texts_out_of_its_log(tmp_path):
    with Server(tmp_path) as server:
        with server.connect() as connection:
            settings = dict(connection.execute("SELECT name, setting FROM pg_settings").fetchall())
        with server.connect(DATABASE, OWNER) as connection:
            connection.execute("CREATE TABLE t (body text UNIQUE)")
            connection.execute("INSERT INTO t VALUES ('a secret draft')")
            with pytest.raises(psycopg.errors.UniqueViolation):
                connection.execute("INSERT INTO t VALUES ('a secret draft')")

    assert (settings["fsync"], settings["synchronous_commit"], settings["full_page_writes"]) == ("on", "on", "on")
    assert settings["jit"] == "off"
    assert "duplicate key" in server.log.read_text()
    assert "secret draft" not in server.log.read_text()


def test_the_last_one_out_stops_it(kept_folder, server):
    with server:
        other = other_process(kept_folder, "sys.stdin.readline()")
        pid = server.postmaster()
    assert server.postmaster() == pid

    other.communicate("\n", timeout=30)

    assert server.postmaster() is None


def test_many_at_once_share_one(kept_folder, server):
    program = (
        "import sys; from pathlib import Path; from newsroom.postgres import Server\n"
        "with Server(Path(sys.argv[1]), lasting=False) as server:\n"
        "    print(server.connect('newsroom', 'newsroom_web').execute('SELECT 1').fetchone()[0])\n"
    )
    processes = [
        subprocess.Popen([sys.executable, "-c", program, str(kept_folder)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]

    assert [process.communicate(timeout=60)[0] for process in processes] == ["1\n"] * 4
    assert server.postmaster() is None


def test_a_fork_that_leaves_stops_nothing(server):
    with server:
        pid = os.fork()
        if pid == 0:
            server.__exit__()
            os._exit(0)
        os.waitpid(pid, 0)

        assert ask(server) == (1,)


def test_one_that_outlived_its_user_is_adopted(kept_folder, server):
    with other_process(kept_folder, "time.sleep(60)") as other:
        other.kill()
    pid = server.postmaster()
    assert pid

    with server:
        assert server.postmaster() == pid

    assert server.postmaster() is None


def test_what_was_committed_survives_its_being_killed(tmp_path):
    with Server(tmp_path) as server:
        with server.connect(DATABASE, OWNER) as connection:
            connection.execute("CREATE TABLE kept (i int)")
            connection.execute("INSERT INTO kept VALUES (7)")
        os.kill(server.postmaster(), signal.SIGKILL)
        while server.postmaster():
            time.sleep(0.02)

    with server:
        assert ask(server, "SELECT i FROM kept", role=OWNER) == (7,)


def test_another_program_under_its_number_is_not_taken_for_it(server):
    """After a crash and a reboot, the process number in the lock file may be anybody's."""
    (server.folder / "postmaster.pid").write_text(f"{os.getpid()}\n{server.folder}\n1\n5432\n/nowhere\n\n\nready\n")
    assert server.postmaster() is None

    with server:
        assert ask(server) == (1,)


def test_a_start_that_was_cut_off_begins_again(tmp_path, kept_folder, server):
    shutil.copytree(server.folder, tmp_path / "postgres.new")
    (tmp_path / "postgres.new" / "PG_VERSION").unlink()

    with Server(tmp_path, lasting=False) as begun_again:
        assert ask(begun_again) == (1,)

    assert not (tmp_path / "postgres.new").exists()


def test_roles_and_database_that_are_missing_are_made(tmp_path, server):
    with server, server.connect() as connection:
        connection.execute(f"DROP DATABASE {DATABASE}")
        connection.execute(f"DROP ROLE {WEB}")

    with server, server.connect(DATABASE, WEB) as connection:
        row = connection.execute("SELECT has_database_privilege(current_user, current_database(), 'TEMP')").fetchone()
        assert row == (False,)


def test_data_of_another_major_version_are_refused_and_left_alone(tmp_path):
    data = tmp_path / "postgres"
    data.mkdir()
    (data / "PG_VERSION").write_text("17\n")

    with pytest.raises(DatabaseUnavailable, match=r"was made by PostgreSQL 17, and this is 18: move the data over"):
        Server(tmp_path).__enter__()

    assert [path.name for path in data.iterdir()] == ["PG_VERSION"]


def test_a_folder_that_holds_no_database_is_refused(tmp_path):
    (tmp_path / "postgres").mkdir()

    with pytest.raises(DatabaseUnavailable, match="holds no database"):
        Server(tmp_path).__enter__()


def test_a_refused_start_keeps_nobody_waiting(tmp_path, server):
    (tmp_path / "postgres").mkdir()
    refused = Server(tmp_path)
    for _ in range(2):
        with pytest.raises(DatabaseUnavailable):
            refused.__enter__()


def test_why_it_does_not_start_is_said(tmp_path):
    with Server(tmp_path, lasting=False) as server:
        pass
    with (server.folder / "postgresql.conf").open("a") as file:
        file.write("no_such_setting = 1\n")

    with pytest.raises(DatabaseUnavailable, match=r"doesn't start: .*no_such_setting|doesn't start: .*FATAL"):
        server.__enter__()

    assert not server.socket_folder.exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to lend PostgreSQL a name")
class TestAsRoot:
    def test_it_runs_as_nobody_where_namespaces_are_forbidden(self, monkeypatch, capfd):
        monkeypatch.setattr(identity, "_in_a_namespace", lambda: identity.Identity())
        # Not under pytest's own folder, which nobody may enter.
        folder = Path("/tmp/newsroom-as-nobody")  # noqa: S108
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o755)
        try:
            with Server(folder, lasting=False) as server:
                owner = server.folder.stat().st_uid
                assert Path(f"/proc/{server.postmaster()}").stat().st_uid == owner == identity._nobody().pw_uid
            monkeypatch.undo()
            with Server(folder, lasting=False) as server:
                assert Path(f"/proc/{server.postmaster()}").stat().st_uid == owner
            assert "PostgreSQL runs as the user nobody" in capfd.readouterr().out
        except DatabaseUnavailable as error:
            # The checkout itself lies where nobody else may look: then that has to be said.
            assert "run this as an ordinary user" in str(error)  # noqa: PT017
        finally:
            shutil.rmtree(folder)

    def test_it_says_what_to_do_where_nobody_may_not_enter(self, monkeypatch, tmp_path):
        monkeypatch.setattr(identity, "_in_a_namespace", lambda: identity.Identity())
        (tmp_path / "private").mkdir(mode=0o700)

        with pytest.raises(DatabaseUnavailable, match="run this as an ordinary user, or set DATABASE_URL"):
            Server(tmp_path / "private" / "data", lasting=False).__enter__()


def test_threads_of_one_process_connect_at_once(server):
    found = []

    def look() -> None:
        found.append(ask(server))

    with server:
        threads = [threading.Thread(target=look) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert found == [(1,)] * 8

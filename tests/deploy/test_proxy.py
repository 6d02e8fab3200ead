"""The shipped configuration of HAProxy, run in front of two servers that only say who they are."""

import os
import socket
import struct
import subprocess
import threading
import urllib.error
import urllib.request
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from deploy import local

SCRIPT = b"const neurons = 'many';" * 200


class Replica(BaseHTTPRequestHandler):
    """Answers every request with its own address; a script is a script."""

    protocol_version = "HTTP/1.1"  # HAProxy compresses nothing older

    def do_GET(self):
        script = self.path.endswith(".js")
        body = SCRIPT if script else "{}:{}".format(*self.server.server_address).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/javascript" if script else "text/plain")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Keep quiet."""


class Replicas(ThreadingHTTPServer):
    def handle_error(self, *_):
        """Keep quiet: a health check hangs up before the answer has ended."""


@contextmanager
def answering(host="127.0.0.1", port=0):
    """One such server, as long as it is wanted: its port."""
    with Replicas((host, port), Replica) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


@pytest.fixture(scope="module")
def address(haproxy, tmp_path_factory):
    """The proxy in front of two of them."""
    with ExitStack() as stack:
        ports = [stack.enter_context(answering()) for _ in range(2)]
        port = local.free_port()
        file = tmp_path_factory.mktemp("proxy") / "haproxy.cfg"
        process = stack.enter_context(local.stopping(local.start_proxy(port, ports, file)))
        local.wait_healthy(f"http://127.0.0.1:{port}", process)
        yield f"http://127.0.0.1:{port}"


def ask(url, **headers):
    """The status, the body and the headers of an answer."""
    request = urllib.request.Request(url, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.read(), answer.headers
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read(), refused.headers


def test_haproxy_accepts_the_shipped_configuration_without_a_warning(haproxy):
    given = os.environ | {"PROXY_BIND": ":8080", "APP_HOST": "app"}
    command = [haproxy, "-c", "-dW", "-f", str(local.CONFIGURATION)]
    checked = subprocess.run(command, env=given, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stderr


def test_on_one_machine_only_the_line_that_finds_the_replicas_differs():
    shipped = local.CONFIGURATION.read_text(encoding="utf-8").splitlines()
    here = local.configuration([8501, 8502]).splitlines()
    assert len(set(shipped) - set(here)) == 1
    assert [line.split() for line in here if line not in shipped] == [
        ["server", "app1", "127.0.0.1:8501"],
        ["server", "app2", "127.0.0.1:8502"],
    ]


def test_new_readers_are_spread_and_each_stays_where_it_began(address):
    began = []
    for _ in range(12):
        _, replica, headers = ask(address)
        cookie = headers["Set-Cookie"].partition(";")[0]
        began.append(replica)
        for _ in range(3):
            _, again, headers = ask(f"{address}/media/picture.png", Cookie=cookie)
            assert again == replica
            assert "Set-Cookie" not in headers
    assert sorted(map(began.count, set(began))) == [6, 6]


def test_scripts_are_compressed_on_their_way(address):
    _, body, headers = ask(f"{address}/static/index.js", **{"Accept-Encoding": "gzip"})
    assert headers["Content-Encoding"] == "gzip"
    assert len(body) < len(SCRIPT) / 5


@pytest.mark.parametrize(
    "origin",
    ["http://elsewhere.example", "https://127.0.0.1.elsewhere.example", "http://127.0.0.1", "null"],
)
def test_a_request_from_a_foreign_page_is_refused(address, origin):
    assert ask(f"{address}/_stcore/stream", Origin=origin)[0] == 403
    assert ask(f"{address}/_stcore/stream", Origin=address)[0] == 200


def test_behind_an_end_of_tls_the_readers_own_page_is_not_foreign(address):
    page = {"Host": "glassnet.example", "Origin": "https://glassnet.example"}
    assert ask(f"{address}/_stcore/stream", **page)[0] == 200


@contextmanager
def naming(addresses):
    """A name server of this machine that gives every name those IPv4 addresses: its port."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 0))

        def answer():
            while True:
                try:
                    asked, reader = server.recvfrom(4096)
                except OSError:  # closed: the test is over
                    return
                end = asked.index(0, 12) + 5  # the name, its type, its class
                wants_ipv4 = asked[end - 4 : end - 2] == b"\0\1"
                found = addresses if wants_ipv4 else []
                head = asked[:2] + struct.pack(">5H", 0x8180, 1, len(found), 0, 0)
                records = [
                    b"\xc0\x0c" + struct.pack(">HHIH", 1, 1, 1, 4) + socket.inet_aton(each)
                    for each in found
                ]
                server.sendto(b"".join([head, asked[12:end], *records]), reader)

        threading.Thread(target=answer, daemon=True).start()
        yield server.getsockname()[1]


@pytest.mark.skipif(os.name != "posix" or os.uname().sysname != "Linux", reason="needs 127.0.0.2")
def test_replicas_are_found_by_name_also_one_that_comes_later(haproxy, tmp_path):
    hosts, port, name_server = ["127.0.0.2", "127.0.0.3"], local.free_port(), ["127.0.0.2"]
    shipped = local.CONFIGURATION.read_text(encoding="utf-8")
    with ExitStack() as stack:
        for host in hosts:
            stack.enter_context(answering(host, port))
        names = stack.enter_context(naming(name_server))
        file = tmp_path / "haproxy.cfg"
        file.write_text(
            shipped.replace("parse-resolv-conf", f"nameserver here 127.0.0.1:{names}").replace(
                "${APP_HOST}:8501", f"${{APP_HOST}}:{port}"
            )
        )
        bind = local.free_port()
        given = os.environ | {"PROXY_BIND": f"127.0.0.1:{bind}", "APP_HOST": "app.example"}
        command = [haproxy, "-db", "-f", str(file)]
        process = subprocess.Popen(
            command, env=given, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        stack.enter_context(local.stopping(process))
        address = f"http://127.0.0.1:{bind}"
        local.wait_healthy(address, process)
        assert {ask(address)[1] for _ in range(4)} == {f"127.0.0.2:{port}".encode()}
        name_server.append("127.0.0.3")
        late = f"127.0.0.3:{port}".encode()
        assert any(ask(address)[1] == late for _ in range(20_000))

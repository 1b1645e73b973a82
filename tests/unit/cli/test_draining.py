"""SIGTERM while a request runs: it is answered, then the process ends."""

import signal
import socket
import subprocess
import sys

SERVER = """
import sys, time
from waitress.server import create_server
from graphsvc.cli.draining import serve_until_stopped

def app(environ, start):
    print("begun", flush=True)
    time.sleep(1.5)
    start("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "2000000")])
    return [b"x" * 2_000_000]

channels = {}
server = create_server(app, map=channels, host="127.0.0.1", port=0)
print(server.effective_port, flush=True)
serve_until_stopped(server, channels)
"""


def test_a_running_request_is_answered_after_sigterm() -> None:
    with subprocess.Popen([sys.executable, "-c", SERVER], stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        port = int(server.stdout.readline())
        with socket.create_connection(("127.0.0.1", port)) as asking:
            asking.sendall(b"GET / HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n")
            assert server.stdout.readline() == "begun\n"
            server.send_signal(signal.SIGTERM)
            answer = b""
            while block := asking.recv(65536):
                answer += block
        assert answer.startswith(b"HTTP/1.1 200 OK")
        assert len(answer.partition(b"\r\n\r\n")[2]) == 2_000_000
        assert server.wait(20) == 0

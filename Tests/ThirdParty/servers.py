"""Starts DynamoDB endpoints on loopback, each in a process and a temporary folder of its own."""

import contextlib
import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass

START_SECONDS = 60
STOP_SECONDS = 10


@dataclass(frozen=True)
class Server:
    url: str
    process_id: int


@contextlib.contextmanager
def tabletheory(binary: str, on_disk: bool = False) -> Iterator[Server]:
    """Our own `tabletheory serve`, over memory or over a SQLite file."""
    with _folder("tabletheory") as folder:
        command = [os.path.abspath(binary), "serve", "--port", "0"]
        if on_disk:
            command += ["--database", str(folder / "tables.sqlite")]
        with _process(command, folder, {}) as process:
            yield Server(_announced_url(process, folder), process.pid)


@contextlib.contextmanager
def ministack() -> Iterator[Server]:
    """MiniStack with DynamoDB alone.

    It reads its settings from the environment. It would otherwise open ports of its SFTP and MQTT services,
    look for containers to remove, and keep files outside its folder.
    """
    port = _free_port()
    with _folder("ministack") as folder:
        environment = {
            "GATEWAY_PORT": str(port),
            "BIND_HOST": "127.0.0.1",
            "SERVICES": "dynamodb",
            "LOG_LEVEL": "ERROR",
            "SFTP_ENABLED": "0",
            "IOT_MTLS_ENABLED": "0",
            "DOCKER_HOST": f"unix://{folder}/no-docker.sock",
            "STATE_DIR": str(folder),
            "S3_DATA_DIR": str(folder),
        }
        command = [sys.executable, "-m", "ministack"]
        with _process(command, folder, environment) as process:
            yield _answering(port, process, folder)


@contextlib.contextmanager
def moto() -> Iterator[Server]:
    """Moto's stand-alone server."""
    port = _free_port()
    with _folder("moto") as folder:
        command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
        with _process(command, folder, {}) as process:
            yield _answering(port, process, folder)


@contextlib.contextmanager
def _folder(name: str) -> Iterator[pathlib.Path]:
    with tempfile.TemporaryDirectory(prefix=f"{name}-") as folder:
        yield pathlib.Path(folder)


@contextlib.contextmanager
def _process(command: list[str], folder: pathlib.Path, environment: dict[str, str]) -> Iterator[subprocess.Popen]:
    inherited = {key: value for key, value in os.environ.items() if not key.startswith("AWS_")}
    with open(folder / "output", "wb") as output:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=inherited | {"HOME": str(folder), "TMPDIR": str(folder)} | environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _announced_url(process: subprocess.Popen, folder: pathlib.Path) -> str:
    prefix = "Listening on "
    for output in _until_deadline(process, folder):
        first, ended, _ = output.partition("\n")
        if ended and not first.startswith(prefix):
            raise RuntimeError(f"The first line of tabletheory serve should start with {prefix!r}; it is {first!r}.")
        if ended:
            return first.removeprefix(prefix)
    raise AssertionError("unreachable: the deadline raises")


def _answering(port: int, process: subprocess.Popen, folder: pathlib.Path) -> Server:
    url = f"http://127.0.0.1:{port}"
    for _ in _until_deadline(process, folder):
        if _answers(url):
            return Server(url, process.pid)
    raise AssertionError("unreachable: the deadline raises")


def _answers(url: str) -> bool:
    headers = {
        "Content-Type": "application/x-amz-json-1.0",
        "X-Amz-Target": "DynamoDB_20120810.ListTables",
        "Authorization": "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/dynamodb/aws4_request",
    }
    request = urllib.request.Request(url, b"{}", headers)
    try:
        with urllib.request.urlopen(request, timeout=5) as response:
            return response.status == 200
    except OSError:
        return False


def _until_deadline(process: subprocess.Popen, folder: pathlib.Path) -> Iterator[str]:
    """Yields what the process has printed, until the caller has what it waits for; raises when it cannot come."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        output = (folder / "output").read_text(errors="replace")
        if process.poll() is not None:
            raise RuntimeError(f"{process.args[0]} ended with {process.returncode} before it answered:\n{output}")
        yield output
        time.sleep(0.05)
    raise RuntimeError(f"{process.args[0]} did not answer within {START_SECONDS} seconds:\n{output}")


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]

"""The model definitions of Examples/models: what Swift writes they read, what they write Swift reads, and all of them
contend for one lock. Go and TypeScript are tried where their compilers are (`bin/prepare --tests` installs them)."""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import time

import boto3
import pytest

import servers
from guides import ROOT
from tables import table_shape

pytestmark = pytest.mark.skipif("TABLETHEORY_BIN" not in os.environ, reason="runs the built command")
MODELS = ROOT / "Examples" / "models"
LANGUAGES = ["python", "go", "typescript"]


@pytest.fixture(scope="module")
def url():
    with servers.tabletheory(os.environ["TABLETHEORY_BIN"]) as server:
        _resource(server.url).create_table(TableName="pages", **table_shape("S"))
        yield server.url


@pytest.fixture(scope="module", params=LANGUAGES)
def model(request: pytest.FixtureRequest, url: str, tmp_path_factory: pytest.TempPathFactory):
    """Runs the language's program against the endpoint."""
    command = _compiled(request.param, tmp_path_factory.mktemp(request.param))

    def run(*arguments: str) -> str:
        result = subprocess.run([*command, url, *arguments], capture_output=True, text=True, timeout=60)
        assert result.returncode == 0, result.stdout + result.stderr
        return result.stdout.strip()

    run.language = request.param
    return run


@pytest.fixture
def swift(url: str):
    """Runs our command against the endpoint; returns its status and its JSON."""

    def run(*arguments: str) -> tuple[int, dict]:
        binary = os.path.abspath(os.environ["TABLETHEORY_BIN"])
        command = [binary, *arguments, "--endpoint", url, "--table", "pages", "--json"]
        result = subprocess.run(command, capture_output=True, text=True, timeout=60)
        return result.returncode, json.loads(result.stdout) if result.stdout else {}

    return run


def test_swift_reads_what_they_write(model, swift) -> None:
    key = f"theirs-{model.language}"
    model("write", key, f"{key}.html")
    status, shown = swift("cache", "show", key)
    assert status == 0 and shown["state"] == "fresh"
    assert shown["object"] == f"{key}.html" and shown["etag"] == "9f86d081"


def test_they_read_what_swift_writes(model, swift, url: str) -> None:
    key, version = f"ours-{model.language}", "0000000000000000001"
    now = int(time.time())
    _resource(url).Table("pages").put_item(Item={
        "pk": f"CACHE#{key}", "sk": f"VER#{version}", "s3_key": f"{key}.html", "generated_at": now - 3600,
        "revalidate_seconds": 60, "etag": "77d0", "ttl": now + 86400, "version": 1, "fence": 1})
    # Going back to a version is a publication, with all attributes that Swift writes.
    status, _ = swift("cache", "rollback", key, "--to", version)
    assert status == 0
    row = json.loads(model("read", key))
    assert row["pk"] == f"CACHE#{key}" and row["sk"] == "META" and row["s3_key"] == f"{key}.html"
    assert row["etag"] == "77d0" and row["revalidate_seconds"] == 60 and row["is_fresh"] is True
    assert now <= row["generated_at"] <= now + 60 and row["ttl"] > row["generated_at"] + row["revalidate_seconds"]


def test_they_contend_for_one_lock(model, swift) -> None:
    theirs, ours = f"locked-{model.language}", f"lease-{model.language}"
    assert model("acquire", theirs, "a-token", "60") == "acquired"
    assert model("acquire", theirs, "a-token", "60") == "acquired", "a repeated request does not lose to itself"
    assert model("acquire", theirs, "another", "60") == "held"
    status, refused = swift("lease", "acquire", theirs, "--for", "10s")
    assert status == 75 and refused["outcome"] == "held"
    status, lease = swift("lease", "acquire", ours, "--for", "60s")
    assert status == 0
    assert model("acquire", ours, "a-token", "60") == "held"
    status, _ = swift("lease", "release", ours, "--token", lease["token"])
    assert status == 0
    assert model("acquire", ours, "a-token", "60") == "acquired"


def _compiled(language: str, folder: pathlib.Path) -> list[str]:
    if language == "python":
        return [sys.executable, "-B", str(MODELS / "models.py")]
    if language == "go":
        _needs("go")
        program = folder / "models"
        environment = os.environ | {"GO111MODULE": "off", "GOCACHE": str(folder / "cache"), "GOFLAGS": "", "GOTOOLCHAIN": "local"}
        subprocess.run(["go", "vet", str(MODELS / "models.go")], env=environment, check=True, timeout=600)
        subprocess.run(
            ["go", "build", "-o", str(program), str(MODELS / "models.go")], env=environment, check=True, timeout=600)
        return [str(program)]
    _needs("node")
    _needs("tsc")
    subprocess.run(
        ["tsc", "--strict", "--noUncheckedIndexedAccess", "--target", "es2022", "--lib", "es2022,dom", "--module", "commonjs",
         "--typeRoots", str(folder), "--outDir", str(folder), str(MODELS / "models.ts")], check=True, timeout=600)
    return ["node", str(folder / "models.js")]


def _needs(program: str) -> None:
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed: bin/prepare --tests does it where apt is")


def _resource(url: str):
    return boto3.resource(
        "dynamodb", endpoint_url=url, region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test")

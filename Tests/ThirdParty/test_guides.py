"""The guides' shell blocks do what the guides say: each is run, or says in front of it why it is not."""

import os
import pathlib
import subprocess
import sys
import time

import boto3
import pytest

import servers
from guides import ROOT, Block, anchors, blocks, comparable, guides, local_links
from tables import table_shape

RUNNABLE = [block for block in blocks() if not block.excuse]


@pytest.mark.skipif("TABLETHEORY_BIN" not in os.environ, reason="runs the built command")
@pytest.mark.parametrize("block", RUNNABLE, ids=str)
def test_block(block: Block, tmp_path: pathlib.Path) -> None:
    with servers.tabletheory(os.environ["TABLETHEORY_BIN"]) as server:
        environment = _environment(server.url, tmp_path)
        _set_up(server.url, block.guide)
        for command in block.commands:
            line = command.line.replace("http://127.0.0.1:8000", server.url)
            run = subprocess.run(
                ["bash", "-euo", "pipefail", "-c", line], cwd=tmp_path, env=environment, capture_output=True,
                text=True, timeout=60, stdin=subprocess.DEVNULL)
            assert run.returncode == command.status, f"{block}: {line}\n{run.stdout}{run.stderr}"
            if block.language == "console":
                assert comparable(run.stdout + run.stderr) == comparable(command.output), f"{block}: {line}"


@pytest.mark.parametrize("guide", guides(), ids=lambda guide: str(guide.relative_to(ROOT)))
def test_links(guide: pathlib.Path) -> None:
    """Every link to a file of the repository, and to a heading in it, leads somewhere."""
    for target, _, anchor in (link.partition("#") for link in local_links(guide)):
        path = (guide.parent / target).resolve() if target else guide
        assert path.exists(), f"{guide.name} links to {target}"
        assert not anchor or anchor in anchors(path), f"{guide.name} links to {target}#{anchor}"


def test_there_are_some() -> None:
    assert len(RUNNABLE) >= 3


def _environment(url: str, folder: pathlib.Path) -> dict[str, str]:
    """Ours and the AWS CLI on the PATH, the endpoint where the AWS SDKs look for it."""
    programs = folder / "bin"
    programs.mkdir()
    (programs / "tabletheory").symlink_to(os.path.abspath(os.environ["TABLETHEORY_BIN"]))
    path = f"{programs}:{pathlib.Path(sys.executable).parent}:{os.environ['PATH']}"
    return {
        "PATH": path, "HOME": str(folder), "ROOT": str(ROOT), "COLUMNS": "200", "AWS_ENDPOINT_URL_DYNAMODB": url,
        "AWS_REGION": "us-east-1", "AWS_DEFAULT_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test", "AWS_PAGER": "",
    }


def _set_up(url: str, guide: str) -> None:
    """The table as it is when the guide's transcript begins."""
    resource = boto3.resource(
        "dynamodb", endpoint_url=url, region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test")
    table = resource.create_table(TableName="pages", **table_shape("S"))
    now = int(time.time())
    if guide == "docs/regeneration.md":
        table.put_item(Item=_entry("about", "META", now - 3600, 60, 3, "about/77d0.html", "41"))
        home = _entry("home", "META", now - 10, 600, 7, "home/41ab.html", "42")
        table.put_item(Item=home | {"current_sk": "VER#0000000000000000007", "tags": {"news"}})
        table.put_item(Item=_entry("home", "VER#0000000000000000007", now - 10, 600, 7, "home/41ab.html", "42"))
        table.put_item(Item=_entry("home", "VER#0000000000000000006", now - 4000, 600, 6, "home/9f2c.html", "41"))
    if guide == "docs/idempotency.md":
        for number, state in ((6, "COMPLETED"), (7, "STARTED")):
            ends = {"in_progress_expires_at": now + 30} if state == "STARTED" else {}
            table.put_item(Item={
                "pk": "CACHE#home", "sk": f"REQ#revalidate#{number}#42", "status": state, "request_hash": "0" * 64,
                "owner_token": f"w-{number}", "expires_at": now + 86400, "ttl": now + 86400} | ends)


def _entry(key: str, sort: str, at: int, fresh_for: int, version: int, body: str, deploy: str) -> dict:
    return {
        "pk": f"CACHE#{key}", "sk": sort, "s3_key": body, "generated_at": at, "revalidate_seconds": fresh_for,
        "version": version, "fence": version, "deploy_id": deploy, "ttl": at + 604800,
    }

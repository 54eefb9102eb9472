"""Our command, run as a person runs it."""

import os
import subprocess

import pytest


def tabletheory(*arguments: str, status: int = 0, environment: dict[str, str] | None = None) -> str:
    """What the command prints on standard output, if it ends with the status."""
    if "TABLETHEORY_BIN" not in os.environ:
        pytest.skip("TABLETHEORY_BIN is not set: there is no command to run")
    done = subprocess.run(
        [os.environ["TABLETHEORY_BIN"], *arguments],
        env=os.environ | (environment or {}),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == status, f"{arguments} ended with {done.returncode}:\n{done.stderr}{done.stdout}"
    return done.stdout

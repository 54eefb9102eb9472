"""Starts ministack and moto, prints their ports on one line, and stops them when it is terminated."""

import pathlib
import signal
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "Tests" / "ThirdParty"))

import servers  # noqa: E402


def main() -> None:
    # As an exception, so that the servers are stopped on the way out.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with servers.ministack() as ministack, servers.moto() as moto:
        print(*(server.url.rpartition(":")[2] for server in (ministack, moto)), flush=True)
        signal.pause()


if __name__ == "__main__":
    main()

"""Runs a command while another DynamoDB is up: `with_server.py ministack -- COMMAND...`.

The command finds it by AWS_ENDPOINT_URL_DYNAMODB, and its S3 by AWS_ENDPOINT_URL_S3, as any AWS SDK does, and reads in
TABLETHEORY_ENDPOINT_IS whose it is. Its exit status is ours.
"""

import os
import signal
import subprocess
import sys

import servers


def main() -> int:
    # As an exception, so that the server is stopped on the way out.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    name, _, *command = sys.argv[1:]
    with {"ministack": servers.ministack, "moto": servers.moto}[name]() as server:
        # Nobody's own account, profile or token goes into a test of a server on this machine.
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
        environment = inherited | {
            "AWS_ENDPOINT_URL_DYNAMODB": server.url,
            "AWS_ENDPOINT_URL_S3": server.url,
            "AWS_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": "local",
            "AWS_SECRET_ACCESS_KEY": "local",
            "TABLETHEORY_ENDPOINT_IS": name,
        }
        return subprocess.run(command, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main())

"""Runs a command while another DynamoDB is up: `with_server.py ministack -- COMMAND...`.

The command finds it by AWS_ENDPOINT_URL_DYNAMODB, as any AWS SDK does, and its exit status is ours.
"""

import os
import subprocess
import sys

import servers


def main() -> int:
    name, _, *command = sys.argv[1:]
    with {"ministack": servers.ministack, "moto": servers.moto}[name]() as server:
        environment = os.environ | {
            "AWS_ENDPOINT_URL_DYNAMODB": server.url,
            "AWS_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": "local",
            "AWS_SECRET_ACCESS_KEY": "local",
        }
        return subprocess.run(command, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main())

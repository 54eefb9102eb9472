"""Our signatures are botocore's, over generated requests: odd headers and bodies, and moments at which dates turn."""

import base64
import datetime
import json
import os
import random
import subprocess

import botocore.auth
import botocore.awsrequest
import botocore.credentials
import pytest

REQUESTS = 6000
SEED = 20260101

REGIONS = ["us-east-1", "eu-west-1", "cn-north-1", "us-gov-west-1", "ap-southeast-2", "local"]
HOSTS = ["dynamodb.eu-west-1.amazonaws.com", "127.0.0.1:8000", "[::1]:4566", "localhost", "gateway.example:8443"]
OPERATIONS = ["GetItem", "PutItem", "UpdateItem", "TransactWriteItems", "Query", "Scan"]

# The seconds around which a day, a month or a year turns, leap days among them.
TURNS = [
    datetime.datetime(*day, tzinfo=datetime.timezone.utc)
    for day in [
        (1970, 1, 1), (1999, 12, 31), (2000, 2, 29), (2000, 3, 1), (2024, 2, 29), (2024, 3, 1), (2025, 1, 1),
        (2025, 12, 31), (2026, 1, 1), (2026, 10, 25), (2028, 2, 29), (2038, 1, 19), (2099, 12, 31), (2100, 3, 1),
    ]
]  # fmt: skip

TOKEN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="
NAME = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-.^_`|~"
ODD = "".join(map(chr, range(0x21, 0x7F))) + "éßø日本語🜂\u0301"
SPACES = [" ", "  ", "\t", " \t ", "     "]


def moment(draw: random.Random) -> datetime.datetime:
    if draw.random() < 0.6:
        return max(draw.choice(TURNS) + datetime.timedelta(seconds=draw.randint(-2, 2)), TURNS[0])
    return TURNS[0] + datetime.timedelta(seconds=draw.randrange(4_102_444_800))


def header_value(draw: random.Random) -> str:
    longest = 4000 if draw.random() < 0.05 else 30
    text = "".join(
        draw.choice(SPACES) if draw.random() < 0.2 else draw.choice(ODD) for _ in range(draw.randrange(longest))
    )
    return draw.choice(["", " ", "\t\t", "  "]) + text + draw.choice(["", "", " ", " \t"])


def header_name(draw: random.Random) -> str:
    return "x-" + "".join(draw.choice(NAME) for _ in range(draw.randint(1, 20)))


def extra_headers(draw: random.Random) -> list[tuple[str, str]]:
    headers = [(header_name(draw), header_value(draw)) for _ in range(draw.choice([0, 0, 1, 2, 10]))]
    # The same name again, in another case.
    headers += [(name.swapcase(), header_value(draw)) for name, _ in headers if draw.random() < 0.3]
    return headers


def payload(draw: random.Random) -> bytes:
    match draw.randrange(5):
        case 0:
            return b""
        case 1:
            return bytes(range(256)) * draw.randint(1, 4)
        case 2:
            # The lengths at which SHA-256 begins another block.
            return draw.randbytes(draw.choice([1, 55, 56, 63, 64, 65, 119, 120, 128]))
        case 3:
            return draw.randbytes(draw.randrange(2000))
        case _:
            text = "".join(draw.choice(ODD) for _ in range(draw.randrange(100)))
            return json.dumps({"TableName": text}, ensure_ascii=draw.random() < 0.5).encode()


def text(draw: random.Random, shortest: int, longest: int) -> str:
    return "".join(draw.choice(TOKEN) for _ in range(draw.randint(shortest, longest)))


def generated(draw: random.Random) -> dict:
    return {
        "method": "POST",
        "host": draw.choice(HOSTS),
        "path": draw.choice(["/", "/", "/", "/dynamo/v1", "/a-b_c.d~e/"]),
        "headers": [
            ("Content-Type", "application/x-amz-json-1.0"),
            ("X-Amz-Target", "DynamoDB_20120810." + draw.choice(OPERATIONS)),
            *extra_headers(draw),
        ],
        "body": payload(draw),
        "accessKeyID": "AKIA" + text(draw, 16, 16),
        "secretAccessKey": text(draw, 1, 80),
        "sessionToken": text(draw, 1, 1500) if draw.random() < 0.5 else None,
        "moment": moment(draw),
        "region": draw.choice(REGIONS),
    }


def signed_by_botocore(request: dict, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(botocore.auth, "get_current_datetime", lambda: request["moment"])
    aws_request = botocore.awsrequest.AWSRequest(
        request["method"], f"http://{request['host']}{request['path']}", data=request["body"]
    )
    for name, value in request["headers"]:
        aws_request.headers[name] = value
    credentials = botocore.credentials.Credentials(
        request["accessKeyID"], request["secretAccessKey"], request["sessionToken"]
    )
    botocore.auth.SigV4Auth(credentials, "dynamodb", request["region"]).add_auth(aws_request)
    return aws_request.headers["Authorization"]


def for_our_signer(request: dict) -> str:
    seconds = int((request["moment"] - TURNS[0]).total_seconds())
    line = {name: value for name, value in request.items() if name not in ("host", "moment")}
    line["headers"] = [["Host", request["host"]], *request["headers"]]
    line["body"] = base64.b64encode(request["body"]).decode()
    return json.dumps(line | {"seconds": seconds})


def test_signatures_are_botocores(monkeypatch: pytest.MonkeyPatch) -> None:
    if "TABLETHEORY_SIGNING_PROBE" not in os.environ:
        pytest.fail("Set TABLETHEORY_SIGNING_PROBE to the built SigningProbe.")
    draw = random.Random(SEED)
    requests = [generated(draw) for _ in range(REQUESTS)]
    probe = subprocess.run(
        [os.environ["TABLETHEORY_SIGNING_PROBE"]],
        input="".join(for_our_signer(request) + "\n" for request in requests).encode(),
        stdout=subprocess.PIPE,
        check=True,
    )
    ours = probe.stdout.decode().splitlines()
    assert len(ours) == len(requests)
    for request, signature in zip(requests, ours):
        assert signature == signed_by_botocore(request, monkeypatch), request

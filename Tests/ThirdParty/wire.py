"""DynamoDB's wire protocol without an SDK: one HTTP request, one answer."""

import http.client
import json
import urllib.parse
from dataclasses import dataclass

API_VERSION = "DynamoDB_20120810"
TIMEOUT_SECONDS = 30

# Endpoints on this machine do not check signatures, but some read the header.
UNCHECKED_AUTHORIZATION = (
    "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0"
)


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    payload: bytes

    @property
    def body(self) -> dict:
        return json.loads(self.payload)

    @property
    def error_code(self) -> str | None:
        """The error's name without its namespace; nothing on success, the status where there is no name."""
        if self.status == 200:
            return None
        try:
            return self.body["__type"].rpartition("#")[2]
        except (ValueError, KeyError, TypeError):
            return f"HTTP {self.status}"

    @property
    def message(self) -> str:
        try:
            body = self.body
            return body.get("message") or body.get("Message") or ""
        except (ValueError, AttributeError):
            return self.payload.decode(errors="replace")


class Connection:
    """One connection kept open to an endpoint. `send` and `receive` are apart so that two can run at once."""

    def __init__(self, url: str):
        self._host = urllib.parse.urlsplit(url).netloc
        self._open()

    def call(self, operation: str, request: dict | bytes) -> Answer:
        self.send(operation, request)
        return self.receive()

    def send(self, operation: str, request: dict | bytes) -> None:
        payload = request if isinstance(request, bytes) else json.dumps(request).encode()
        headers = {
            "Content-Type": "application/x-amz-json-1.0",
            "X-Amz-Target": f"{API_VERSION}.{operation}",
            "Authorization": UNCHECKED_AUTHORIZATION,
        }
        try:
            self._connection.request("POST", "/", payload, headers)
        except (ConnectionError, http.client.HTTPException):
            self._open()
            self._connection.request("POST", "/", payload, headers)

    def receive(self) -> Answer:
        """The answer to what was sent. A connection that breaks off is status 0, and the next request opens another."""
        try:
            response = self._connection.getresponse()
            headers = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, headers, response.read())
        except (OSError, http.client.HTTPException) as failure:
            self._open()
            return Answer(0, {}, repr(failure).encode())

    def _open(self) -> None:
        self._connection = http.client.HTTPConnection(self._host, timeout=TIMEOUT_SECONDS)

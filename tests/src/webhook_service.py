"""A program that is told by webhooks, for the tests: takes what comes on a free port of 127.0.0.1, proves who sent it as
Standard Webhooks has it, with the secrets it is told on its input, and writes it as a line of JSON.

What an address begins with says what becomes of it: `/busy` takes nothing, `/second` takes it the second time, `/gone` is
gone, `/away` sends elsewhere, `/long` answers a megabyte.
"""

import base64
import hashlib
import hmac
import http.server
import json
import sys
import threading

SECRETS = []
SEEN = set()


def proven(headers, body):
    """Whether one of the secrets signed it."""
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    for secret in SECRETS:
        key = base64.b64decode(secret.removeprefix("whsec_"))
        right = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
        if right in headers["webhook-signature"].split(" "):
            return True
    return False


class Service(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        told = {
            "path": self.path,
            "id": self.headers["webhook-id"],
            "at": int(self.headers["webhook-timestamp"]),
            "type": self.headers["Content-Type"],
            "proven": proven(self.headers, body),
            "bytes": len(body),
            "body": json.loads(body),
        }
        status, answer = self.answer(told["id"])
        print(json.dumps(told), flush=True)
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        try:
            self.wfile.write(answer)
        except OSError:
            pass

    def answer(self, id):
        if self.path.startswith("/busy"):
            return 500, b"Not <b>now</b>\x00"
        if self.path.startswith("/second"):
            known = id in SEEN
            SEEN.add(id)
            return (200, b"Now") if known else (503, b"Once more")
        if self.path.startswith("/gone"):
            return 410, b"Gone"
        if self.path.startswith("/away"):
            return 302, b""
        if self.path.startswith("/long"):
            return 200, b"a" * 1_000_000
        return 200, b"Thanks"

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Service)
threading.Thread(target=server.serve_forever, daemon=True).start()
print(json.dumps({"port": server.server_port}), flush=True)
# Until whoever started it goes away.
for line in sys.stdin:
    SECRETS.append(line.strip())
    print(json.dumps({"known": len(SECRETS)}), flush=True)

"""A push service and a browser for the tests: takes messages on a free port of 127.0.0.1, reads each as the browser
whose keys it made would (RFC 8291), proves who sent it (RFC 8292), and writes it as a line of JSON.

What an address begins with says what becomes of it: `/gone` is gone, `/busy` takes nothing, `/away` sends elsewhere.
Nothing of this is shared with the server that is tried: reading is done by http_ece, proving by cryptography.
"""

import base64
import http.server
import json
import os
import sys
import threading

import http_ece
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

KEY = ec.generate_private_key(ec.SECP256R1())
AUTH = os.urandom(16)


def b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def point(key):
    return key.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)


def proven(header):
    """The claims of a request and the key it was signed with; fails when the signature is not right."""
    scheme, _, rest = header.partition(" ")
    parts = dict(part.strip().split("=", 1) for part in rest.split(","))
    head, claims, signature = parts["t"].split(".")
    assert scheme == "vapid" and json.loads(unb64(head)) == {"typ": "JWT", "alg": "ES256"}
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), unb64(parts["k"]))
    raw = unb64(signature)
    assert len(raw) == 64
    der = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    key.verify(der, f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
    return {**json.loads(unb64(claims)), "key": parts["k"]}


class Service(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        try:
            assert self.headers["Content-Encoding"] == "aes128gcm"
            told = {
                "path": self.path,
                "claims": proven(self.headers["Authorization"]),
                "ttl": self.headers["TTL"],
                "urgency": self.headers["Urgency"],
                "topic": self.headers["Topic"],
                "message": json.loads(http_ece.decrypt(body, private_key=KEY, auth_secret=AUTH)),
            }
        except Exception as error:
            told = {"path": self.path, "broken": repr(error)}
        told["open"] = any(word in body for word in (b"needs you", b"title"))
        status = next((code for start, code in STATES.items() if self.path.startswith(start)), 201)
        self.send_response(status)
        if status == 503:
            self.send_header("Retry-After", "120")
        if status == 302:
            self.send_header("Location", "/taken")
        self.send_header("Content-Length", "0")
        self.end_headers()
        print(json.dumps(told), flush=True)

    def log_message(self, *_):
        pass


STATES = {"/gone": 410, "/missing": 404, "/busy": 503, "/away": 302}

server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Service)
threading.Thread(target=server.serve_forever, daemon=True).start()
print(json.dumps({"port": server.server_port, "p256dh": b64(point(KEY.public_key())), "auth": b64(AUTH)}), flush=True)
# Until whoever started it goes away.
sys.stdin.read()

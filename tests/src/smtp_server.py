"""A mail server for the tests: takes mail on a free port of 127.0.0.1 and writes each as a line of JSON.

What an address begins with says what becomes of it: `nobody` is refused for good, `later` for now. With a password
given as the second argument only `guild` with that password may send; then `tls` or `starttls`, a certificate and its key
say how the way is kept from others.
"""

import asyncio
import json
import ssl
import sys

from aiosmtpd.smtp import AuthResult, SMTP


class Sink:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("nobody"):
            return "550 5.1.1 No such mailbox here"
        if address.startswith("later"):
            return "451 4.7.1 Try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        mail = {
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "data": envelope.content.decode("utf-8", "replace"),
        }
        print(json.dumps(mail), flush=True)
        return "250 Taken"


def authenticator(password):
    def check(server, session, envelope, mechanism, data):
        right = data.login == b"guild" and data.password == password.encode()
        return AuthResult(success=right)

    return check


def options(password, how, context):
    wanted = {}
    if password:
        wanted = {"authenticator": authenticator(password), "auth_required": True, "auth_require_tls": False}
    if how == "starttls":
        wanted = {**wanted, "tls_context": context, "require_starttls": True}
    return wanted


def encryption(files):
    if not files:
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*files)
    return context


async def main():
    loop = asyncio.get_running_loop()
    port, password, how, *files = sys.argv[1:] + [""] * (4 - len(sys.argv))
    context = encryption(files)
    wanted = options(password, how, context)
    first = context if how == "tls" else None
    server = await loop.create_server(
        lambda: SMTP(Sink(), loop=loop, **wanted), "127.0.0.1", int(port), ssl=first
    )
    print(json.dumps({"port": server.sockets[0].getsockname()[1]}), flush=True)
    # Until whoever started it goes away.
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


asyncio.run(main())

"""A mail server on loopback for tests: aiosmtpd, with the faults that a test asks for by the reader's name, and what it
took read back by Python's own e-mail parser.

    later@…   451 at RCPT                      never@…  550 at RCPT
    closed@…  hangs up at RCPT                 full@…   552 after the content
    busy@…    452 after the content            mute@…   takes the content and hangs up without a word
    torn@…    hangs up in place of an answer, having taken nothing

A name counts once where it ends in "-once": the second time the letter goes through. Prints the port, then a line of JSON
for each letter that it has taken. With --tell also a line with "at" for what leads there:

    connected, auth, mail, named (at RCPT), content (it has come, and is not taken yet), taken (before it is answered), ended
    (it was quiet for --idle SECONDS)

with --pipelining it takes several commands in one piece (RFC 2920), as most servers do; and with --slow MILLISECONDS it rests so long at named, content and taken. A line that is cut in such a rest is noticed: what
was not taken by then is not taken. Ends with its standard input.
"""

import argparse
import asyncio
import base64
import json
import ssl
import sys
import warnings
from email import message_from_bytes, policy

from aiosmtpd.smtp import SMTP, AuthResult


def told(rcpt, sender, content):
    message = message_from_bytes(content, policy=policy.default)
    parts = []
    for part in message.walk():
        if part.is_multipart():
            continue
        payload = part.get_payload(decode=True)
        parts.append(
            {
                "type": part.get_content_type(),
                "charset": part.get_content_charset(),
                "encoding": str(part.get("Content-Transfer-Encoding", "")),
                "file": part.get_filename(),
                "text": payload.decode("utf-8") if part.get_content_maintype() == "text" else None,
                "base64": base64.b64encode(payload).decode("ascii"),
            }
        )
    headers = {}
    for name, value in message.items():
        headers.setdefault(name.lower(), []).append(str(value))
    longest = max(len(line) for line in content.split(b"\r\n"))
    return {"to": rcpt, "from": sender, "headers": headers, "parts": parts, "longest": longest}


class Handler:
    def __init__(self, tells, slow, offers):
        self.once = set()
        self.offers = offers
        self.tells = tells
        self.rest = slow / 1000

    def tell(self, at, **more):
        if self.tells:
            print(json.dumps({"at": at, **more}), flush=True)

    async def reaches(self, at, address):
        self.tell(at, to=address)
        if self.rest:
            await asyncio.sleep(self.rest)

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        session.host_name = hostname
        return responses[:-1] + [f"250-{offer}" for offer in self.offers] + responses[-1:]

    async def handle_MAIL(self, server, session, envelope, address, mail_options):
        self.tell("mail", encrypted=is_encrypted(server))
        envelope.mail_from = address
        return "250 OK"

    def fault(self, address):
        name = address.split("@")[0]
        if name.endswith("-once"):
            if name in self.once:
                return ""
            self.once.add(name)
        return name.split("-")[0]

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        fault = self.fault(address)
        if fault == "later":
            return "451 4.7.1 greylisted, try again"
        if fault == "never":
            return "550 5.1.1 no such mailbox"
        if fault == "closed":
            server.transport.abort()
            return "421 closed"
        envelope.rcpt_tos.append(address)
        session.fault = fault
        await self.reaches("named", address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if session.fault == "full":
            return "552 5.2.2 mailbox full"
        if session.fault == "busy":
            return "452 4.3.1 no space left"
        if session.fault == "torn":
            server.transport.abort()
            return "421 closed"
        for rcpt in envelope.rcpt_tos:
            await self.reaches("content", rcpt)
            print(json.dumps(told(rcpt, envelope.mail_from, envelope.original_content)), flush=True)
            await self.reaches("taken", rcpt)
        if session.fault == "mute":
            server.transport.abort()
        return "250 OK"


def is_encrypted(server):
    return server.transport.get_extra_info("ssl_object") is not None


class Server(SMTP):
    """Says when a connection begins, and ends a quiet one as servers do, with a word, or without where it is asked to."""

    wordless = False

    def connection_made(self, transport):
        if self.transport is None:
            self.event_handler.tell("connected")
        super().connection_made(transport)

    def _timeout_cb(self):
        if not self.wordless:
            self.transport.write(b"421 4.4.2 mail.test Error: timeout exceeded\r\n")
        super()._timeout_cb()
        self.event_handler.tell("ended")


def authenticator(server, session, envelope, mechanism, data):
    server.event_handler.tell("auth", encrypted=is_encrypted(server))
    is_known = data.login == b"groundwork" and data.password == b"a word that is kept"
    return AuthResult(success=is_known, handled=False)


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--auth", action="store_true")
    parser.add_argument("--tell", action="store_true")
    parser.add_argument("--slow", type=int, default=0)
    parser.add_argument("--idle", type=float, default=300, help="seconds")
    parser.add_argument("--wordless", action="store_true")
    parser.add_argument("--pipelining", action="store_true")
    parser.add_argument("--starttls", nargs=2, metavar=("CERTIFICATE", "KEY"))
    parser.add_argument("--implicit", nargs=2, metavar=("CERTIFICATE", "KEY"))
    return parser.parse_args()


def context(files):
    if files is None:
        return None
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(*files)
    return made


# On loopback, without TLS: said once too often.
warnings.simplefilter("ignore")


async def main():
    asked = arguments()
    handler = Handler(asked.tell, asked.slow, ["PIPELINING"] if asked.pipelining else [])
    Server.wordless = asked.wordless
    loop = asyncio.get_running_loop()

    def server():
        return Server(
            handler,
            hostname="mail.test",
            authenticator=authenticator if asked.auth else None,
            auth_required=asked.auth,
            auth_require_tls=False,
            tls_context=context(asked.starttls),
            timeout=asked.idle,
            loop=loop,
        )

    listening = await loop.create_server(server, "127.0.0.1", 0, ssl=context(asked.implicit))
    print(listening.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


asyncio.run(main())

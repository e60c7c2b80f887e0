"""A mail server for tests. Its first line of output is its port; then there is one line of JSON for each mail it took. It takes none for refused@…, busy@… and locked@…."""

import asyncio
import json

from aiosmtpd.smtp import SMTP


class Desk:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("refused@"):
            return f"550 5.1.1 <{address}>: nobody of that name"
        if address.startswith("busy@"):
            return "451 4.3.2 come back later"
        if address.startswith("locked@"):
            return "535 5.7.8 the password is another"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        mail = {"from": envelope.mail_from, "to": envelope.rcpt_tos, "content": envelope.content.decode("utf-8")}
        print(json.dumps(mail), flush=True)
        return "250 OK"


async def serve():
    listening = await asyncio.get_running_loop().create_server(lambda: SMTP(Desk()), "127.0.0.1", 0)
    print(listening.sockets[0].getsockname()[1], flush=True)
    await listening.serve_forever()


asyncio.run(serve())

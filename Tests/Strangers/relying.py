"""A relying desk's contract over live answers: who asks, what was asked already, and which file asks what."""

import json
import re

from contract import Contract, ask

#: Which file calls the operations of which subjects of the contract.
SUBJECTS = {
    "test_relying_http.py": ("desk", "scenes", "requests"),
    "test_relying_work.py": ("uses", "store", "notices", "webhooks", "bulk", "presentations", "regulators"),
}
#: Names of things that are not there, for the places of a path.
NOTHING = {"grant": "0" * 64, "session": "0" * 32, "id": "0" * 32, "code": "none-such", "case": "none-such", "number": "99",
           "webhook": "99", "passing": "99"}


class Reader:
    """Asks as a machine or as a person, and holds every request that should be good, and every answer, to the contract."""

    def __init__(self, desk):
        self.desk, self.url = desk, desk.made["url"].replace("localhost", "127.0.0.1")
        self.seen, self.refused = set(), set()
        self.contract = Contract(json.loads(ask(self.url, "/openapi.json")[2]))
        self.machine = self.token("reader", "clerk,admin,auditor")

    def token(self, name, roles):
        """The headers of a program with these roles."""
        told = self.desk.command("staff", "machine", name, "--roles", roles)
        return {"authorization": f"Bearer {told['token']}"}

    def saw(self, method, template, status, media_type, answer):
        """Notes an answer that fits the contract."""
        assert status != 500, (method, template, answer)
        key = self.contract.check(template, method, status, media_type, answer)
        (self.refused if key == "default" else self.seen).add((method, template))

    def call(self, method, template, path=None, body=None, headers=None, media_type="application/json", is_good=False):
        headers = dict(self.machine if headers is None else headers)
        if body is not None:
            headers["content-type"] = media_type
            body = body if isinstance(body, bytes) else json.dumps(body).encode()
        if is_good:
            self.contract.check_request(template, method, path or template, headers, body, media_type)
        status, found, answer = ask(self.url, path or template, method.upper(), body, headers)
        self.saw(method, template, status, found, answer)
        return status, json.loads(answer) if found.endswith("json") else answer

    def good(self, *words, **options):
        status, answer = self.call(*words, **options, is_good=True)
        assert status < 300, (words, answer)
        return answer

    def bad(self, code, *words, **options):
        status, answer = self.call(*words, **options)
        assert status >= 400 and answer["code"] == code, (words, status, answer)
        return status

    def unseen(self, file):
        """Operations of this file's subjects that nobody called with success, and those that nobody was refused."""
        told = self.contract.operations(*SUBJECTS[file])
        refusable = {(method, path) for method, path, one in told
                     if one.get("security") or one.get("parameters") or "requestBody" in one}
        return {(method, path) for method, path, _ in told} - self.seen, refusable - self.refused


def place(template):
    """A path of that form, to nothing."""
    return re.sub(r"\{(\w+)\}", lambda name: NOTHING[name[1]], template)

#!/usr/bin/env python3
"""A headless Chromium, driven by WebDriver over plain HTTP: what the verifier page does is seen as a person sees it.

By itself it asks the page that `deedbox evidence page` writes: browser.py PAGE EVIDENCE GENESIS. Exit codes as of
`evidence.py`: 0 every check says yes, 1 one says no, 3 one could not be made.
"""

import base64
import http.client
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

#: Where a shadow of an element stands in an answer (WebDriver section 12.2).
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"


class Browser:
    """One window; `with Browser() as browser`."""

    def __init__(self, language="en-US", width=1_200, height=1_000):
        self.language, self.size = language, (width, height)

    def __enter__(self):
        self.folder = tempfile.mkdtemp()
        self.driver = subprocess.Popen(
            [shutil.which("chromedriver") or "chromedriver", "--port=0"], stdout=subprocess.PIPE, text=True,
            env={**os.environ, "HOME": self.folder})
        try:
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        try:
            self.connection.request("DELETE", self.session)
            self.connection.getresponse().read()
        except (AttributeError, OSError, http.client.HTTPException):
            pass
        self.driver.terminate()
        self.driver.wait(timeout=20)
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self):
        for line in self.driver.stdout:
            if found := re.search(r"successfully on port (\d+)", line):
                break
        else:
            raise RuntimeError("chromedriver did not start")
        self.connection = http.client.HTTPConnection("127.0.0.1", int(found[1]), timeout=120)
        arguments = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                     f"--user-data-dir={self.folder}/profile", f"--lang={self.language}",
                     "--window-size={},{}".format(*self.size)]
        options = {"args": arguments, "prefs": {"intl.accept_languages": self.language},
                   "perfLoggingPrefs": {"enableNetwork": True}}
        capabilities = {"goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"}}
        self.session = "/session"
        value = self.send("POST", "", {"capabilities": {"alwaysMatch": capabilities}})
        self.session = f"/session/{value['sessionId']}"

    def send(self, method, path, body=None):
        data = None if body is None else json.dumps(body)
        self.connection.request(method, self.session + path, data, {"content-type": "application/json"})
        answer = self.connection.getresponse()
        value = json.loads(answer.read())["value"]
        if answer.status != 200:
            raise RuntimeError(f"{value['error']}: {value['message']}")
        return value

    def open(self, url):
        self.send("POST", "/url", {"url": str(url)})

    def run(self, script, *arguments):
        """The value that a script gives, or that its promise comes to."""
        return self.send("POST", "/execute/sync", {"script": script, "args": list(arguments)})

    def element(self, selector):
        return self.send("POST", "/element", {"using": "css selector", "value": selector})[ELEMENT]

    def type(self, selector, text):
        """Types into an element; into one for files, their paths."""
        self.send("POST", f"/element/{self.element(selector)}/value", {"text": str(text)})

    def click(self, selector):
        self.send("POST", f"/element/{self.element(selector)}/click", {})

    def text(self, selector):
        return self.send("GET", f"/element/{self.element(selector)}/text")

    def log(self, kind="browser"):
        """What the browser said since it was last asked: of a broken policy, of an error in a script."""
        return self.send("POST", "/se/log", {"type": kind})

    def requests(self):
        """Every address that was asked for since this was last asked."""
        events = [json.loads(entry["message"])["message"] for entry in self.log("performance")]
        return [event["params"]["request"]["url"] for event in events
                if event["method"] == "Network.requestWillBeSent"]

    def screenshot(self):
        return base64.b64decode(self.send("GET", "/screenshot"))


#: Gives the files to the page as a person's choice would, and waits for the turn that judges them.
JUDGE = """
const [evidence, trust, policy, party] = arguments;
const area = document.getElementById("verdict");
const before = area.dataset.turn;
const give = (id, data) => {
    const files = new DataTransfer();
    if (data !== null) files.items.add(new File([Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0))], id));
    document.getElementById(id).files = files.files;
    document.getElementById(id).dispatchEvent(new Event("change"));
};
const checks = (name) => [...document.querySelectorAll(`[data-part="${name}"] [data-check]`)]
    .map(({dataset}) => [dataset.check, dataset.answer, dataset.reason]);
return new Promise((resolve) => {
    new MutationObserver((_, observer) => {
        if (area.dataset.turn === before) return;
        observer.disconnect();
        const {answer, state, now, problem, passedOn} = area.firstElementChild.dataset;
        const documents = [...document.querySelectorAll('[data-part^="document"]')];
        const took = document.getElementById("took").textContent.match(/([0-9.]+) ms/);
        resolve({answer, state: state ?? null, now: now ?? null, problem: problem ?? null, use: checks("use"),
            passedOn: passedOn ?? null,
            documents: documents.map(({dataset}) => checks(dataset.part)),
            standings: documents.map(({dataset}) => dataset.now ?? null), milliseconds: took && Number(took[1])});
    }).observe(area, {attributes: true});
    document.getElementById("party").value = party;
    give("policy", policy);
    give("trust", trust);
    give("evidence", evidence);
});
"""


def judge(browser, evidence, trust, policy=None, party=""):
    """What the open page says of an evidence file; the checks as `evidence.py` gives them."""
    files = [None if data is None else base64.b64encode(data).decode() for data in (evidence, trust, policy)]
    said = browser.run(JUDGE, *files, party)
    said["use"] = as_checks(said["use"])
    said["documents"] = [as_checks(checks) for checks in said["documents"]]
    return said


def as_checks(items):
    return {name: (answer, reason or None) for name, answer, reason in items}


def main():
    page, *files = (pathlib.Path(argument).resolve() for argument in sys.argv[1:4])
    with Browser() as browser:
        browser.open(page.as_uri())
        said = judge(browser, *(path.read_bytes() for path in files))
    for name, checks in [("the use", said["use"]), *((f"document {place}", checks)
                                                     for place, checks in enumerate(said["documents"], 1))]:
        print(name)
        for check, (answer, reason) in checks.items():
            print(f"  {'could not check' if answer == 'unknown' else answer}: {check}" + (f" ({reason})" if reason else ""))
    print(f"as of the use: {said['state'] or said['problem']}\nnow: {said['now'] or 'not told'}")
    return {"yes": 0, "no": 1}.get(said["answer"], 3)


if __name__ == "__main__":
    sys.exit(main())

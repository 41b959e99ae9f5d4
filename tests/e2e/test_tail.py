#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""test_tail.py LOGDOC: `logdoc tail` against a stand-in for Heroku on a loopback port."""
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

from platform_server import Platform

LOGDOC = ""
HERE = pathlib.Path(__file__).resolve().parent
HEROKU = shutil.which("heroku", path=f"{HERE}/node_modules/.bin:{os.environ['PATH']}")
CRASH = [
    '2026-01-05T10:00:01.000000+00:00 app[web.1]: Traceback (most recent call last):',
    '2026-01-05T10:00:01.000001+00:00 app[web.1]:   File "/app/app.py", line 1, in <module>',
    '2026-01-05T10:00:01.000002+00:00 app[web.1]:     from flask_session import Session',
    "2026-01-05T10:00:01.000003+00:00 app[web.1]: ModuleNotFoundError: "
    "No module named 'flask_session'",
]


def fine(number):
    return f"2026-01-05T10:00:{number:02}.000000+00:00 app[web.1]: fine {number}"


class TailTest(unittest.TestCase):
    def setUp(self):
        self.platform = Platform()
        self.home = tempfile.TemporaryDirectory()
        self.running = []

    def tearDown(self):
        for process in self.running:
            process.kill()
            process.communicate()
        self.platform.stop()
        self.home.cleanup()

    def environment(self, **changes):
        kept = {k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")}
        return kept | {"HOME": self.home.name, "PATH": os.environ["PATH"], "LC_ALL": "C",
                       "HEROKU_HOST": self.platform.url,
                       "HEROKU_API_KEY": self.platform.key} | changes

    def start(self, *arguments, **changes):
        environment = {k: v for k, v in self.environment(**changes).items() if v is not None}
        process = subprocess.Popen([LOGDOC, "tail", *arguments], text=True,
                                   env=environment, cwd=self.home.name,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.running.append(process)
        return process

    def run_tail(self, *arguments, **changes):
        process = self.start(*arguments, **changes)
        out, err = process.communicate(timeout=40)
        self.assertNotIn("Sanitizer", err)
        return process.returncode, out, err

    def stop(self, process, seconds):
        time.sleep(seconds)
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=10)
        self.assertNotIn("Sanitizer", err)
        return out, err

    def events(self, process, seconds):
        out, _ = self.stop(process, seconds)
        return [json.loads(line) for line in out.splitlines()]

    def refused(self, app, *words, **changes):
        status, out, err = self.run_tail("-a", app, **changes)
        self.assertEqual(status, 2, err)
        self.assertEqual(out, "")
        self.assertEqual(err.count("\n"), 1, err)
        for word in words:
            self.assertIn(word, err)

    def test_event_stream(self):
        scenario = self.platform.add("demo", [[*CRASH, "HOLD"]])
        events = self.events(self.start("-a", "demo", "--format", "ndjson"), 1.5)
        self.assertEqual([e["event"] for e in events], ["diagnosis", "summary"])
        self.assertEqual(events[0]["id"], "python-missing-package")
        self.assertEqual(scenario.sessions, [{"lines": 100, "tail": True}])
        keyed = [r[1] for r in scenario.requests if "Authorization" in r[2]]
        self.assertEqual(keyed, ["/apps/demo", "/apps/demo/log-sessions"])

    def test_plain_with_nuls_and_glued_records(self):
        glued = b"\0".join(line.encode() for line in CRASH)
        self.platform.add("demo", [[("raw", b"\0" + glued), "HOLD"]], plain=True)
        events = self.events(self.start("-a", "demo", "--format", "ndjson"), 1.5)
        self.assertEqual([e["event"] for e in events], ["diagnosis", "summary"])

    def test_flags_and_no_follow(self):
        scenario = self.platform.add("demo", [CRASH])
        status, out, _ = self.run_tail("--app=demo", "-n", "7", "-d", "web.1", "-s", "app",
                                       "--no-follow", "--format", "json")
        self.assertEqual(status, 1)
        self.assertEqual(json.loads(out)["diagnoses"][0]["subject"], "flask_session")
        self.assertEqual(scenario.sessions, [
            {"dyno": "web.1", "lines": 7, "tail": False, "source": "app"}])

    def test_fir(self):
        scenario = self.platform.add("demo", [[*CRASH, 0.1], ["HOLD"]], generation="fir")
        events = self.events(self.start("-a", "demo", "-p", "web", "--format", "ndjson"), 2)
        self.assertEqual(scenario.sessions[0], {"type": "web"})
        self.assertGreaterEqual(len(scenario.sessions), 2)
        kinds = [e["event"] for e in events]
        self.assertEqual(sorted(kinds), ["diagnosis", "gap", "summary"])
        gap = events[kinds.index("gap")]
        self.assertEqual((gap["kind"], gap["filled"]), ("reconnect", False))

    def test_replay_is_dropped_across_the_seam(self):
        first = [fine(1), fine(2), fine(2), fine(3)]
        self.platform.add("demo", [[*first, "CUT"], [*first, fine(4), fine(4), "HOLD"]])
        process = self.start("-a", "demo", "--echo", "-q")
        out, _ = self.stop(process, 2.5)
        self.assertEqual(out.splitlines(), [*first, fine(4), fine(4)])

    def test_lost_and_caught_up(self):
        self.platform.add("demo", [[fine(1), "CUT"], [fine(1), fine(2), "HOLD"]])
        events = self.events(self.start("-a", "demo", "--format", "ndjson"), 2.5)
        self.assertEqual([e["event"] for e in events], ["gap", "summary"])
        self.assertTrue(events[0]["filled"])
        self.assertGreaterEqual(events[0]["seconds"], 1)

    def test_lost_for_good(self):
        self.platform.add("demo", [[fine(1), "CUT"], [fine(9), "HOLD"]])
        out, _ = self.stop(self.start("-a", "demo"), 2.5)
        self.assertIn("lines may be missing here", out)
        self.assertIn("(reconnect)", out)

    def test_expired_session_is_made_anew(self):
        scenario = self.platform.add("demo", [[fine(1)], [fine(1), "HOLD"]],
                                     stream_status=[200, 404])
        events = self.events(self.start("-a", "demo", "--format", "ndjson"), 2)
        self.assertEqual([e["event"] for e in events], ["summary"])
        self.assertEqual(len(scenario.sessions), 3)
        self.assertEqual(scenario.sessions[1]["lines"], 1500)

    def test_silent_session_is_made_anew(self):
        scenario = self.platform.add("demo", [[fine(1), "HOLD"]])
        self.stop(self.start("-a", "demo", HEROKU_LOG_STREAM_TIMEOUT="0.01"), 2)
        self.assertGreaterEqual(len(scenario.sessions), 2)

    def test_trouble_that_passes(self):
        self.platform.add("demo", [[*CRASH, "HOLD"]], api=[503, 429])
        events = self.events(self.start("-a", "demo", "--format", "ndjson"), 3.5)
        self.assertEqual(events[0]["event"], "diagnosis")

    def test_sentences(self):
        self.refused("nobody", "no app 'nobody'", "heroku apps")
        self.platform.add("closed", api=[403])
        self.refused("closed", "no access", "the message of a 403")
        self.platform.add("odd", api=[422])
        self.refused("odd", "dyno, process type or source")
        self.platform.add("demo")
        self.refused("demo", "does not accept your key", HEROKU_API_KEY="wrong")
        self.refused("demo", "not logged in", HEROKU_API_KEY=None)
        self.refused("demo", "damaged", HEROKU_API_KEY="a b")
        self.refused("demo", "not Heroku", HEROKU_HOST="https://evil.example.com")
        self.refused("demo", "unable to connect", HEROKU_HOST="http://127.0.0.1:1")
        self.refused("demo", "no secure connection",
                     HEROKU_HOST=self.platform.url.replace("http:", "https:"))
        self.refused("a/b", "cannot be the name")

    def test_stream_that_is_refused_twice(self):
        self.platform.add("demo", stream_status=[403, 403])
        self.refused("demo", "refuses the log stream")

    def test_netrc(self):
        self.platform.add("demo", [CRASH])
        netrc = pathlib.Path(self.home.name, ".netrc")
        netrc.write_text("machine other\n  password x\n"
                         f"machine 127.0.0.1\n  login me\n  password {self.platform.key}\n")
        netrc.chmod(0o644)
        self.refused("demo", "chmod 600", HEROKU_API_KEY=None)
        netrc.chmod(0o600)
        status, _, err = self.run_tail("-a", "demo", "--no-follow", HEROKU_API_KEY=None)
        self.assertEqual(status, 1, err)

    def test_app_of_the_git_remote(self):
        self.platform.add("from-git", [CRASH])
        folder = pathlib.Path(self.home.name, ".git")
        folder.mkdir()
        (folder / "config").write_text(
            '[remote "origin"]\n\turl = git@github.com:a/b.git\n'
            '[remote "heroku"]\n\turl = https://git.heroku.com/from-git.git\n')
        status, _, err = self.run_tail("--no-follow")
        self.assertEqual(status, 1, err)
        status, _, err = self.run_tail("--remote", "origin", "--no-follow")
        self.assertEqual(status, 2)
        self.assertIn("no app of Heroku", err)

    @unittest.skipUnless(HEROKU, "the Heroku CLI, in tests/e2e/node_modules or the path")
    def test_the_heroku_cli_gives_the_same(self):
        self.platform.add("demo", [[*CRASH, "HOLD"]])
        self.platform.add("past", [CRASH])
        out = pathlib.Path(self.home.name, "out")
        with open(out, "wb") as file, subprocess.Popen(
                [HEROKU, "logs", "--tail", "-a", "demo"], env=self.environment(),
                stdout=file, stderr=subprocess.DEVNULL) as cli:
            until = time.time() + 30
            while out.stat().st_size < 300 and time.time() < until:
                time.sleep(0.1)
            time.sleep(0.5)
            cli.kill()
        piped = subprocess.run([LOGDOC, "--format", "json", str(out)], text=True,
                               capture_output=True, env=self.environment())
        _, own, _ = self.run_tail("-a", "past", "--no-follow", "--format", "json")
        told = [[(d["id"], d["subject"], d["count"]) for d in json.loads(text)["diagnoses"]]
                for text in (piped.stdout, own)]
        self.assertEqual(told[0], told[1])
        self.assertEqual(len(told[0]), 1)

    def test_proxy(self):
        self.platform.add("demo", [CRASH])
        proxied = self.platform.url.replace(str(self.platform.server_address[1]), "9")
        self.refused("demo", "no app 'demo'", HEROKU_HOST=proxied,
                     http_proxy=self.platform.url)  # which only knows paths, not URLs


if __name__ == "__main__":
    LOGDOC = os.path.abspath(sys.argv.pop(1))
    unittest.main()

#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""test_drain.py LOGDOC: `logdoc drain` and clients of every kind, on loopback."""
import base64
import http.client
import http.server
import json
import os
import pathlib
import random
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import unittest

LOGDOC = ""
HERE = pathlib.Path(__file__).resolve().parent
BROWSER = shutil.which("chromium") if (
    shutil.which("node") and (HERE / "node_modules" / "playwright-core").exists()) else None
RULE = {"rules": [{
    "id": "own-widget", "title": "The widget {side} is jammed", "severity": "error",
    "scope": ["app"], "needles": ["widget jammed"], "match": "widget jammed: (?<side>\\w+)",
    "subject": "{side}", "explains": [], "why": "It happens.",
    "fixes": [{"summary": "Turn it round."}], "docs": [],
    "examples": [{"log": ["app[web.1]: widget jammed: left"], "subject": "left"}],
    "rejects": [{"log": ["app[web.1]: widget fine"], "because": "it is fine"}]}]}


def frame(message, source="app", process="web.1", host="host", lf="\n"):
    text = (f"<190>1 2026-01-05T10:00:01.000000+00:00 {host} {source} {process} - "
            f"{message}{lf}").encode()
    return b"%d %s" % (len(text), text)


def jam(side):
    return frame(f"widget jammed: {side}")


class Drain:
    def __init__(self, *arguments, listen="127.0.0.1:0", **environment):
        self.folder = tempfile.TemporaryDirectory()
        rules = pathlib.Path(self.folder.name, "own.json")
        rules.write_text(json.dumps(RULE))
        kept = {k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")}
        self.out = open(pathlib.Path(self.folder.name, "out"), "w+")
        self.err = open(pathlib.Path(self.folder.name, "err"), "w+")
        where = ["--listen", listen] if listen else []
        self.process = subprocess.Popen(
            [LOGDOC, "drain", *where, "--rules", str(rules), "--format", "ndjson",
             *arguments], env=kept | {"LC_ALL": "C"} | environment,
            stdout=self.out, stderr=self.err)
        self.address = self.wait_for(r"https?://127\.0\.0\.1:(\d+)")

    def messages(self):
        return pathlib.Path(self.folder.name, "err").read_text()

    def wait_for(self, pattern, seconds=10):
        until = time.time() + seconds
        while time.time() < until and self.process.poll() is None:
            found = re.search(pattern, self.messages())
            if found:
                return ("127.0.0.1", int(found.group(1)))
            time.sleep(0.02)
        return None

    def post(self, body, path="/logs", auth=None, **headers):
        connection = http.client.HTTPConnection(*self.address, timeout=10)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if auth:
            sent["Authorization"] = "Basic " + base64.b64encode(auth.encode()).decode()
        connection.request("POST", path, body, sent)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer.status

    def get(self, path, **headers):
        connection = http.client.HTTPConnection(*self.address, timeout=10)
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, text

    def metrics(self):
        _, text = self.get("/metrics")
        return {line.rsplit(" ", 1)[0].removeprefix("logdoc_"): int(line.rsplit(" ", 1)[1])
                for line in text.splitlines() if not line.startswith("#")}

    def stop(self, number=signal.SIGTERM, seconds=10):
        begun = time.time()
        if self.process.poll() is None:
            self.process.send_signal(number)
        status = self.process.wait(timeout=20)
        assert time.time() - begun < seconds, "too slow"
        events = [json.loads(line) for line in
                  pathlib.Path(self.folder.name, "out").read_text().splitlines()]
        messages = self.messages()
        assert "Sanitizer" not in messages, messages
        return status, events

    def history(self, state):
        done = subprocess.run([LOGDOC, "history", "--state", state, "--format", "ndjson"],
                              capture_output=True, text=True, timeout=20)
        assert done.returncode == 0, done.stderr
        return {(each["incident"]["app"], each["incident"]["subject"]): each
                for each in map(json.loads, done.stdout.splitlines())}

    def close(self):
        self.process.kill()
        self.process.wait()
        self.out.close()
        self.err.close()
        self.folder.cleanup()


class DrainTest(unittest.TestCase):
    def drain(self, *arguments, **options):
        drain = Drain(*arguments, **options)
        self.addCleanup(drain.close)
        self.assertIsNotNone(drain.address, drain.messages())
        return drain

    def subjects(self, drain):
        status, events = drain.stop()
        self.assertEqual(status, 0)
        return [(e["app"], e["subject"]) for e in events if e["event"] == "diagnosis"]

    def test_diagnoses_as_they_happen(self):
        drain = self.drain()
        trace = ("Traceback (most recent call last):\n  File \"/app/a.py\", line 1\n"
                 "ModuleNotFoundError: No module named 'flask_session'")
        self.assertEqual(drain.post(frame(trace), Logplex_Drain_Token="d.1"), 204)
        out, until = pathlib.Path(drain.folder.name, "out"), time.time() + 10
        while not out.read_text() and time.time() < until:
            time.sleep(0.1)
        self.assertIn("python-missing-package", out.read_text())
        self.assertEqual(self.subjects(drain), [("d.1", "flask_session")])

    def test_the_same_batch_again(self):
        drain = self.drain()
        loss = frame("Error L10 (output buffer overflow): 42 messages dropped since x.",
                     "heroku", "logplex", lf="")
        names = {"Logplex_Frame_Id": "A1", "Logplex_Drain_Token": "d.1"}
        self.assertEqual(drain.post(jam("a"), **names), 204)
        self.assertEqual(drain.post(loss + jam("a"), **names), 204)
        self.assertEqual(drain.post(jam("a"), **names | {"Logplex_Drain_Token": "d.2"}), 204)
        time.sleep(0.3)
        counted = drain.metrics()
        self.assertEqual((counted["batches_total"], counted["duplicates_total"],
                          counted["frames_total"]), (2, 1, 3))
        told = [each for each in self.subjects(drain) if each[1]]  # without the L10
        self.assertEqual(told, [("d.1", "a"), ("d.2", "a")])

    def test_content_is_never_refused(self):
        drain = self.drain()
        for body in (b"", b"rubbish", b"\xff\x00" * 1000, b"{}", b"99999 <190>1 x",
                     b"1 " * 5000, jam("a")[:-9]):
            self.assertEqual(drain.post(body, Logplex_Msg_Count="x"), 204)
        self.assertEqual(drain.post(jam("ok"), Logplex_Msg_Count="7"), 204)
        self.assertEqual(drain.post(jam("root"), path="/"), 204)
        time.sleep(0.3)
        self.assertEqual(drain.metrics()["miscounted_total"], 1)
        self.assertIn(("unknown", "ok"), self.subjects(drain))

    def test_limits_and_paths(self):
        drain = self.drain()
        self.assertEqual(drain.post(b"", path="/else"), 404)
        self.assertEqual(drain.get("/else")[0], 404)
        self.assertEqual(drain.get("/healthz"), (200, "ok\n"))
        with socket.create_connection(drain.address, 10) as client:
            client.sendall(b"POST /logs HTTP/1.1\r\nHost: x\r\n"
                           b"Content-Length: 99999999\r\n\r\n")
            self.assertIn(b" 413 ", client.recv(1000))

    def test_back_pressure(self):
        drain = self.drain()
        size = 4 * 1024 * 1024
        head = b"POST /logs HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % size
        held = []
        for _ in range(17):  # 64 MiB of bodies whose last byte does not come
            client = socket.create_connection(drain.address, 20)
            client.sendall(head + b"x" * (size - 1))
            held.append(client)
        until = time.time() + 10
        large = jam("a") * 9000
        while drain.post(large) != 429 and time.time() < until:
            time.sleep(0.1)
        self.assertEqual(drain.post(large), 429)
        for client in held:
            client.close()
        until = time.time() + 10
        while drain.post(large) != 204 and time.time() < until:
            time.sleep(0.1)
        self.assertEqual(drain.post(large), 204)
        self.assertGreaterEqual(drain.metrics()["refused_total"], 2)

    def test_names_of_apps(self):
        names = tempfile.NamedTemporaryFile("w")
        self.addCleanup(names.close)
        names.write("d.1 shop\n# d.2 blog\n")
        names.flush()
        drain = self.drain("--apps", names.name)
        drain.post(jam("a"), Logplex_Drain_Token="d.1")
        drain.post(jam("b"), path="/logs?app=my-app", Logplex_Drain_Token="d.2")
        drain.post(jam("c"), Logplex_Drain_Token="d.3")
        self.assertEqual(sorted(self.subjects(drain)),
                         [("d.3", "c"), ("my-app", "b"), ("shop", "a")])

    def test_password(self):
        drain = self.drain(LOGDOC_DRAIN_AUTH="logs:secret")
        self.assertEqual(drain.post(jam("a")), 401)
        self.assertEqual(drain.post(jam("a"), auth="logs:wrong"), 401)
        self.assertEqual(drain.post(jam("a"), auth="logs:secret"), 204)
        self.assertEqual(drain.get("/metrics")[0], 401)
        self.assertEqual(drain.get("/healthz")[0], 200)
        self.assertEqual(self.subjects(drain), [("unknown", "a")])

    def test_password_is_wanted_where_others_can_connect(self):
        drain = Drain(listen="0.0.0.0:0")
        self.addCleanup(drain.close)
        self.assertEqual(drain.process.wait(10), 2)
        self.assertIn("LOGDOC_DRAIN_AUTH", drain.messages())

    def test_port_of_the_environment(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        drain = Drain("--no-auth", listen=None, PORT=str(port))
        self.addCleanup(drain.close)
        drain.wait_for(r"0\.0\.0\.0:(\d+)")
        drain.address = ("127.0.0.1", port)
        self.assertEqual(drain.get("/healthz")[0], 200)

    @unittest.skipUnless(shutil.which("openssl"), "openssl makes the certificate")
    def test_tls(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        key, certificate = (str(pathlib.Path(folder.name, n)) for n in ("key", "cert"))
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                        "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1", "-subj",
                        "/CN=localhost", "-keyout", key, "-out", certificate],
                       check=True, capture_output=True)
        os.chmod(key, 0o600)
        drain = self.drain("--tls-cert", certificate, "--tls-key", key)
        trust = ssl.create_default_context(cafile=certificate)
        trust.check_hostname = False
        connection = http.client.HTTPSConnection(*drain.address, context=trust, timeout=10)
        for side in "ab":
            connection.request("POST", "/logs", jam(side))
            self.assertEqual(connection.getresponse().read(), b"")
        connection.close()
        self.assertEqual([s for _, s in self.subjects(drain)], ["a", "b"])

    @unittest.skipUnless(shutil.which("curl"), "curl")
    def test_curl(self):
        drain = self.drain(LOGDOC_DRAIN_AUTH="logs:secret")
        url = "http://logs:secret@%s:%d/logs" % drain.address
        done = subprocess.run(["curl", "-s", "-o", "/dev/null", "-w", "%{http_code}",
                               "--data-binary", "@-", "-H", "Expect: 100-continue", url],
                              input=jam("a") * 9000, capture_output=True, timeout=20)
        self.assertEqual(done.stdout, b"204")
        self.assertEqual(self.subjects(drain), [("unknown", "a")])

    def test_bad_clients_do_not_hold_up_good_ones(self):
        drain = self.drain()
        clients = [socket.create_connection(drain.address, 10) for _ in range(60)]
        head = b"POST /logs HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n"
        for number, client in enumerate(clients):
            client.sendall((b"POST /lo", head, head + b"55 <1", b"\x16\x03\x01")[number % 4])
            if number % 5 == 0:
                client.shutdown(socket.SHUT_WR)
        begun = time.time()
        self.assertEqual(drain.post(jam("a")), 204)
        self.assertLess(time.time() - begun, 2)
        slow = socket.create_connection(drain.address, 10)
        body = jam("slow")
        slow.sendall(b"POST /logs HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % len(body))
        for byte in body:
            slow.sendall(bytes([byte]))
            time.sleep(0.005)
        self.assertIn(b" 204 ", slow.recv(1000))
        slow.close()
        for client in clients:
            client.close()
        self.assertEqual([s for _, s in self.subjects(drain)], ["a", "slow"])

    def test_syslog(self):
        drain = self.drain("--syslog", "127.0.0.1:0")
        address = drain.wait_for(r"syslog://127\.0\.0\.1:(\d+)")
        token = "d.11111111-2222-4333-8444-555555555555"
        with socket.create_connection(address, 10) as counted:
            data = frame("- widget jammed: counted", host=token)
            for at in range(0, len(data), 7):
                counted.sendall(data[at:at + 7])
                time.sleep(0.002)
            with socket.create_connection(address, 10) as lines:
                lines.sendall(b"<190>1 2026-01-05T10:00:01Z d.2 app web.1 - - "
                              b"widget jammed: line\nrubbish\n"
                              b"<190>1 2026-01-05T10:00:01Z d.2 app web.1 - - "
                              b"widget jammed: last")
                lines.shutdown(socket.SHUT_WR)
                self.assertEqual(lines.recv(10), b"")
            time.sleep(0.2)
            self.assertEqual(drain.metrics()["syslog_connections"], 1)
            self.assertEqual(sorted(self.subjects(drain)),
                             [(token, "counted"), ("d.2", "last"), ("d.2", "line")])

    @unittest.skipUnless(shutil.which("logger"), "logger of util-linux")
    def test_logger(self):
        drain = self.drain("--syslog", "127.0.0.1:0")
        address = drain.wait_for(r"syslog://127\.0\.0\.1:(\d+)")
        for framing, side in ((["--octet-count"], "left"), ([], "right")):
            subprocess.run(["logger", "--tcp", "--server", address[0], "--port",
                            str(address[1]), *framing, "--tag", "app", "--id=1", f"widget jammed: {side}"],
                           check=True, timeout=20)
        time.sleep(0.5)
        self.assertEqual(sorted(subject for _, subject in self.subjects(drain)),
                         ["left", "right"])

    def test_termination_loses_nothing_that_was_accepted(self):
        for _ in range(int(os.environ.get("LOGDOC_TERMINATIONS", "3"))):
            drain = self.drain()
            accepted, stopped = [], threading.Event()

            def send(sender):
                number = 0
                while not stopped.is_set() and number < 900:
                    side = f"s{sender}x{number}"
                    try:
                        if drain.post(jam(side), Logplex_Frame_Id=side,
                                      Logplex_Drain_Token=f"d.{sender}") == 204:
                            accepted.append(side)
                    except OSError:
                        return
                    number += 1
            senders = [threading.Thread(target=send, args=(n,)) for n in range(4)]
            for sender in senders:
                sender.start()
            time.sleep(0.1 + random.random() * 0.5)
            told = [s for _, s in self.subjects(drain)]
            stopped.set()
            for sender in senders:
                sender.join()
            self.assertGreater(len(accepted), 0)
            self.assertEqual(set(accepted) - set(told), set())
            self.assertEqual(len(told), len(set(told)))


    def test_page(self):
        drain = self.drain(LOGDOC_DRAIN_AUTH="logs:secret")
        self.assertEqual(drain.get("/")[0], 401)
        basic = {"Authorization": "Basic " + base64.b64encode(b"logs:secret").decode()}
        self.assertIn("<title>logdoc</title>", drain.get("/", **basic)[1])
        self.assertEqual(drain.get("/events", **basic)[1].count("data:"), 1)
        drain.post(jam("left"), auth="logs:secret", path="/?app=shop")
        time.sleep(0.6)
        text = drain.get("/events", **basic)[1]
        board = json.loads(text.split("data: ")[1])
        self.assertEqual([i["app"] for i in board["incidents"]], ["shop"])
        last = re.search(r"id: (\d+)", text).group(1)
        again = drain.get("/events", **basic, **{"Last-Event-ID": last})[1]
        self.assertNotIn("data:", again)

    @unittest.skipUnless(BROWSER, "chromium, and playwright-core in tests/e2e/node_modules")
    def test_page_in_a_browser(self):
        drain = self.drain()
        drain.post(jam("left"), path="/?app=shop")
        with subprocess.Popen(
                ["node", HERE / "look_at_page.mjs", BROWSER,
                 "http://127.0.0.1:%d/" % drain.address[1], "The widget left", "The widget up"],
                stdout=subprocess.PIPE, text=True) as browser:
            self.addCleanup(browser.kill)
            self.assertEqual(browser.stdout.readline(), "seen: The widget left\n")
            drain.post(jam("up <script>document.title='bad'</script>"), path="/?app=<b>")
            seen = json.loads(browser.stdout.read())
        self.assertEqual(seen["title"], "(2) logdoc")
        self.assertEqual(len(seen["cards"]), 2)
        self.assertIn("_b_ · web.1", seen["cards"][0])
        self.assertIn("The widget up is jammed", seen["cards"][0])
        self.assertIn("<script>document.title", seen["cards"][0])
        self.assertIn("Fix: Turn it round.", seen["cards"][1])
        self.assertIn("It happens.", seen["cards"][1])  # opened before the update
        self.assertNotIn("It happens.", seen["cards"][0])
        self.assertEqual(seen["hosts"], ["127.0.0.1"])
        self.assertEqual(seen["errors"], [])
        self.assertLessEqual(seen["width"], seen["window"])

    def hook(self, statuses=(), delay=0):
        got = []
        statuses = list(statuses)

        class Hook(http.server.BaseHTTPRequestHandler):
            def log_message(self, *arguments):
                pass

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                time.sleep(delay)
                status = statuses.pop(0) if statuses else 200
                if status == 200:
                    got.append((self.path, json.loads(body)))
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hook)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        return "http://127.0.0.1:%d" % server.server_address[1], got

    def test_others_are_told(self):
        url, got = self.hook([503])
        drain = self.drain("--notify", url + "/services/T/B/x", "--notify", url + "/other",
                           "--notify", url + "/api/webhooks/1/x")
        drain.post(jam("left"), path="/?app=shop")
        drain.post(jam("left"), path="/?app=shop")
        time.sleep(2)
        self.assertEqual(drain.metrics()["notifications_total"], 3)
        drain.stop()
        bodies = dict(got)
        self.assertEqual(len(got), 3)
        self.assertIn("[shop] New: The widget left is jammed",
                      bodies["/services/T/B/x"]["text"])
        self.assertEqual(bodies["/api/webhooks/1/x"]["allowed_mentions"], {"parse": []})
        self.assertEqual((bodies["/other"]["event"], bodies["/other"]["app"],
                          bodies["/other"]["id"]), ("diagnosis", "shop", "own-widget"))

    def test_telling_never_holds_up_and_is_limited(self):
        url, got = self.hook(delay=30)
        drain = self.drain("--notify", url)
        begun = time.time()
        for number in range(40):
            self.assertEqual(drain.post(jam(f"n{number}")), 204)
        self.assertLess(time.time() - begun, 5)
        time.sleep(1.2)
        self.assertGreaterEqual(drain.metrics()["notifications_failed_total"], 10)
        drain.stop()

    def test_news_is_told_once_across_restarts(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        url, got = self.hook()
        for _ in range(2):
            drain = self.drain("--notify", url, "--state",
                               str(pathlib.Path(folder.name, "state")))
            drain.post(jam("left"))
            drain.stop()
        self.assertEqual(len(got), 1)

    def test_incidents_are_remembered(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        state = str(pathlib.Path(folder.name, "state"))
        for turn in range(1, 3):
            drain = self.drain("--state", state)
            drain.post(jam("a") + jam("a"), Logplex_Drain_Token="d.1")
            drain.post(jam(f"b{turn}"), Logplex_Drain_Token="d.2")
            drain.stop()
        kept = drain.history(state)
        self.assertEqual(set(kept), {("d.1", "a"), ("d.2", "b1"), ("d.2", "b2")})
        self.assertEqual(kept["d.1", "a"]["total"], 4)
        self.assertEqual(os.stat(state).st_mode & 0o077, 0)

    def test_killing_loses_nothing_that_was_accepted(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        state = str(pathlib.Path(folder.name, "state"))
        accepted, tried = [], []
        for turn in range(int(os.environ.get("LOGDOC_KILLS", "12"))):
            drain = self.drain("--state", state)

            def send(sender):
                for number in range(150):
                    side = f"t{turn}x{number}"
                    tried.append((f"d.{turn}.{sender}", side))
                    try:
                        if drain.post(jam(side), Logplex_Drain_Token=tried[-1][0]) == 204:
                            accepted.append((f"d.{turn}.{sender}", side))
                    except (OSError, http.client.HTTPException):
                        return
            sender = threading.Thread(target=send, args=(0,))
            sender.start()
            time.sleep(random.random() * 0.4)
            drain.process.kill()
            sender.join()
            drain.close()
        drain = self.drain("--state", state)
        drain.stop()
        kept = drain.history(state)
        self.assertGreater(len(accepted), 20)
        self.assertEqual(set(accepted) - set(kept), set())
        self.assertEqual(set(kept) - set(tried), set())
        twice = [each for each in kept.values() if each["total"] != 1]
        self.assertEqual(twice, [])


if __name__ == "__main__":
    LOGDOC = os.path.abspath(sys.argv.pop(1))
    unittest.main()

# SPDX-License-Identifier: MIT
"""A stand-in for Heroku's Platform API and its log sessions, on a loopback port.

An app is named after what it does: each test adds a `Scenario`. A scenario's streams are
lists of steps, one list for each session that is made, the last one for all others:

    "text"       a record, sent in the form that the client asked for
    float        a pause in seconds
    ("raw", b)   bytes as they are
    "CUT"        the connection breaks within the answer
    "HOLD"       keep-alives until the client goes away
"""
import http.server
import json
import socket
import struct
import threading
import time


class Scenario:
    def __init__(self, streams=(("HOLD",),), generation="cedar", api=(), stream_status=(),
                 plain=False):
        self.streams = list(streams)
        self.generation = generation
        self.api = list(api)  # statuses of the first answers; then 200
        self.stream_status = list(stream_status)
        self.plain = plain
        self.sessions = []  # bodies of the POSTs
        self.requests = []  # (method, path, headers)
        self.lock = threading.Lock()

    def next_status(self, statuses):
        with self.lock:
            return statuses.pop(0) if statuses else 200


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def scenario(self):
        name = self.path.split("/")[2].split("?")[0]
        found = self.server.scenarios.get(name)
        if found:
            found.requests.append((self.command, self.path, dict(self.headers)))
        return found

    def answer(self, status, content, headers=()):
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def refuses(self, scenario):
        if not scenario:
            self.answer(404, {"id": "not_found", "message": "Couldn't find that app."})
            return True
        if self.headers.get("Authorization") != "Bearer " + self.server.key:
            self.answer(401, {"id": "unauthorized", "message": "Invalid credentials."})
            return True
        status = scenario.next_status(scenario.api)
        if status != 200:
            self.answer(status, {"id": "x", "message": f"the message of a {status}"},
                        [("Retry-After", "1")] if status == 429 else [])
        return status != 200

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        scenario = self.scenario()
        if self.refuses(scenario):
            return
        scenario.sessions.append(json.loads(body))
        name = self.path.split("/")[2]
        number = len(scenario.sessions) - 1
        self.answer(201, {"id": "01", "logplex_url":
                          f"{self.server.url}/stream/{name}?srv=1&n={number}"})

    def do_GET(self):
        scenario = self.scenario()
        if self.path.startswith("/stream/"):
            self.stream(scenario)
        elif not self.refuses(scenario):
            self.answer(200, {"name": "app", "generation": {"name": scenario.generation}})

    def chunk(self, data):
        self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))
        self.wfile.flush()

    def stream(self, scenario):
        status = scenario.next_status(scenario.stream_status)
        if status != 200:
            self.answer(status, {})
            return
        events = "text/event-stream" in self.headers.get("Accept", "") and not scenario.plain
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream" if events else "text/plain")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        number = int(self.path.rsplit("=", 1)[1])
        steps = scenario.streams[min(number, len(scenario.streams) - 1)]
        try:
            if self.play(steps, events):
                self.chunk(b"")
        except OSError:
            self.close_connection = True

    def play(self, steps, events):
        for step in steps:
            if isinstance(step, float):
                time.sleep(step)
            elif isinstance(step, tuple):
                self.chunk(step[1])
            elif step == "CUT":
                self.cut()
                return False
            elif step == "HOLD":
                self.hold(events)
            elif events:
                self.chunk(b"id: 1767607200\ndata: " + step.encode() + b"\n\n\n")
            else:
                self.chunk(step.encode() + b"\n")
        return True

    def hold(self, events):
        while not self.server.stopping.wait(0.2):
            self.chunk(b": \n" if events else b"\0")

    def cut(self):
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                                   struct.pack("ii", 1, 0))
        self.connection.shutdown(socket.SHUT_RDWR)


class Platform(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, key="secret-key-1"):
        super().__init__(("127.0.0.1", 0), Handler)
        self.key = key
        self.scenarios = {}
        self.stopping = threading.Event()
        self.url = "http://127.0.0.1:%d" % self.server_address[1]
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, request, client_address):
        pass

    def add(self, name, *arguments, **options):
        self.scenarios[name] = Scenario(*arguments, **options)
        return self.scenarios[name]

    def stop(self):
        self.stopping.set()
        self.shutdown()
        self.server_close()

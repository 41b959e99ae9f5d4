# SPDX-License-Identifier: MIT
"""Does on this machine what Heroku does with an app, and prints what Heroku would print."""
import http.client
import os
import queue
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time

PYTHON = sys.executable
HOST = "my-app.herokuapp.com"
BOOT_SECONDS = 45
OUTSIDE = "127.0.0.2"  # who listens on 127.0.0.1 only is not reached there
SERVES = re.compile(r"Running on http|Uvicorn running on|Listening at|development server at")


class Log:
    def __init__(self):
        self.lines = []
        self.clock = 0

    def stamp(self):
        self.clock += 1
        minutes, seconds = divmod(self.clock, 60)
        return f"2026-01-05T10:{minutes:02}:{seconds:02}.000000+00:00"

    def add(self, source, text):
        for line in text.rstrip("\n").split("\n"):
            self.lines.append(f"{self.stamp()} {source}: {line}")

    def build(self, text, indent="       "):
        for line in text.rstrip("\n").split("\n"):
            self.lines.append(f"remote: {indent}{line}".rstrip())

    def text(self):
        return "\n".join(self.lines) + "\n"


class App:
    """One app: a repository to push to, config vars, the current slug."""

    def __init__(self, home, wheels, variables):
        self.home, self.wheels = home, wheels
        self.slug = home / "slug"
        self.repository = home / "heroku.git"
        self.state = home / "state"
        self.state.mkdir()
        (self.state / "config").write_text(
            "".join(f"{k}={v}\n" for k, v in variables.items()))
        self.release = 2

    def variables(self):
        lines = (self.state / "config").read_text().splitlines()
        return dict(line.split("=", 1) for line in lines)

    def environment(self, port):
        return {
            "PATH": f"{self.home / 'venv' / 'bin'}:/usr/bin:/bin",
            "HOME": str(self.slug), "LANG": "C.UTF-8", "PYTHONUNBUFFERED": "1",
            "PYTHONDONTWRITEBYTECODE": "1", "PORT": str(port), "DYNO": "web.1",
            "WEB_CONCURRENCY": "1"} | self.variables()

    def checkout(self):
        shutil.rmtree(self.slug, ignore_errors=True)
        self.slug.mkdir()
        archive = subprocess.run(
            ["git", "-C", self.repository, "archive", "main"], check=True, capture_output=True)
        subprocess.run(["tar", "-x", "-C", self.slug], input=archive.stdout, check=True)

    def build(self, log):
        """False when the build fails."""
        self.checkout()
        log.build("-----> Building on the Heroku-24 stack", "")
        if not (self.slug / "requirements.txt").exists():
            log.build(" !     No default language could be detected for this app.", "")
            log.build(" !     Push failed", "")
            return False
        log.build("-----> Python app detected", "")
        if not self.check_python(log):
            return False
        shutil.rmtree(self.home / "venv", ignore_errors=True)
        subprocess.run([PYTHON, "-m", "venv", "--without-pip", self.home / "venv"],
                       check=True)
        log.build("-----> Installing dependencies using 'pip install -r requirements.txt'", "")
        done = subprocess.run(
            [PYTHON, "-m", "pip", "--python", self.home / "venv" / "bin" / "python",
             "install", "--no-index", "--find-links", self.wheels, "--no-compile",
             "--disable-pip-version-check", "--quiet", "-r", "requirements.txt"],
            cwd=self.slug, text=True, errors="replace", stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT)
        log.build(done.stdout or "Successfully installed")
        if done.returncode:
            log.build("\n !     Error: Unable to install dependencies using pip.\n !\n"
                      " !     See the log output above for details.\n\n !     Push rejected, "
                      "failed to compile Python app.\n\n !     Push failed", "")
            return False
        return self.collect_static(log)

    def check_python(self, log):
        version = self.slug / ".python-version"
        runtime = self.slug / "runtime.txt"
        asked = version.read_text().strip() if version.exists() else \
            runtime.read_text().strip() if runtime.exists() else "3.13"
        asked_version = re.fullmatch(r"(?:python-)?(3\.\d+)(?:\.\d+)?", asked)
        if runtime.exists() and not version.exists() and not asked.startswith("python-"):
            log.build("\n !     Error: Invalid Python version in runtime.txt.\n !\n"
                      " !     The Python version specified in your runtime.txt file isn't in\n"
                      " !     the correct format.\n\n !     Push rejected, failed to compile "
                      "Python app.", "")
            return False
        if asked_version and int(asked_version[1].split(".")[1]) < 10:
            log.build(f"\n !     Error: The requested Python version has reached end-of-life.\n"
                      f" !\n !     Python {asked_version[1]} has reached its upstream "
                      "end-of-life, and is\n !     therefore no longer receiving security "
                      "updates.\n\n !     Push rejected, failed to compile Python app.", "")
            return False
        return True

    def collect_static(self, log):
        if not (self.slug / "manage.py").exists():
            return True
        log.build("-----> $ python manage.py collectstatic --noinput", "")
        done = self.run(["python", "manage.py", "collectstatic", "--noinput"])
        log.build(done.stdout)
        if done.returncode:
            log.build("\n !     Error while running '$ python manage.py collectstatic "
                      "--noinput'.\n       See traceback above for details.\n\n !     Push "
                      "rejected, failed to compile Python app.", "")
        return done.returncode == 0

    def run(self, command):
        return subprocess.run(command, cwd=self.slug, env=self.environment(0), text=True,
                              errors="replace", stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, shell=isinstance(command, str))

    def processes(self):
        try:
            text = (self.slug / "Procfile").read_text()
        except (OSError, UnicodeDecodeError):
            return {}
        return dict(re.findall(r"^([A-Za-z0-9_-]+):\s*(.+?)\s*$", text, re.M))

    def router(self, log, status, code="", desc=""):
        error = f'at=error code={code} desc="{desc}"' if code else "at=info"
        dyno = "" if code in ("H10", "H14") else "web.1"
        log.add("heroku[router]",
                f'{error} method=GET path="/" host={HOST} request_id=4f1b fwd="203.0.113.7" '
                f"dyno={dyno} connect=1ms service=5ms status={status} bytes=100 protocol=https")

    def release_phase(self, log, command):
        done = self.run(command)
        log.add("app[release.4711]", done.stdout or "ok")
        if done.returncode:
            log.add("heroku[release.4711]", f"Process exited with status {done.returncode}")
        return done.returncode == 0

    def deploy(self):
        """Builds what was pushed and asks for the page: (status, log)."""
        log = Log()
        self.release += 1
        if not self.build(log):
            return 0, log.text()
        processes = self.processes()
        log.add("app[api]", f"Release v{self.release} created by user dev@example.com")
        if "release" in processes and not self.release_phase(log, processes["release"]):
            log.add("app[api]", f"Release v{self.release} command failed")
            return 0, log.text()
        for command in self.one_off():
            log.add("app[run.1]", self.run(command).stdout)
        if "web" not in processes:
            self.router(log, 503, "H14", "No web processes running")
            return 503, log.text()
        return self.serve(log, processes["web"]), log.text()

    def one_off(self):
        file = self.state / "commands"
        commands = file.read_text().splitlines() if file.exists() else []
        file.unlink(missing_ok=True)
        return commands

    def serve(self, log, command):
        with socket.socket() as probe:
            probe.bind(("0.0.0.0", 0))
            port = probe.getsockname()[1]
        log.add("heroku[web.1]", f"Starting process with command `{command}`")
        process = subprocess.Popen(command, shell=True, cwd=self.slug,
                                   env=self.environment(port), stdout=subprocess.PIPE,
                                   stderr=subprocess.STDOUT, start_new_session=True)
        output = queue.Queue()
        reader = threading.Thread(target=lambda: [output.put(line) for line in process.stdout])
        reader.start()
        try:
            return self.watch(log, process, output, port)
        finally:
            try:
                os.killpg(process.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            process.wait()
            reader.join()

    @staticmethod
    def drain(log, output):
        serves = False
        while not output.empty():
            line = output.get().decode(errors="replace")
            serves = serves or bool(SERVES.search(line))
            log.add("app[web.1]", line)
        return serves

    def watch(self, log, process, output, port):
        started, deadline = time.monotonic(), BOOT_SECONDS
        while time.monotonic() - started < deadline:
            if self.drain(log, output):
                deadline = min(deadline, time.monotonic() - started + 3)
            if process.poll() is not None:
                return self.crashed(log, process, output)
            try:
                status = self.ask(port)
            except OSError:
                time.sleep(0.05)
                continue
            return self.answered(log, process, output, status)
        self.drain(log, output)
        log.add("heroku[web.1]", "Error R10 (Boot timeout) -> Web process failed to bind to "
                "$PORT within 60 seconds of launch")
        log.add("heroku[web.1]", "Stopping process with SIGKILL")
        log.add("heroku[web.1]", "Process exited with status 137")
        log.add("heroku[web.1]", "State changed from starting to crashed")
        self.router(log, 503, "H10", "App crashed")
        return 503

    def crashed(self, log, process, output):
        time.sleep(0.2)
        self.drain(log, output)
        log.add("heroku[web.1]", f"Process exited with status {process.returncode}")
        log.add("heroku[web.1]", "State changed from starting to crashed")
        self.router(log, 503, "H10", "App crashed")
        return 503

    def answered(self, log, process, output, status):
        time.sleep(0.3)
        if process.poll() is not None:
            return self.crashed(log, process, output)
        log.add("heroku[web.1]", "State changed from starting to up")
        self.drain(log, output)
        self.router(log, status)
        return status

    @staticmethod
    def ask(port):
        connection = http.client.HTTPConnection(OUTSIDE, port, timeout=20)
        try:
            connection.request("GET", "/", headers={"Host": HOST,
                                                    "X-Forwarded-Proto": "https"})
            return connection.getresponse().status
        except http.client.HTTPException as error:
            raise OSError(str(error)) from error
        finally:
            connection.close()

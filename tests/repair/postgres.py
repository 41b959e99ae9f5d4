# SPDX-License-Identifier: MIT
"""A PostgreSQL server of its own, on a free port of this machine, for as long as it is used."""
import glob
import os
import pathlib
import shutil
import socket
import subprocess
import tempfile
import time


def find_programs():
    """The folder of initdb and postgres, or None."""
    folders = sorted(glob.glob("/usr/lib/postgresql/*/bin"), reverse=True)
    on_path = shutil.which("initdb")
    if on_path:
        folders.append(str(pathlib.Path(on_path).parent))
    for folder in folders:
        if os.path.exists(f"{folder}/initdb") and os.path.exists(f"{folder}/postgres"):
            return pathlib.Path(folder)
    return None


class Postgres:
    def __init__(self, programs):
        self.programs = programs
        self.home = pathlib.Path(tempfile.mkdtemp(prefix="logdoc-postgres-"))
        # PostgreSQL refuses to run as root.
        self.user = "nobody" if os.geteuid() == 0 else None
        if self.user:
            shutil.chown(self.home, self.user)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]

    def start(self):
        secret = self.home / "secret"
        secret.write_text("admin")
        if self.user:
            shutil.chown(secret, self.user)
        subprocess.run([self.programs / "initdb", "-D", self.home / "data", "-U", "admin",
                        "-A", "scram-sha-256", "--pwfile", secret, "-E", "UTF8",
                        "--locale=C", "--no-sync"], user=self.user, check=True,
                       capture_output=True, cwd=self.home)
        self.server = subprocess.Popen(
            [self.programs / "postgres", "-D", self.home / "data", "-p", str(self.port),
             "-h", "127.0.0.1", "-k", self.home, "-F"], user=self.user, cwd=self.home,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(200):
            if self.sql("SELECT 1", check=False).returncode == 0:
                return
            time.sleep(0.05)
        raise RuntimeError("the PostgreSQL server does not start")

    def sql(self, text, database="postgres", check=True):
        return subprocess.run(
            [self.programs / "psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1",
             "-p", str(self.port), "-U", "admin", "-d", database, "-c", text],
            env={"PGPASSWORD": "admin", "PATH": "/usr/bin:/bin"}, check=check,
            capture_output=True)

    def create(self, name, schema=None):
        """A role and a database of that name; its address."""
        self.sql(f"CREATE ROLE {name} LOGIN PASSWORD 'geheim123'")
        self.sql(f"CREATE DATABASE {name} OWNER {name}")
        if schema:
            self.sql(f"SET ROLE {name}; {schema}", database=name)
        return f"postgres://{name}:geheim123@127.0.0.1:{self.port}/{name}"

    def stop(self):
        self.server.terminate()
        self.server.wait()
        shutil.rmtree(self.home, ignore_errors=True)

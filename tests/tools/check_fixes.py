#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""check_fixes.py LOGDOC RULES: gives every example of every rule with edits to `logdoc fix`
in an app's folder. The diff must apply with `git apply`, and a second fix after --write
must propose nothing. Says how many diffs there were."""
import concurrent.futures
import json
import os
import pathlib
import subprocess
import sys
import tempfile

FILES = {
    "requirements.txt": "aioredis\nenviron==1.0\nFlask==2.0\njwt\nnumpy\nopencv-python==4.8\n"
                        "psycopg2==2.9\ntensorflow\nuvicorn\nWerkzeug==2.0\n",
    "Procfile": "web: gunicorn app:app\n",
    "app.py": "from flask import Flask\n\napp = Flask(__name__)\n",
}
ENVIRONMENT = os.environ | {"GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1"}
GIT = ["git", "-c", "user.name=dev", "-c", "user.email=dev@example.com"]


def run(folder, *command, given=None):
    return subprocess.run(command, cwd=folder, input=given, capture_output=True,
                          env=ENVIRONMENT)


def examples(rules):
    for file in sorted(rules.glob("*.json")):
        for rule in json.loads(file.read_text()).get("rules", []):
            if "files" in rule or "check" in rule:
                continue
            if any("edits" in fix for fix in rule["fixes"]):
                for number, example in enumerate(rule["examples"], 1):
                    log = example["log"]
                    yield f"{rule['id']} {number}", log if isinstance(log, list) else [log]


def problem(logdoc, log):
    """(whether there was a diff, what is wrong with it or None)"""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name) / "app"
        folder.mkdir()
        for path, text in FILES.items():
            (folder / path).write_text(text)
        run(folder, "git", "init", "-q")
        run(folder, "git", "add", ".")
        run(folder, *GIT, "commit", "-q", "-m", "First")
        fix = [logdoc, "fix", "--all", "--quiet"]
        given = ("\n".join(log) + "\n").encode()
        first = run(folder, *fix, given=given)
        if first.returncode > 1:
            return False, first.stderr.decode()
        if not first.stdout:
            return False, None
        applied = run(folder, "git", "apply", "--check", "-", given=first.stdout)
        if applied.returncode:
            return True, applied.stderr.decode() + first.stdout.decode()
        run(folder, *fix, "--write", given=given)
        again = run(folder, *fix, given=given)
        return True, again.stdout.decode() or None


def main(logdoc, rules):
    cases = list(examples(pathlib.Path(rules)))
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(lambda case: problem(os.path.abspath(logdoc), case[1]), cases))
    for (name, _), (_, wrong) in zip(cases, results):
        if wrong:
            print(f"{name}: {wrong}")
    diffs = sum(there for there, _ in results)
    bad = sum(wrong is not None for _, wrong in results)
    print(f"{len(cases)} examples, {diffs} diffs, {bad} bad")
    return 1 if bad or not diffs else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]) if len(sys.argv) == 3 else __doc__)

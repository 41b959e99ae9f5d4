#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""check_commands.py RULES...: every command that a rule advises is something a shell can read."""
import json
import re
import subprocess
import sys


def commands(path):
    with open(path, encoding="utf-8") as file:
        for rule in json.load(file).get("rules", []):
            for fix in rule.get("fixes", []):
                for command in fix.get("commands", []):
                    yield rule["id"], command


def is_shell(command):
    text = re.sub(r"\{\w+(:\w+)?(\|[^}]*)?\}", "value", command).replace("{{", "{")
    return subprocess.run(["bash", "-n", "-c", text], capture_output=True).returncode == 0


failed = 0
checked = {}
for name in sys.argv[1:]:
    for rule, text in commands(name):
        if text not in checked:
            checked[text] = is_shell(text)
        if not checked[text]:
            print(f"{name}: {rule}: no command: {text}")
            failed += 1
print(f"{len(checked)} commands, {failed} that no shell reads")
sys.exit(failed > 0 or not checked)

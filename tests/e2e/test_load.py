#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""test_load.py LOGDOC SENDER BARE [SECONDS]: a sender at full speed for 50 apps, with
restarts in between. What was accepted was counted, and nothing else. Prints the rate beside
that of a bare server which reads the same posts and drops them."""
import json
import re
import subprocess
import sys
import time

import test_drain

CONNECTIONS = 50


def send(sender, port, seconds):
    return subprocess.Popen([sender, str(port), str(seconds), str(CONNECTIONS)],
                            stdout=subprocess.PIPE, text=True)


def result(process):
    out, _ = process.communicate(timeout=600)
    assert process.returncode == 0, out
    return json.loads(out)


def counted(drain):
    status, _ = drain.stop()
    assert status == 0, drain.messages()
    found = re.search(r"read (\d+) messages of (\d+) batches, refused (\d+)", drain.messages())
    return [int(number) for number in found.groups()]


def resident(process):
    with open(f"/proc/{process.pid}/status") as status:
        return int(re.search(r"VmRSS:\s+(\d+)", status.read()).group(1)) // 1024


def restarts(sender, seconds):
    """A drain that is stopped and started again while the sender goes on."""
    drain = test_drain.Drain()
    port = drain.address[1]
    running = send(sender, port, seconds)
    sums = [0, 0, 0]
    for turn in range(3):
        time.sleep(seconds / 3)
        if turn == 2:
            sent = result(running)
            time.sleep(0.3)
        sums = [a + b for a, b in zip(sums, counted(drain))]
        drain.close()
        if turn < 2:
            drain = test_drain.Drain(listen=f"127.0.0.1:{port}")
            assert drain.address, drain.messages()
    frames, batches, refused = sums
    assert frames == batches * 15, sums
    # What was cut or still under way at the end may have been counted and not answered.
    most = sent["accepted"] + sent["broken"] + CONNECTIONS
    assert sent["accepted"] <= batches <= most, (sent, sums)
    assert sent["refused"] <= refused, (sent, sums)
    print("with restarts:", sent, "counted:", batches)


def rates(sender, bare, seconds):
    drain = test_drain.Drain()
    ours = result(send(sender, drain.address[1], seconds))
    memory = resident(drain.process)
    counted(drain)
    drain.close()
    server = subprocess.Popen([bare], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    theirs = result(send(sender, int(server.stdout.readline()), seconds))
    server.communicate()
    print(f"messages a second: {ours['frames_per_second']}, bare server "
          f"{theirs['frames_per_second']} "
          f"({100 * ours['frames_per_second'] // theirs['frames_per_second']} %), "
          f"resident {memory} MB for {CONNECTIONS} apps")


def main():
    test_drain.LOGDOC, sender, bare = sys.argv[1:4]
    seconds = int(sys.argv[4]) if len(sys.argv) > 4 else 3
    rates(sender, bare, seconds)
    restarts(sender, seconds)


if __name__ == "__main__":
    main()

"""One TCP connection on which small lines go out and must come back, as in an ssh session.

usage: talk.py HOST PORT LINES [PAUSE_SECONDS [IDLE_SECONDS]]

PAUSE_SECONDS pass between lines, and IDLE_SECONDS once, half-way. Prints the number of lines and the median
and the longest time for one to come back, in milliseconds; fails when a line is late by 30 s, or wrong.
"""

import socket
import statistics
import sys
import time

TIMEOUT_SECONDS = 30


def talk(host, port, lines, pause_seconds, idle_seconds):
    times = []
    with socket.create_connection((host, port), TIMEOUT_SECONDS) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        answers = connection.makefile("rb")
        for number in range(lines):
            line = b"PQAGENT-INTEROP-PLAINTEXT %d %s\n" % (number, b"x" * (number % 80))
            begin = time.monotonic()
            connection.sendall(line)
            answer = answers.readline()
            times.append((time.monotonic() - begin) * 1000)
            if answer != line:
                raise ValueError(f"line {number} came back as {answer!r}")
            time.sleep(idle_seconds if number == lines // 2 and idle_seconds else pause_seconds)
    return times


def main(host, port, lines, pause_seconds="0", idle_seconds="0"):
    begin = time.monotonic()
    try:
        times = talk(host, int(port), int(lines), float(pause_seconds), float(idle_seconds))
    except (OSError, ValueError) as failure:
        sys.exit(f"after {time.monotonic() - begin:.1f} s: {failure}")
    print(f"{len(times)} lines, median {statistics.median(times):.1f} ms, longest {max(times):.1f} ms")


main(*sys.argv[1:])

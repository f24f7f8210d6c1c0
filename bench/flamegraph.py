#!/usr/bin/env python3
"""Draws what `perf script` prints as a flame graph.

    perf record -F 999 -a -g sleep 5; perf script | bench/flamegraph.py 'inbound|outbound.*' TITLE >picture.svg

Takes the samples of threads whose name the regular expression fits; a column's width is its share of
them. Java's methods have names where its programs ran with -XX:+PreserveFramePointer and left a map
(jcmd PID Compiler.perfmap) before `perf script`. Green is Java, orange the kernel, grey the rest.
"""
import re
import sys
from html import escape

WIDTH, ROW, LEAST = 1200, 17, 0.0015
COLOURS = {"java": "#8fc27a", "kernel": "#e8a15c", "other": "#c3c7cc", "thread": "#7fa7d0"}


def frame_of(line):
    """The (name, kind) of a stack's line: ADDRESS NAME+0xOFFSET (OBJECT)"""
    name, where = re.match(r"\s*[0-9a-f]+ (.*) \(([^()]*(?:\([^()]*\)[^()]*)*)\)$", line).groups()
    name = re.sub(r"\+0x[0-9a-f]+$", "", name)
    if "kallsyms" in where or where.startswith("[k"):
        return name, "kernel"
    if "perf-" in where or where.startswith("[JIT]"):
        method = re.search(r"([\w$]+\.[\w$<>]+)\(", name)
        return (method.group(1) if method else name), "java"
    return name, "other"


def stacks(lines, threads):
    """Each fitting sample, outermost frame first."""
    stack, wanted = [], False
    for line in lines:
        line = line.rstrip()
        if not line:
            if wanted and stack:
                yield stack + [(thread, "thread")]
            stack, wanted = [], False
        elif not line[0].isspace():
            thread = re.match(r"(.*?)\s+\d+(/\d+)?\s", line).group(1)
            wanted = threads.fullmatch(thread) is not None
        elif wanted and "[unknown]" not in line:
            stack.append(frame_of(line))


def tree_of(samples):
    root = [0, {}]
    for sample in samples:
        node = root
        node[0] += 1
        for frame in reversed(sample):
            node = node[1].setdefault(frame, [0, {}])
            node[0] += 1
    return root


def depth_of(node):
    return 1 + max((depth_of(child) for child in node[1].values()), default=0)


def draw(node, x, level, height, total, out):
    for (name, kind), child in sorted(node[1].items()):
        width = child[0] / total * WIDTH
        if width >= LEAST * WIDTH:
            y = height - (level + 1) * ROW
            share = 100 * child[0] / total
            out.append(
                f'<g><title>{escape(name)} {share:.1f} %</title>'
                f'<rect x="{x:.1f}" y="{y}" width="{max(width - 0.4, 0.3):.1f}" height="{ROW - 1}" fill="{COLOURS[kind]}"/>'
                + (f'<text x="{x + 2:.1f}" y="{y + 12}">{escape(name[: int(width / 6.2)])}</text>' if width > 25 else "")
                + "</g>"
            )
            draw(child, x, level + 1, height, total, out)
        x += width


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    root = tree_of(stacks(sys.stdin, re.compile(sys.argv[1])))
    if root[0] == 0:
        sys.exit("flamegraph: no thread of that name was sampled")
    height = depth_of(root) * ROW + 24
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="monospace" font-size="10">',
        f'<rect width="{WIDTH}" height="{height}" fill="white"/>',
        f'<text x="6" y="16" font-size="13">{escape(sys.argv[2])}</text>',
    ]
    draw(root, 0, 0, height, root[0], out)
    print("\n".join(out + ["</svg>"]))


if __name__ == "__main__":
    main()

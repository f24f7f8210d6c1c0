"""What the server namespace serves: HTTP (a file down, a file up, the caller's address) and a line echo.

usage: services.py FILE HTTP_PORT ECHO_PORT
"""

import hashlib
import os
import shutil
import socketserver
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PIECE_BYTES = 1 << 16
FILE, HTTP_PORT, ECHO_PORT = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])


class Http(BaseHTTPRequestHandler):
    """GET /file, GET /whoami (the caller's address), PUT /file (answers the body's SHA-256)."""

    def do_GET(self):
        if self.path == "/file":
            with open(FILE, "rb") as source:
                self.start(os.path.getsize(FILE))
                shutil.copyfileobj(source, self.wfile, PIECE_BYTES)
        elif self.path == "/whoami":
            self.answer(self.client_address[0])
        else:
            self.send_error(404)

    def do_PUT(self):
        digest = hashlib.sha256()
        left = int(self.headers["Content-Length"])
        while left > 0:
            piece = self.rfile.read(min(left, PIECE_BYTES))
            if not piece:
                return
            digest.update(piece)
            left -= len(piece)
        self.answer(digest.hexdigest())

    def start(self, length):
        self.send_response(200)
        self.send_header("Content-Length", str(length))
        self.end_headers()

    def answer(self, text):
        self.start(len(text))
        self.wfile.write(text.encode())


class Echo(socketserver.StreamRequestHandler):
    disable_nagle_algorithm = True

    def handle(self):
        for line in self.rfile:
            self.wfile.write(line)


class EchoServer(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


http = ThreadingHTTPServer(("0.0.0.0", HTTP_PORT), Http)
threading.Thread(target=EchoServer(("0.0.0.0", ECHO_PORT), Echo).serve_forever, daemon=True).start()
http.serve_forever()

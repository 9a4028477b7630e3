"""A web server on this machine, for tests of what is fetched."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Site:
    """What is at each path of a local server: bytes, where it leads, or a status."""

    def __init__(self) -> None:
        self.pages: dict[str, bytes | str | int] = {}
        self.asked: list[str] = []
        self.hosts: list[str] = []
        # Whoever asks for /slow waits for this.
        self.released = threading.Event()
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                site.asked.append(self.path)
                site.hosts.append(self.headers["Host"])
                site.answer(self)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self._thread = threading.Thread(target=self.server.serve_forever, name="site")
        self._thread.start()

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        page = self.pages[handler.path]
        if isinstance(page, int):
            handler.send_error(page)
        elif isinstance(page, str):
            handler.send_response(302)
            handler.send_header("Location", page)
            handler.send_header("Content-Length", "0")
            handler.end_headers()
        else:
            handler.send_response(200)
            if handler.path == "/endless":
                handler.send_header("Connection", "close")
            else:
                handler.send_header("Content-Length", str(len(page)))
            handler.end_headers()
            if handler.path == "/slow":
                self.released.wait()
            else:
                handler.wfile.write(page)

    def at(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.server.server_address[1]}{path}"

    def close(self) -> None:
        self.released.set()
        self.server.shutdown()
        self._thread.join()
        self.server.server_close()
